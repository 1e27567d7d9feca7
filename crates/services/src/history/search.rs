//! Searching one's own history. The index only says which entries; what they are is read from the ledger and from the
//! requests, so that a search never shows anything the history would not.

use std::collections::HashMap;

use chrono::DateTime;
use domain::{Currency, ErrorCode, Refusal, TopUpId, TopUpState};
use storage::{
    search_index::{self, Found, Place},
    sessions::Viewer,
    topups,
};

use super::{Activity, ActivityId, ActivityPage, HistoryForm, read_posting, unposted_activity};
use crate::{Wallet, error::ServiceResult};

/// Longest name of an entry: a request's id.
const SUBJECT_CHARS_MAX: usize = 40;

impl Wallet {
    /// One page of the entries that are as asked for, newest first. With the cursor of a page it goes on after it; what
    /// happens meanwhile is newer and not in the way.
    ///
    /// # Errors
    /// Refused with what is wrong with each field, or when the cursor is not one of ours.
    pub async fn search_history(
        &self,
        viewer: &Viewer,
        form: &HistoryForm,
        cursor: Option<&str>,
        limit: u32,
    ) -> ServiceResult<ActivityPage> {
        let mut query = form.read(&viewer.person)?;
        if let Some(cursor) = cursor {
            query.after = parse_place(cursor).ok_or_else(|| Refusal::new(ErrorCode::NotFound))?;
        }
        let person = viewer.person.id;
        self.take_in(person).await?;
        let page_len = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found =
            search_index::search(&self.db, person, &query, page_len.saturating_add(1)).await?;
        let has_more = found.len() > page_len;
        found.truncate(page_len);
        let next = found
            .last()
            .filter(|_| has_more)
            .map(|last| place_to_text(&last.place));
        let mut items = self.look_up(viewer, &found).await?;
        self.add_ends(person, &mut items).await?;
        self.add_tags(person, &mut items).await?;
        Ok(ActivityPage { items, next })
    }

    /// What these entries are, in the same order.
    async fn look_up(&self, viewer: &Viewer, found: &[Found]) -> ServiceResult<Vec<Activity>> {
        let person = viewer.person.id;
        let mut postings: Vec<(Currency, i64)> = Vec::new();
        let mut requests: Vec<TopUpId> = Vec::new();
        for one in found {
            match (one.place.seq, one.place.subject.parse()) {
                (0, Ok(id)) => requests.push(id),
                (seq, _) => postings.push((one.currency, seq)),
            }
        }
        let mut known: HashMap<String, Activity> = HashMap::new();
        for posting in self.ledger.postings_at(person.into(), &postings).await? {
            let activity = read_posting(posting)?;
            known.insert(activity.subject(), activity);
        }
        for topup in topups::find_all(&self.db, person, &requests).await? {
            // Money that came just now is told by the ledger.
            let activity = if topup.state == TopUpState::Paid {
                self.activity(viewer, ActivityId::TopUp(topup.id)).await?
            } else {
                unposted_activity(topup)
            };
            known.insert(activity.subject(), activity);
        }
        Ok(found
            .iter()
            .filter_map(|one| known.remove(&one.place.subject))
            .collect())
    }
}

/// Reads what [`place_to_text`] wrote.
fn parse_place(text: &str) -> Option<Place> {
    let mut parts = text.splitn(3, '~');
    let micros = parts.next()?.parse().ok()?;
    let seq: i64 = parts.next()?.parse().ok()?;
    let subject = parts.next()?;
    let at = DateTime::from_timestamp_micros(micros)?;
    let is_subject = subject.len() <= SUBJECT_CHARS_MAX
        && subject
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    // Nothing is older than the epoch, and PostgreSQL knows no time before 4713 BC.
    (is_subject && seq >= 0 && at >= DateTime::UNIX_EPOCH).then(|| Place {
        at,
        seq,
        subject: subject.to_owned(),
    })
}

/// Where a page ended, as text that may stand in an address.
fn place_to_text(place: &Place) -> String {
    let Place { at, seq, subject } = place;
    format!("{}~{seq}~{subject}", at.timestamp_micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_text() {
        let text = "1772442000000001~17~USD-17";
        assert_eq!(place_to_text(&parse_place(text).unwrap()), text);
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in [
            "",
            "~~",
            "1~1",
            "-1~1~USD-1",
            "1~-1~USD-1",
            "x~1~USD-1",
            "99999999999999999999~1~USD-1",
            "9223372036854775807~1~USD-1",
            "1~1~USD\0",
            "1~1~a~b",
            "1~1~0123456789012345678901234567890123456789x",
        ] {
            assert_eq!(parse_place(text), None, "{text:?}");
        }
    }
}
