//! Everything that happened to a person's money, newest first: what the ledger posted, and what is still on its way
//! or failed to arrive.

mod annotate;
mod blocks;
mod ends;
mod filter;
mod repeat;
mod search;
mod taking_in;
mod terms;

use std::fmt;

use chrono::{DateTime, Utc};
use domain::{
    Address, Currency, ErrorCode, InvitationEnd, InvitationId, Money, PersonId, Quote, Refusal,
    TopUpFailure, TopUpId, TopUpState,
};
use ledger::{Cursor, OwnerId, Posting};
use storage::{
    sessions::Viewer,
    topups::{self, Method, TopUp},
};

pub use self::{
    filter::HistoryForm,
    repeat::{SentBefore, SumBefore},
};
use crate::{
    Event, Party, TopUpVia, Wallet,
    error::{ServiceError, ServiceResult},
};

/// Requests without money between two postings that one page shows at most.
const UNPOSTED_AT_MOST: i64 = 500;

/// Names one entry of a person's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityId {
    /// The entry with this number in the person's balance of this currency.
    Entry { currency: Currency, seq: i64 },
    /// A request whose money is not in the ledger.
    TopUp(TopUpId),
}

impl fmt::Display for ActivityId {
    /// `USD-17` for an entry, the id itself for a request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry { currency, seq } => write!(f, "{currency}-{seq}"),
            Self::TopUp(id) => id.fmt(f),
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    SentTo {
        payee: Party,
        exchange: Option<Quote>,
        note: Option<String>,
    },
    ReceivedFrom {
        payer: Party,
        exchange: Option<Quote>,
        note: Option<String>,
    },
    /// Waits for somebody who has no account yet, or has ended since.
    Invited {
        to: Address,
        note: Option<String>,
        invitation: InvitationId,
        expires_at: DateTime<Utc>,
        /// How and when; none while it waits.
        ended: Option<(InvitationEnd, DateTime<Utc>)>,
    },
    /// Came back, since nobody claimed it or its payer took it back.
    Returned {
        to: Address,
        why: InvitationEnd,
    },
    /// One side of a conversion between own balances.
    Converted {
        quote: Quote,
    },
    Added {
        topup: TopUpId,
        fee: Money,
        via: TopUpVia,
    },
    /// Not arrived yet, or waiting for the person.
    Adding {
        topup: TopUp,
    },
    AddFailed {
        topup: TopUp,
        why: TopUpFailure,
    },
    /// Something this server does not know; the amount is right all the same.
    Other,
}

/// One line of history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    pub id: ActivityId,
    /// The common reference both sides can name to us.
    pub reference: String,
    pub happened: Happened,
    /// As it changed the person's balance: negative for money out. What is only announced is positive.
    pub amount: Money,
    /// None while the balance has not changed.
    pub balance_after: Option<Money>,
    pub at: DateTime<Utc>,
    /// What the person put on it for themselves, where a list shows it.
    pub tags: Vec<String>,
}

impl Activity {
    /// What labels stick to: the request for money that is or was to be added, whose name never changes; the invitation
    /// to somebody without an account, which ends later; else the entry.
    fn subject(&self) -> String {
        match &self.happened {
            Happened::Added { topup, .. } => topup.to_string(),
            Happened::Adding { topup } | Happened::AddFailed { topup, .. } => topup.id.to_string(),
            // Its name here is how what becomes of it finds it.
            Happened::Invited { invitation, .. } => invitation.to_string(),
            Happened::SentTo { .. }
            | Happened::ReceivedFrom { .. }
            | Happened::Returned { .. }
            | Happened::Converted { .. }
            | Happened::Other => self.id.to_string(),
        }
    }
}

/// A page of history and where the next one starts.
#[derive(Clone, Debug)]
pub struct ActivityPage {
    pub items: Vec<Activity>,
    /// Opaque; none on the last page.
    pub next: Option<String>,
}

/// Where a page ends: the ledger's own place, and the time down to which requests were shown.
struct Place {
    ledger: Cursor,
    before: DateTime<Utc>,
}

impl Place {
    fn parse(text: &str) -> Option<Self> {
        let (micros, ledger) = text.split_once('~')?;
        let before = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        // Nothing is older than the epoch, and PostgreSQL knows no time before 4713 BC.
        (before >= DateTime::UNIX_EPOCH).then_some(Self {
            ledger: ledger.parse().ok()?,
            before,
        })
    }

    fn to_text(&self) -> String {
        format!("{}~{}", self.before.timestamp_micros(), self.ledger)
    }
}

impl Wallet {
    /// One page of history, newest first.
    ///
    /// # Errors
    /// Refused when the cursor is not one of ours.
    pub async fn history(
        &self,
        viewer: &Viewer,
        cursor: Option<&str>,
        limit: u32,
    ) -> ServiceResult<ActivityPage> {
        let owner = viewer.person.id;
        let (ledger_place, before) = match cursor.map(Place::parse) {
            Some(Some(place)) => (Some(place.ledger), place.before),
            Some(None) => return Err(Refusal::new(ErrorCode::NotFound).into()),
            None => (None, self.env.now() + chrono::TimeDelta::days(1)),
        };
        let page = self
            .ledger
            .history(owner.into(), ledger_place, limit)
            .await?;
        let oldest = page
            .items
            .last()
            .map_or(DateTime::UNIX_EPOCH, |posting| posting.recorded_at);
        let after = if page.next.is_some() {
            oldest
        } else {
            DateTime::UNIX_EPOCH
        };
        let unposted = topups::unposted(&self.db, owner, before, UNPOSTED_AT_MOST).await?;

        let mut items = page
            .items
            .into_iter()
            .map(read_posting)
            .collect::<ServiceResult<Vec<_>>>()?;
        items.extend(
            unposted
                .into_iter()
                .filter(|topup| topup.created_at >= after)
                .map(unposted_activity),
        );
        items.sort_by_key(|item| std::cmp::Reverse(item.at));
        self.add_ends(owner, &mut items).await?;
        self.add_tags(owner, &mut items).await?;
        let next = page.next.map(|ledger| {
            Place {
                ledger,
                before: oldest,
            }
            .to_text()
        });
        Ok(ActivityPage { items, next })
    }

    /// One entry of the viewer's own history.
    ///
    /// # Errors
    /// Refused when the viewer has no such entry.
    pub async fn activity(&self, viewer: &Viewer, id: ActivityId) -> ServiceResult<Activity> {
        let mut found = self.find_activity(viewer.person.id, id).await?;
        self.add_ends(viewer.person.id, std::slice::from_mut(&mut found))
            .await?;
        Ok(found)
    }

    async fn find_activity(&self, person: PersonId, id: ActivityId) -> ServiceResult<Activity> {
        let unknown = || Refusal::new(ErrorCode::NotFound);
        let owner = OwnerId::from(person);
        match id {
            ActivityId::Entry { currency, seq } => read_posting(
                self.ledger
                    .posting(owner, currency, seq)
                    .await?
                    .ok_or_else(unknown)?,
            ),
            ActivityId::TopUp(id) => {
                let topup = topups::find(&self.db, person, id)
                    .await?
                    .ok_or_else(unknown)?;
                if topup.state == TopUpState::Paid
                    && let Some(posting) = self
                        .ledger
                        .posting_of(
                            owner,
                            domain::CommandId::from_uuid(self.topup_key(person, id)),
                        )
                        .await?
                {
                    return read_posting(posting);
                }
                Ok(unposted_activity(topup))
            }
        }
    }
}

fn read_posting(posting: Posting) -> ServiceResult<Activity> {
    let event: Event = serde_json::from_value(posting.event_data)
        .map_err(|error| ServiceError::fault("read an event", error))?;
    let happened = match event {
        Event::Sent {
            payee,
            exchange,
            note,
            ..
        } if posting.amount.is_negative() => Happened::SentTo {
            payee,
            exchange,
            note,
        },
        Event::Sent {
            payer,
            exchange,
            note,
            ..
        } => Happened::ReceivedFrom {
            payer,
            exchange,
            note,
        },
        Event::Invited {
            to,
            note,
            invitation,
            expires_at,
            ..
        } => Happened::Invited {
            to,
            note,
            invitation,
            expires_at,
            ended: None,
        },
        Event::Claimed { payer, note, .. } => Happened::ReceivedFrom {
            payer,
            exchange: None,
            note,
        },
        Event::Returned { to, why, .. } => Happened::Returned { to, why },
        Event::Converted { quote, .. } => Happened::Converted { quote },
        Event::Added {
            topup, fee, via, ..
        } => Happened::Added { topup, fee, via },
        Event::Unassigned { .. } | Event::Unknown => Happened::Other,
    };
    Ok(Activity {
        id: ActivityId::Entry {
            currency: posting.currency,
            seq: posting.seq,
        },
        reference: short_reference(posting.command.as_uuid()),
        happened,
        amount: posting.amount,
        balance_after: Some(posting.balance_after),
        at: posting.recorded_at,
        tags: Vec::new(),
    })
}

fn unposted_activity(topup: TopUp) -> Activity {
    Activity {
        id: ActivityId::TopUp(topup.id),
        reference: match &topup.method {
            Method::Bank { reference } => reference.clone(),
            Method::Card { .. } => short_reference(topup.id.as_uuid()),
        },
        amount: topup.amount,
        balance_after: None,
        at: topup.created_at,
        tags: Vec::new(),
        happened: match topup.state.failure() {
            Some(why) => Happened::AddFailed { topup, why },
            None => Happened::Adding { topup },
        },
    }
}

/// The last twelve digits of an id, which are random, in groups that can be read out.
fn short_reference(id: uuid::Uuid) -> String {
    let digits = id.simple().to_string().to_uppercase();
    let tail = digits.get(20..).unwrap_or(&digits);
    tail.as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join("-")
}
