//! Takes a person's entries into the search index, from where the last time ended. The ledger's sequences have no gaps,
//! and what changes otherwise leaves a mark, so nothing can be missed; whoever searches does it first, so that a person
//! finds what they did a moment ago. Doing it beforehand only saves them the wait (ADR 10).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::{PersonId, TopUpId, TopUpState};
use ledger::{Cursor, EventCursor, Posting};
use sqlx::PgConnection;
use storage::{
    annotations::{self, Annotation},
    readers,
    search_index::{self, Entry, Progress},
    topups,
};

use super::{
    Activity, Happened,
    blocks::Blocks,
    ends::add_ends,
    read_posting,
    terms::{RULES, entry_of, in_block},
    unposted_activity,
};
use crate::{
    Event, Wallet,
    error::{ServiceError, ServiceResult},
};

/// Name of the place up to which people's entries were taken in beforehand.
const READER: &str = "search";
/// Postings, and requests, taken in at once.
const BATCH: u32 = 200;

/// Entries that changed since they were taken in.
#[derive(Default)]
struct Waiting {
    subjects: Vec<String>,
    /// Those of them whose money is in the ledger.
    posted: Vec<Posting>,
}

impl Wallet {
    /// Takes in whatever this person's index does not have yet.
    ///
    /// # Errors
    /// When the database cannot be reached; what was taken in until then stays.
    pub(crate) async fn take_in(&self, person: PersonId) -> ServiceResult<()> {
        loop {
            let progress = search_index::progress(&self.db, person).await?;
            if progress.rules.is_some_and(|rules| rules < RULES) {
                self.begin_anew(person).await?;
                continue;
            }
            let place = read_place(&progress.upto)?;
            let postings = self
                .ledger
                .postings_after(person.into(), place.clone(), BATCH)
                .await?;
            if postings.is_empty() && !progress.waiting {
                return Ok(());
            }
            let waiting = if postings.len() < BATCH as usize {
                self.read_waiting(person).await?
            } else {
                // They come when all postings are there, and then find the blocks they belong to.
                Waiting::default()
            };
            self.take_in_batch(person, &progress, place, postings, waiting)
                .await?;
        }
    }

    /// Takes in the entries of all who took part in what happened since the last call, so that nobody waits for it when
    /// they search. Returns how many events were read.
    ///
    /// # Errors
    /// When the database cannot be reached; the same events are read again later.
    pub async fn take_in_beforehand(&self) -> ServiceResult<usize> {
        let mut place = EventCursor::before(readers::upto(&self.db, READER).await?);
        let mut read = 0;
        loop {
            // An event that becomes visible late is passed over: the next search of those people finds it.
            let events = self.ledger.events_after(place, BATCH).await?;
            let mut people = BTreeSet::new();
            for recorded in &events {
                people.extend(who_took_part(recorded)?);
            }
            for person in people {
                self.take_in(person).await?;
            }
            read += events.len();
            let Some(last) = events.last() else { break };
            place = last.cursor;
            readers::advance(&self.db, READER, place.stored_at).await?;
            if events.len() < BATCH as usize {
                break;
            }
        }
        Ok(read)
    }

    /// Which entries wait, and what the ledger says of those that are posted.
    async fn read_waiting(&self, person: PersonId) -> ServiceResult<Waiting> {
        let subjects = search_index::waiting(&self.db, person, BATCH.into()).await?;
        let standing = search_index::standing(&self.db, person, &subjects).await?;
        let names: Vec<_> = standing
            .iter()
            .filter(|entry| entry.seq > 0)
            .map(|entry| (entry.currency, entry.seq))
            .collect();
        let posted = self.ledger.postings_at(person.into(), &names).await?;
        Ok(Waiting { subjects, posted })
    }

    /// One transaction's worth; does nothing when somebody else was faster.
    async fn take_in_batch(
        &self,
        person: PersonId,
        progress: &Progress,
        mut place: Cursor,
        postings: Vec<Posting>,
        waiting: Waiting,
    ) -> ServiceResult<()> {
        const OPERATION: &str = "take entries in";
        let mut transaction = self.begin(OPERATION).await?;
        let (rules, upto) = search_index::lock(&mut transaction, person, RULES).await?;
        if rules < RULES || upto != progress.upto {
            return Ok(());
        }
        for posting in &postings {
            place.reach(posting.currency, posting.seq);
        }
        let mut activities = postings
            .into_iter()
            .chain(waiting.posted)
            .map(read_posting)
            .collect::<ServiceResult<Vec<_>>>()?;
        // What only a newer program understands is taken in as well as can be; that program does it again.
        let is_strange = activities
            .iter()
            .any(|activity| activity.happened == Happened::Other);
        let rules = if is_strange { RULES } else { rules };
        search_index::unmark(&mut *transaction, person, &waiting.subjects).await?;
        let requests = self
            .requests(&mut transaction, person, &waiting.subjects)
            .await?;
        activities.extend(requests);
        add_ends(&mut *transaction, person, &mut activities).await?;
        self.put(&mut transaction, person, &activities).await?;
        search_index::reached(&mut *transaction, person, rules, &place.to_string()).await?;
        self.commit(transaction, OPERATION).await
    }

    /// Those of the subjects that are requests without money, oldest first; those whose money has come are forgotten.
    async fn requests(
        &self,
        connection: &mut PgConnection,
        person: PersonId,
        subjects: &[String],
    ) -> ServiceResult<Vec<Activity>> {
        let ids: Vec<TopUpId> = subjects.iter().filter_map(|id| id.parse().ok()).collect();
        let mut changed = topups::find_all(&mut *connection, person, &ids).await?;
        let paid: Vec<String> = changed
            .extract_if(.., |topup| topup.state == TopUpState::Paid)
            .map(|topup| topup.id.to_string())
            .collect();
        search_index::remove_paid(&mut *connection, person, &paid).await?;
        changed.sort_by_key(|topup| (topup.created_at, topup.id));
        Ok(changed.into_iter().map(unposted_activity).collect())
    }

    /// Writes these entries, each with what the person wrote on it.
    async fn put(
        &self,
        connection: &mut PgConnection,
        person: PersonId,
        activities: &[Activity],
    ) -> ServiceResult<()> {
        let Some(oldest) = activities.iter().map(|activity| activity.at).min() else {
            return Ok(());
        };
        let subjects: Vec<String> = activities.iter().map(Activity::subject).collect();
        let written: HashMap<String, Annotation> =
            annotations::find_all(&mut *connection, person, &subjects)
                .await?
                .into_iter()
                .collect();
        let standing: HashMap<String, DateTime<Utc>> =
            search_index::standing(&mut *connection, person, &subjects)
                .await?
                .into_iter()
                .map(|entry| (entry.subject, entry.at))
                .collect();
        let nothing = Annotation::default();
        let mut blocks =
            Blocks::new(search_index::blocks_from(&mut *connection, person, oldest).await?);
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        for activity in activities {
            let subject = activity.subject();
            // A posting and its request are one entry; the posting comes first.
            if entries.contains_key(&subject) {
                continue;
            }
            let annotation = written.get(&subject).unwrap_or(&nothing);
            let entry = entry_of(person, activity, annotation);
            let is_new = standing.get(&subject) != Some(&entry.at);
            let block = blocks.put(entry.at, entry.size, is_new);
            entries.insert(subject, in_block(entry, block));
        }
        let entries: Vec<Entry> = entries.into_values().collect();
        search_index::put_entries(&mut *connection, person, &entries).await?;
        search_index::put_blocks(&mut *connection, person, &blocks.changed()).await?;
        Ok(())
    }

    /// Forgets what was taken in by older rules.
    async fn begin_anew(&self, person: PersonId) -> ServiceResult<()> {
        const OPERATION: &str = "take all entries in again";
        let mut transaction = self.begin(OPERATION).await?;
        let (rules, _) = search_index::lock(&mut transaction, person, RULES).await?;
        if rules < RULES {
            search_index::forget(&mut transaction, person).await?;
            search_index::reached(&mut *transaction, person, RULES, "").await?;
        }
        self.commit(transaction, OPERATION).await
    }
}

/// The place as stored.
fn read_place(upto: &str) -> ServiceResult<Cursor> {
    if upto.is_empty() {
        return Ok(Cursor::default());
    }
    upto.parse()
        .map_err(|error| ServiceError::fault("read how far entries are taken in", error))
}

fn who_took_part(recorded: &ledger::RecordedEvent) -> ServiceResult<Vec<PersonId>> {
    let event: Event = serde_json::from_value(recorded.data.clone())
        .map_err(|error| ServiceError::fault("read an event", error))?;
    Ok(match event {
        Event::Invited { payer, .. } => vec![payer.id],
        Event::Sent { payer, payee, .. } | Event::Claimed { payer, payee, .. } => {
            vec![payer.id, payee.id]
        }
        Event::Returned { payer, .. } => vec![payer],
        Event::Converted { person, .. } => vec![person],
        Event::Added { .. } => vec![PersonId::from_uuid(recorded.owner.as_uuid())],
        // Nobody's, or somebody's whom only a newer program knows.
        Event::Unassigned { .. } | Event::Unknown => Vec::new(),
    })
}
