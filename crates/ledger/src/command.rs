//! What can be asked of the ledger: one command is one item of a batch (invariant 3). Plain data, built by the services.
//! A command must never change once it was sent: its id stands for exactly this, for ever.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{AccountId, CommandId, IntentId, Money};
use serde_json::Value;

use crate::OwnerId;

/// Most legs in one command; the SQL function knows the same number.
pub const LEGS_MAX: usize = 16;
/// Most limits that one command counts towards.
pub const LIMITS_MAX: usize = 8;
/// Most commands in one batch.
pub const BATCH_MAX: usize = 1_000;
/// Most bytes of an event's data as JSON text.
const EVENT_BYTES_MAX: usize = 16 * 1024;
/// Deepest nesting of an event's data.
const EVENT_DEPTH_MAX: usize = 32;

/// A money command: all of its legs are posted together, or none.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Who commands; command ids are theirs alone.
    pub owner: OwnerId,
    /// Made by the client. The same id always has the same answer.
    pub id: CommandId,
    /// Digest of all that makes up the command. The same id with another fingerprint is refused.
    pub fingerprint: [u8; 32],
    /// What the owner confirmed, used up by this command.
    pub intent: Option<IntentRef>,
    /// One to [`LEGS_MAX`] transfers, judged in this order.
    pub legs: Vec<Leg>,
    /// What the command adds to the owner's used-up limits, at most [`LIMITS_MAX`].
    pub limits: Vec<LimitDelta>,
    /// What it means, for history and messages; stored only when posted.
    pub event: Event,
    /// Now, as the server sees it. Recorded time is this or the last time of an account touched, whichever is later.
    pub at: DateTime<Utc>,
    /// When it happened outside, such as a bank's booking; not after `at`. `None` when that is now.
    pub event_at: Option<DateTime<Utc>>,
}

/// An intent and what its digest must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntentRef {
    pub id: IntentId,
    pub digest: [u8; 32],
}

/// One step of a command: `debit` gives, `credit` receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    pub debit: AccountId,
    pub credit: AccountId,
    /// More than zero, in the currency of both accounts.
    pub amount: Money,
    pub action: Action,
}

impl Leg {
    /// A transfer.
    pub const fn transfer(debit: AccountId, credit: AccountId, amount: Money) -> Self {
        Self {
            debit,
            credit,
            amount,
            action: Action::Transfer,
        }
    }
}

/// What a leg does with its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Moves it.
    Transfer,
    /// Keeps it in the debited account for the credited one, until this moment.
    Hold { until: DateTime<Utc> },
    /// Moves it out of what a hold keeps, and frees the rest. A hold ends once.
    Post(LegId),
    /// Frees what a hold keeps; the amount is of no matter.
    Void(LegId),
    /// Frees what a hold keeps whose time has come; the amount is of no matter.
    Expire(LegId),
    /// Moves it back: the whole or a part of what is left of a transfer from `credit` to `debit`.
    Reverse(LegId),
}

/// The name of a transfer or of a hold: the command that made it, and which of its legs (from 1) it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LegId {
    pub owner: OwnerId,
    pub command: CommandId,
    pub leg: i16,
}

/// A share of a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitDelta {
    /// Such as `payments_per_day`.
    pub name: Cow<'static, str>,
    /// First day of the period counted.
    pub period_start: NaiveDate,
    /// What the command uses, in minor units of US dollars; not negative.
    pub amount_minor_usd: i64,
    /// What may be used in the period, in minor units of US dollars; not negative.
    pub cap_minor_usd: i64,
}

/// The meaning of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Such as `payment` or `top_up`.
    pub kind: &'static str,
    /// Facts for readers, at most 16 KiB as JSON text, without NUL characters (the database cannot store them).
    pub data: Value,
}

impl Event {
    /// Whether the database can store it. What it cannot store would fail the whole batch, neighbours included.
    pub(crate) fn is_storable(&self) -> bool {
        fn fits(value: &Value, depth: usize) -> bool {
            match value {
                Value::String(text) => !text.contains('\0'),
                Value::Array(items) => depth > 0 && items.iter().all(|item| fits(item, depth - 1)),
                Value::Object(fields) => {
                    depth > 0
                        && fields
                            .iter()
                            .all(|(name, field)| !name.contains('\0') && fits(field, depth - 1))
                }
                Value::Null | Value::Bool(_) | Value::Number(_) => true,
            }
        }
        fits(&self.data, EVENT_DEPTH_MAX) && self.data.to_string().len() <= EVENT_BYTES_MAX
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(data: Value) -> Event {
        Event {
            kind: "payment",
            data,
        }
    }

    #[test]
    fn plain_facts_can_be_stored() {
        assert!(event(json!({"note": "晚饭 🍜", "parts": [1, 2.5, null, true]})).is_storable());
    }

    #[test]
    fn what_postgresql_cannot_store_is_found_beforehand() {
        assert!(!event(json!({"note": "a\0b"})).is_storable());
        assert!(!event(json!({"a\0b": 1})).is_storable());
        assert!(!event(json!([{"deep": ["\0"]}])).is_storable());
    }

    #[test]
    fn an_event_is_bounded_in_size_and_depth() {
        assert!(event(json!("x".repeat(EVENT_BYTES_MAX - 2))).is_storable());
        assert!(!event(json!("x".repeat(EVENT_BYTES_MAX))).is_storable());
        let nest = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
        assert!(event(nest(EVENT_DEPTH_MAX)).is_storable());
        assert!(!event(nest(EVENT_DEPTH_MAX + 1)).is_storable());
    }
}
