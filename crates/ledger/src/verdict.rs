//! What the ledger answers. A refusal is an answer, stored like a posting and given again for the same command.
//! Only what the SQL function decides belongs here, and it must never be decided a second time in Rust.

use chrono::{DateTime, Utc};
use domain::{AccountId, Currency, Money};
use serde::{Deserialize, Deserializer};

/// The final answer of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub verdict: Verdict,
    /// Whether the command had been answered before; the verdict and the time are those of then.
    pub replayed: bool,
    /// When it was recorded; for one account this never runs backwards (invariant 8).
    pub recorded_at: DateTime<Utc>,
}

impl Outcome {
    /// Whether the money moved, now or the first time.
    pub fn is_posted(&self) -> bool {
        self.verdict == Verdict::Posted
    }
}

/// Whether the money moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Posted,
    Refused(Refusal),
}

/// Why a command was refused; nothing but the refusal itself was written, and the intent it names is used up when the
/// refusal is about money, limits or accounts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The account does not have that much available.
    InsufficientFunds {
        account: AccountId,
        #[serde(flatten, deserialize_with = "money")]
        available: Money,
    },
    /// The command would use more of a limit than is left.
    LimitExceeded {
        name: String,
        remaining_minor_usd: i64,
    },
    /// There is no such account.
    AccountUnknown { account: AccountId },
    /// The account may not be debited, or not be credited, for now.
    AccountFrozen { account: AccountId },
    /// The account is closed.
    AccountClosed { account: AccountId },
    /// The amount is not in the currency of both accounts.
    CurrencyMismatch,
    /// Debit and credit are the same account.
    SameAccount,
    /// An amount is zero or less.
    AmountNotPositive,
    /// A balance would not fit 64 bits.
    BalanceOverflow,
    /// The account has no such hold for the credited account.
    HoldUnknown,
    /// The hold was posted, voided or has expired.
    HoldEnded { ended_as: HoldEnd },
    /// The hold's time has come, or the time of a new one is not ahead.
    HoldExpired,
    /// The hold's time has not come yet.
    HoldNotExpired,
    /// More than the hold keeps.
    HoldExceeded {
        #[serde(flatten, deserialize_with = "money")]
        held: Money,
    },
    /// No such transfer went between these accounts.
    TransferUnknown,
    /// More than what is left of the transfer; nothing is left of one that was given back before.
    ReversalExceeded {
        #[serde(flatten, deserialize_with = "money")]
        left: Money,
    },
    /// It cannot have happened later than now.
    EventInFuture,
    /// The owner has no such intent.
    IntentUnknown,
    /// The intent was used by another command.
    IntentUsed,
    /// The digest is not that of the intent: not what was confirmed.
    IntentChanged,
    /// The intent is too old.
    IntentExpired,
    /// No legs or too many, a negative limit, or event data that cannot be stored: a mistake of the caller. What cannot be
    /// put to the database at all is not stored either.
    Malformed,
    /// Another command, with another fingerprint, has this id. Not stored: the id has its answer already.
    CommandReused,
}

/// How a hold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldEnd {
    Posted,
    Voided,
    Expired,
}

/// A number of minor units, under one of its names, beside its currency.
#[derive(Deserialize)]
struct Minor {
    #[serde(alias = "available_minor", alias = "held_minor", alias = "left_minor")]
    minor: i64,
    currency: Currency,
}

fn money<'de, D: Deserializer<'de>>(fields: D) -> Result<Money, D::Error> {
    let Minor { minor, currency } = Deserialize::deserialize(fields)?;
    Ok(Money::new(minor, currency))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_stored_refusal_is_read_back_with_its_facts() {
        let account: AccountId = "8578dedf-e4f1-87fb-a9a1-78b5140a22b7".parse().unwrap();
        for (stored, refusal) in [
            (
                json!({"code": "insufficient_funds", "account": account, "available_minor": 500, "currency": "USD"}),
                Refusal::InsufficientFunds {
                    account,
                    available: Money::new(500, Currency::USD),
                },
            ),
            (
                json!({"code": "limit_exceeded", "name": "day", "remaining_minor_usd": 7}),
                Refusal::LimitExceeded {
                    name: "day".into(),
                    remaining_minor_usd: 7,
                },
            ),
            (
                json!({"code": "account_frozen", "account": account}),
                Refusal::AccountFrozen { account },
            ),
            (json!({"code": "intent_used"}), Refusal::IntentUsed),
        ] {
            assert_eq!(serde_json::from_value::<Refusal>(stored).unwrap(), refusal);
        }
    }

    #[test]
    fn an_unknown_refusal_is_no_refusal() {
        assert!(serde_json::from_value::<Refusal>(json!({"code": "whatever"})).is_err());
    }
}
