//! Tells people about movements of money by following the ledger's events. Reading a little of the past again each
//! time makes up for clocks that differ; what a person was told is noted with its cause, so nobody is told twice.

use chrono::TimeDelta;
use domain::{Address, EventId, MessageId, PersonId};
use ledger::{EventCursor, RecordedEvent};
use storage::{notifications, people, readers};

use crate::{
    Event, Wallet, crypto::Use, error::ServiceResult, inbox::News, messages::MessageBody,
    topup::uuid_from,
};

/// Name of this reader's place.
const READER: &str = "messages";
/// How far back it looks again: more than any difference between servers' clocks and any open transaction.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);
/// Events read at once.
const BATCH: u32 = 200;

/// What one person is to be told of an event.
struct Told<'a> {
    event: &'a RecordedEvent,
    to: PersonId,
    cause: EventId,
    body: MessageBody,
}

impl Wallet {
    /// Queues messages about what happened since the last call; returns how many events were read.
    ///
    /// # Errors
    /// When the database cannot be reached; the same events are read again later.
    pub async fn notify_people(&self) -> ServiceResult<usize> {
        let upto = readers::upto(&self.db, READER).await?;
        let mut place = EventCursor::before(upto - OVERLAP);
        let mut read = 0;
        loop {
            let events = self.ledger.events_after(place, BATCH).await?;
            self.tell_about(&events).await?;
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

    async fn tell_about(&self, events: &[RecordedEvent]) -> ServiceResult<()> {
        let mut news = Vec::new();
        for event in events {
            for (to, body) in told_of(event) {
                let cause = EventId::from_uuid(uuid_from(&self.seed(event, to, &[])));
                news.push(Told {
                    event,
                    to,
                    cause,
                    body,
                });
            }
        }
        let causes: Vec<_> = news.iter().map(|told| (told.to, told.cause)).collect();
        let known = notifications::told(&self.db, &causes).await?;
        let mut reached = Vec::new();
        for told in news
            .iter()
            .filter(|told| !known.contains(&(told.to, told.cause)))
        {
            if self.tell_one(told).await? {
                reached.push(told.to);
            }
        }
        if !reached.is_empty() {
            reached.sort_unstable();
            reached.dedup();
            self.hint_at(reached);
        }
        Ok(())
    }

    /// One person a transaction: it locks what is theirs, and two servers that tell both sides of a payment in another
    /// order must not wait for each other.
    async fn tell_one(&self, told: &Told<'_>) -> ServiceResult<bool> {
        const OPERATION: &str = "tell somebody about a payment";
        let event = told.event;
        let entry = self
            .ledger
            .place_of(told.to.into(), event.owner, event.command)
            .await?;
        let mut transaction = self.begin(OPERATION).await?;
        let Some(person) = people::find(&mut *transaction, told.to).await? else {
            return Ok(false);
        };
        let message_id = |address: &Address| {
            let seed = self.seed(event, told.to, address.as_str().as_bytes());
            MessageId::from_uuid(uuid_from(&seed))
        };
        let news = News {
            body: &told.body,
            cause: told.cause,
            entry,
            at: event.recorded_at,
            message_id: &message_id,
        };
        let is_new = self.tell(&mut transaction, &person, &news).await?;
        self.commit(transaction, OPERATION).await?;
        Ok(is_new)
    }

    /// From what the ids of a notification (no address) and of its messages are made.
    fn seed(&self, event: &RecordedEvent, to: PersonId, address: &[u8]) -> [u8; 32] {
        self.keys.mac(
            Use::DerivedId,
            &[
                event.owner.as_uuid().as_bytes(),
                event.command.as_uuid().as_bytes(),
                to.as_uuid().as_bytes(),
                address,
            ],
        )
    }
}

/// Who is told what of an event. Everything that moves money stands here by name, so that nothing new is forgotten.
fn told_of(recorded: &RecordedEvent) -> Vec<(PersonId, MessageBody)> {
    let event: Event = match serde_json::from_value(recorded.data.clone()) {
        Ok(event) => event,
        // One that cannot be read must not keep everybody from being told of all the others.
        Err(error) => {
            tracing::error!(kind = recorded.kind, %error, "an event cannot be read; nobody is told of it");
            return Vec::new();
        }
    };
    let at = recorded.recorded_at;
    match event {
        Event::Sent {
            payer,
            payee,
            amount,
            exchange,
            note,
        } => {
            let received = MessageBody::Received {
                amount,
                from: payer.name,
                note: note.clone(),
                at,
            };
            let sent = MessageBody::Sent {
                amount,
                total: exchange.map(|quote| quote.total()),
                to: payee.name,
                note,
                at,
            };
            vec![(payee.id, received), (payer.id, sent)]
        }
        Event::Converted { person, quote } => {
            let converted = MessageBody::Converted {
                total: quote.total(),
                target: quote.target,
                at,
            };
            vec![(person, converted)]
        }
        Event::Added { amount, .. } => {
            let owner = PersonId::from_uuid(recorded.owner.as_uuid());
            vec![(owner, MessageBody::Added { amount, at })]
        }
        Event::Unassigned { .. } | Event::Unknown => Vec::new(),
    }
}
