//! What a person wants to be told, and where.

use domain::{Channel, Choices, ErrorCode, Refusal, Topic};
use storage::{people, sessions::Viewer, silences};

use crate::{Wallet, error::ServiceResult, messages::MessageBody};

impl Wallet {
    /// The viewer's choices.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn notification_choices(&self, viewer: &Viewer) -> ServiceResult<Choices> {
        Ok(silences::of(&self.db, viewer.person.id).await?)
    }

    /// Changes the viewer's choices. Whoever got messages about safety by mail or SMS is told there, for the last time,
    /// that they end: it may not be the owner who ends them.
    ///
    /// # Errors
    /// Refused when messages about safety would reach the person nowhere.
    pub async fn set_notification_choices(
        &self,
        viewer: &Viewer,
        choices: &Choices,
    ) -> ServiceResult<()> {
        const OPERATION: &str = "set notification choices";
        let person = &viewer.person;
        let kinds: Vec<_> = people::addresses(&self.db, person.id)
            .await?
            .iter()
            .map(domain::Address::kind)
            .collect();
        if !choices.reach(Topic::Security, &kinds) {
            return Err(Refusal::new(ErrorCode::SecurityUnreachable).into());
        }
        let mut transaction = self.begin(OPERATION).await?;
        let before = silences::of(&mut *transaction, person.id).await?;
        let ends = kinds
            .iter()
            .map(|kind| Channel::from(*kind))
            .any(|channel| {
                before.is_on(Topic::Security, channel) && !choices.is_on(Topic::Security, channel)
            });
        if ends {
            let at = self.env.now();
            let body = MessageBody::SecurityMessagesReduced { at };
            self.tell_person(&mut transaction, person, &body).await?;
        }
        silences::replace(&mut transaction, person.id, choices).await?;
        self.commit(transaction, OPERATION).await?;
        if ends {
            self.hint_at(vec![person.id]);
        }
        Ok(())
    }
}
