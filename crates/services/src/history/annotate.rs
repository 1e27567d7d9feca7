//! Tags and a private note on any entry of one's own history. Nobody else ever sees them; they change nothing about
//! what happened.

use domain::{Field, PersonId, PrivateNote, Refusal, Tag};
use storage::{
    annotations::{self, Annotation},
    search_index,
    sessions::Viewer,
};

use super::{Activity, ActivityId};
use crate::{Wallet, error::ServiceResult};

const OPERATION: &str = "write on an entry";

impl Wallet {
    /// What the viewer wrote on one of their entries.
    ///
    /// # Errors
    /// Refused when the viewer has no such entry.
    pub async fn annotation(&self, viewer: &Viewer, id: ActivityId) -> ServiceResult<Annotation> {
        let activity = self.activity(viewer, id).await?;
        Ok(annotations::find(&self.db, viewer.person.id, &activity.subject()).await?)
    }

    /// Puts these tags on an entry in place of those it had; they come with commas between them. The answer is how they
    /// were understood.
    ///
    /// # Errors
    /// Refused when one of them is no tag, there are too many, or the viewer has no such entry.
    pub async fn set_tags(
        &self,
        viewer: &Viewer,
        id: ActivityId,
        tags: &str,
    ) -> ServiceResult<Vec<String>> {
        let tags = Tag::parse_list(tags).map_err(|error| Refusal::from(error).at(Field::Tags))?;
        let tags: Vec<String> = tags.iter().map(|tag| tag.as_str().to_owned()).collect();
        let activity = self.activity(viewer, id).await?;
        let mut transaction = self.begin(OPERATION).await?;
        let (person, subject) = (viewer.person.id, activity.subject());
        let now = self.env.now();
        annotations::put_tags(&mut *transaction, person, &subject, &tags, now).await?;
        search_index::mark(&mut *transaction, person, &subject).await?;
        self.commit(transaction, OPERATION).await?;
        Ok(tags)
    }

    /// Writes the private note of an entry in place of the one it had; an empty one takes it away.
    ///
    /// # Errors
    /// Refused when it is too long, has a character that is not allowed, or the viewer has no such entry.
    pub async fn set_private_note(
        &self,
        viewer: &Viewer,
        id: ActivityId,
        note: &str,
    ) -> ServiceResult<()> {
        let note = PrivateNote::parse(note)
            .map_err(|error| Refusal::from(error).at(Field::PrivateNote))?;
        let activity = self.activity(viewer, id).await?;
        let mut transaction = self.begin(OPERATION).await?;
        let (person, subject) = (viewer.person.id, activity.subject());
        let now = self.env.now();
        annotations::put_note(&mut *transaction, person, &subject, note.as_str(), now).await?;
        search_index::mark(&mut *transaction, person, &subject).await?;
        self.commit(transaction, OPERATION).await
    }

    /// Fills in the tags of entries that are to be listed.
    pub(super) async fn add_tags(
        &self,
        person: PersonId,
        items: &mut [Activity],
    ) -> ServiceResult<()> {
        let subjects: Vec<String> = items.iter().map(Activity::subject).collect();
        for (subject, annotation) in annotations::find_all(&self.db, person, &subjects).await? {
            if let Some(item) = items.iter_mut().find(|item| item.subject() == subject) {
                item.tags = annotation.tags;
            }
        }
        Ok(())
    }
}
