//! Tells people about movements of money by following the ledger's events. Reading a little of the past again each
//! time makes up for clocks that differ; a message's id derives from its event, so nobody is told twice.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Address, InvitationEnd, Locale, MessageId, Money, PersonId};
use ledger::{EventCursor, OwnerId, RecordedEvent};
use sqlx::PgConnection;
use storage::{people, readers};

use crate::{
    Event, Party, Wallet, crypto::Use, error::ServiceResult, messages::MessageBody,
    topup::uuid_from,
};

/// Name of this reader's place.
const READER: &str = "messages";
/// How far back it looks again: more than any difference between servers' clocks and any open transaction.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);
/// Events read at once.
const BATCH: u32 = 200;

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
            for event in &events {
                self.tell_about(event).await?;
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

    async fn tell_about(&self, recorded: &RecordedEvent) -> ServiceResult<()> {
        let event: Event = match serde_json::from_value(recorded.data.clone()) {
            Ok(event) => event,
            // One that cannot be read must not keep everybody from being told of all the others.
            Err(error) => {
                tracing::error!(kind = recorded.kind, %error, "an event cannot be read; nobody is told of it");
                return Ok(());
            }
        };
        let at = recorded.recorded_at;
        let mut transaction = self.begin("tell people about a payment").await?;
        self.keep_up(&mut transaction, &event, at).await?;
        for (reader, message) in messages_about(event, recorded.owner, at) {
            match reader {
                Reader::Member(person) => {
                    self.tell(&mut transaction, recorded, person, &message)
                        .await?;
                }
                Reader::Newcomer {
                    address,
                    invited_by,
                } => {
                    // Nobody knows the newcomer's language; that of whoever knows them is the best guess.
                    let payer = people::find(&mut *transaction, invited_by).await?;
                    let locale = payer.map_or(Locale::ZhCn, |payer| payer.locale);
                    let id = self.message_id(recorded, invited_by, &address);
                    self.queue_message_as(&mut transaction, id, &address, locale, &message)
                        .await?;
                }
            }
        }
        self.commit(transaction, "tell people about a payment")
            .await
    }

    async fn tell(
        &self,
        connection: &mut PgConnection,
        recorded: &RecordedEvent,
        to: PersonId,
        body: &MessageBody,
    ) -> ServiceResult<()> {
        let Some(person) = people::find(&mut *connection, to).await? else {
            return Ok(());
        };
        for address in people::addresses(&mut *connection, to).await? {
            let id = self.message_id(recorded, to, &address);
            self.queue_message_as(connection, id, &address, person.locale, body)
                .await?;
        }
        Ok(())
    }

    fn message_id(&self, recorded: &RecordedEvent, to: PersonId, address: &Address) -> MessageId {
        let seed = self.keys.mac(
            Use::DerivedId,
            &[
                recorded.owner.as_uuid().as_bytes(),
                recorded.command.as_uuid().as_bytes(),
                to.as_uuid().as_bytes(),
                address.as_str().as_bytes(),
            ],
        );
        MessageId::from_uuid(uuid_from(&seed))
    }
}

/// Who is told.
enum Reader {
    Member(PersonId),
    /// Has no account yet.
    Newcomer {
        address: Address,
        invited_by: PersonId,
    },
}

/// Who is told what about an event.
fn messages_about(event: Event, owner: OwnerId, at: DateTime<Utc>) -> Vec<(Reader, MessageBody)> {
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
            vec![
                received(payer, &payee, amount, note, at),
                (Reader::Member(payer_id), sent),
            ]
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
            vec![(newcomer, invited), (Reader::Member(payer.id), waiting)]
        }
        Event::Claimed {
            payer,
            payee,
            amount,
            note,
            ..
        } => {
            let claimed = MessageBody::Claimed {
                amount,
                to: payee.name.clone(),
            };
            let payer_id = payer.id;
            vec![
                received(payer, &payee, amount, note, at),
                (Reader::Member(payer_id), claimed),
            ]
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
            vec![(Reader::Member(payer), returned)]
        }
        Event::Converted { person, quote } => {
            let converted = MessageBody::Converted {
                total: quote.total(),
                target: quote.target,
                at,
            };
            vec![(Reader::Member(person), converted)]
        }
        Event::Added { amount, .. } => {
            let owner = PersonId::from_uuid(owner.as_uuid());
            vec![(Reader::Member(owner), MessageBody::Added { amount, at })]
        }
        Event::Unassigned { .. } | Event::Unknown => Vec::new(),
    }
}

fn received(
    from: Party,
    to: &Party,
    amount: Money,
    note: Option<String>,
    at: DateTime<Utc>,
) -> (Reader, MessageBody) {
    let message = MessageBody::Received {
        amount,
        from: from.name,
        note,
        at,
    };
    (Reader::Member(to.id), message)
}
