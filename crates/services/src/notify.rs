//! Tells people about movements of money by following the ledger's events. Reading a little of the past again each
//! time makes up for clocks that differ; what a person was told is noted with its cause, so nobody is told twice.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Address, CommandId, EventId, InvitationEnd, InvitationId, Locale, MessageId, Money, PersonId,
};
use ledger::{EventCursor, RecordedEvent};
use storage::{notifications, people, readers};

use crate::{
    Event, Party, Wallet, crypto::Use, error::ServiceResult, inbox::News, messages::MessageBody,
    topup::uuid_from,
};

/// Name of this reader's place.
const READER: &str = "messages";
/// How far back it looks again: more than any difference between servers' clocks and any open transaction.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);
/// Events read at once.
const BATCH: u32 = 200;

/// What one member is to be told of an event.
struct Told<'a> {
    event: &'a RecordedEvent,
    to: PersonId,
    cause: EventId,
    about: CommandId,
    body: MessageBody,
}

/// Who is told.
enum Reader {
    Member {
        id: PersonId,
        /// Whose entry in their history it is about.
        about: CommandId,
    },
    /// Has no account yet.
    Newcomer {
        address: Address,
        invited_by: PersonId,
    },
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
        for recorded in events {
            let event: Event = match serde_json::from_value(recorded.data.clone()) {
                Ok(event) => event,
                // One that cannot be read must not keep everybody from being told of all the others.
                Err(error) => {
                    tracing::error!(kind = recorded.kind, %error, "an event cannot be read; nobody is told of it");
                    continue;
                }
            };
            self.keep_up(&event, recorded.recorded_at).await?;
            for (reader, body) in messages_about(event, recorded) {
                match reader {
                    Reader::Member { id: to, about } => {
                        let cause = EventId::from_uuid(uuid_from(&self.seed(recorded, to, &[])));
                        news.push(Told {
                            event: recorded,
                            to,
                            cause,
                            about,
                            body,
                        });
                    }
                    Reader::Newcomer {
                        address,
                        invited_by,
                    } => {
                        self.tell_newcomer(recorded, invited_by, &address, &body)
                            .await?;
                    }
                }
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
            .place_of(told.to.into(), event.owner, told.about)
            .await?;
        let mut transaction = self.begin(OPERATION).await?;
        let Some(person) = people::find(&mut *transaction, told.to).await? else {
            return Ok(false);
        };
        let message_id = |address: &Address| self.message_id(event, told.to, address);
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

    /// Somebody who has no inbox yet.
    async fn tell_newcomer(
        &self,
        event: &RecordedEvent,
        invited_by: PersonId,
        address: &Address,
        body: &MessageBody,
    ) -> ServiceResult<()> {
        const OPERATION: &str = "tell somebody that money waits";
        let mut transaction = self.begin(OPERATION).await?;
        // Nobody knows the newcomer's language; that of whoever knows them is the best guess.
        let payer = people::find(&mut *transaction, invited_by).await?;
        let locale = payer.map_or(Locale::ZhCn, |payer| payer.locale);
        let id = self.message_id(event, invited_by, address);
        self.queue_message_as(&mut transaction, id, address, locale, body)
            .await?;
        self.commit(transaction, OPERATION).await
    }

    fn message_id(&self, event: &RecordedEvent, to: PersonId, address: &Address) -> MessageId {
        let seed = self.seed(event, to, address.as_str().as_bytes());
        MessageId::from_uuid(uuid_from(&seed))
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

/// Who is told what about an event. Everything that moves money stands here by name, so that nothing new is forgotten.
fn messages_about(event: Event, recorded: &RecordedEvent) -> Vec<(Reader, MessageBody)> {
    let at = recorded.recorded_at;
    let told = |id, body| {
        let about = recorded.command;
        (Reader::Member { id, about }, body)
    };
    match event {
        Event::Sent {
            payer,
            payee,
            amount,
            exchange,
            note,
            ..
        } => {
            let sent = MessageBody::Sent {
                amount,
                total: exchange.map(|quote| quote.total()),
                to: payee.name.clone(),
                note: note.clone(),
                at,
            };
            let payer_id = payer.id;
            let received = received(payer, amount, note, at);
            vec![told(payee.id, received), told(payer_id, sent)]
        }
        Event::Invited {
            payer,
            to,
            amount,
            invitation,
            expires_at: until,
            ..
        } => {
            let waiting = MessageBody::Waiting {
                amount,
                to: to.display(),
                until,
            };
            let invited = MessageBody::Invited {
                amount,
                from: payer.name,
                invitation,
                until,
            };
            let newcomer = Reader::Newcomer {
                address: to,
                invited_by: payer.id,
            };
            vec![(newcomer, invited), told(payer.id, waiting)]
        }
        Event::Claimed {
            payer,
            payee,
            amount,
            note,
            invitation,
        } => {
            let claimed = MessageBody::Claimed {
                amount,
                to: payee.name.clone(),
            };
            let to_payer = Reader::Member {
                id: payer.id,
                about: sent_under(invitation),
            };
            let received = received(payer, amount, note, at);
            vec![told(payee.id, received), (to_payer, claimed)]
        }
        Event::Returned {
            payer,
            to,
            amount,
            why,
            ..
        } => {
            let returned = MessageBody::Returned {
                amount,
                to: to.display(),
                cancelled: why == InvitationEnd::Cancelled,
            };
            vec![told(payer, returned)]
        }
        Event::Converted { person, quote } => {
            let converted = MessageBody::Converted {
                total: quote.total(),
                target: quote.target,
                at,
            };
            vec![told(person, converted)]
        }
        Event::Added { amount, .. } => {
            let owner = PersonId::from_uuid(recorded.owner.as_uuid());
            vec![told(owner, MessageBody::Added { amount, at })]
        }
        Event::Unassigned { .. } | Event::Unknown => Vec::new(),
    }
}

/// The payment of which an invitation is a part.
fn sent_under(invitation: InvitationId) -> CommandId {
    CommandId::from_uuid(invitation.as_uuid())
}

fn received(from: Party, amount: Money, note: Option<String>, at: DateTime<Utc>) -> MessageBody {
    MessageBody::Received {
        amount,
        from: from.name,
        note,
        at,
    }
}
