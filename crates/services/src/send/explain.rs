//! The ledger's refusals in the words of the wallet.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{Currency, ErrorCode, Facts, Field, Level, Money, Refusal, limits_for};

use crate::once;

/// The ledger's refusal in the words of the wallet; `at` is when it was recorded, so that it reads the same ever
/// after; `level` is the payer's, whose limit of the day it was.
pub(super) fn explain(why: &ledger::Refusal, at: DateTime<Utc>, level: Level) -> Refusal {
    match why {
        ledger::Refusal::InsufficientFunds { available, .. } => {
            Refusal::new(ErrorCode::InsufficientFunds)
                .at(Field::Amount)
                .with(Facts {
                    available: Some(*available),
                    ..Facts::default()
                })
        }
        ledger::Refusal::LimitExceeded { name, .. } if once::is_request(name) => {
            Refusal::new(ErrorCode::RequestPaid)
        }
        ledger::Refusal::LimitExceeded {
            remaining_minor_usd,
            ..
        } => Refusal::new(ErrorCode::LimitPerDay)
            .at(Field::Amount)
            .with(Facts {
                limit: Some(limits_for(level).per_day),
                remaining: Some(Money::new(*remaining_minor_usd, Currency::USD)),
                resets_at: Some(next_day(at)),
                ..Facts::default()
            }),
        ledger::Refusal::IntentExpired => Refusal::new(ErrorCode::IntentExpired),
        ledger::Refusal::IntentUsed => Refusal::new(ErrorCode::IntentUsed),
        ledger::Refusal::IntentChanged => Refusal::new(ErrorCode::IntentChanged),
        ledger::Refusal::IntentUnknown => Refusal::new(ErrorCode::IntentUnknown),
        ledger::Refusal::CommandReused => Refusal::new(ErrorCode::CommandReused),
        ledger::Refusal::AccountFrozen { .. } => Refusal::new(ErrorCode::AccountFrozen),
        ledger::Refusal::AccountClosed { .. } => Refusal::new(ErrorCode::AccountClosed),
        ledger::Refusal::BalanceOverflow => Refusal::new(ErrorCode::PayeeCannotReceive),
        ledger::Refusal::AccountUnknown { .. }
        | ledger::Refusal::CurrencyMismatch
        | ledger::Refusal::SameAccount
        | ledger::Refusal::AmountNotPositive
        // A payment neither keeps money nor gives any back, and happens when it is confirmed.
        | ledger::Refusal::HoldUnknown
        | ledger::Refusal::HoldEnded { .. }
        | ledger::Refusal::HoldExpired
        | ledger::Refusal::HoldNotExpired
        | ledger::Refusal::HoldExceeded { .. }
        | ledger::Refusal::TransferUnknown
        | ledger::Refusal::ReversalExceeded { .. }
        | ledger::Refusal::EventInFuture
        | ledger::Refusal::Malformed => Refusal::new(ErrorCode::Internal),
    }
}

/// When a day's counting starts anew: midnight, UTC.
pub(super) fn next_day(now: DateTime<Utc>) -> DateTime<Utc> {
    now.date_naive()
        .succ_opt()
        .unwrap_or(NaiveDate::MAX)
        .and_time(NaiveTime::MIN)
        .and_utc()
}
