//! What the export reads, before and after its strings are trusted. Amounts change their sign here and nowhere else.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::{Currency, Money};
use uuid::Uuid;

use super::OPERATION;
use crate::{HouseAccount, LedgerError, OwnerId, error::currency};

/// One side of a transfer.
pub(super) struct Entry {
    recorded_at: DateTime<Utc>,
    /// When it happened outside, if that was before.
    pub event_at: Option<DateTime<Utc>>,
    /// Whose command it was.
    pub owner: OwnerId,
    pub command: Uuid,
    /// As it was stored: see [`word`].
    pub event_kind: String,
    pub leg: i16,
    /// Its place among the entries of its account, from 1.
    pub seq: i64,
    pub account: Account,
    /// Positive when the account is debited.
    pub amount: Money,
    /// Of the account, positive when it was debited more than credited.
    pub balance_after: Money,
}

impl Entry {
    /// Whether both are of one command.
    pub fn is_beside(&self, other: &Self) -> bool {
        (self.owner, self.command) == (other.owner, other.command)
    }

    /// Whether it is the first of its account.
    pub const fn opens_account(&self) -> bool {
        self.seq == 1
    }

    /// The day on which it was recorded (UTC).
    pub fn day(&self) -> NaiveDate {
        self.recorded_at.date_naive()
    }

    /// When it was recorded, as RFC 3339 with all digits there are.
    pub fn recorded_at(&self) -> String {
        instant(self.recorded_at)
    }
}

/// An account, by all that names it.
pub(super) struct Account {
    pub id: Uuid,
    pub owner: OwnerId,
    /// As in `ledger.account_kinds`.
    pub kind: String,
    pub class: Class,
    pub currency: Currency,
}

/// What an account is in a balance sheet.
#[derive(Clone, Copy)]
pub(super) enum Class {
    /// What the house has, or is owed.
    Asset,
    /// What the house owes.
    Liability,
    /// What the house earned.
    Income,
}

impl Class {
    fn of(kind: &str, normal_side: &str) -> Self {
        if kind == HouseAccount::Fees.as_str() {
            Self::Income
        } else if kind == HouseAccount::FxPosition.as_str() || normal_side == "debit" {
            Self::Asset
        } else {
            Self::Liability
        }
    }
}

/// What an account holds at the end.
pub(super) struct Closing {
    pub account: Account,
    /// Whether it has entries.
    pub was_used: bool,
    /// Positive when it was debited more than credited.
    pub balance: Money,
}

/// An entry as stored.
pub(super) struct EntryRow {
    pub recorded_at: DateTime<Utc>,
    pub event_at: Option<DateTime<Utc>>,
    pub owner: Uuid,
    pub command: Uuid,
    pub event_kind: Option<String>,
    pub leg: i16,
    pub seq: i64,
    pub amount: i64,
    pub balance_after: i64,
    pub account: Uuid,
    pub account_owner: Uuid,
    pub account_kind: String,
    pub normal_side: String,
    pub currency: String,
}

impl EntryRow {
    pub fn read(self) -> Result<Entry, LedgerError> {
        let currency = currency(OPERATION, &self.currency)?;
        Ok(Entry {
            recorded_at: self.recorded_at,
            event_at: self.event_at,
            owner: OwnerId::from_uuid(self.owner),
            command: self.command,
            event_kind: self.event_kind.ok_or_else(|| corrupt("entry's command"))?,
            leg: self.leg,
            seq: self.seq,
            amount: opposite(self.amount, currency)?,
            balance_after: opposite(self.balance_after, currency)?,
            account: Account {
                id: self.account,
                owner: OwnerId::from_uuid(self.account_owner),
                class: Class::of(&self.account_kind, &self.normal_side),
                kind: self.account_kind,
                currency,
            },
        })
    }
}

/// An account and its balance as stored.
pub(super) struct AccountRow {
    pub id: Uuid,
    pub owner: Uuid,
    pub kind: String,
    pub normal_side: String,
    pub currency: String,
    pub seq: i64,
    pub posted: i64,
}

impl AccountRow {
    pub fn read(self) -> Result<Closing, LedgerError> {
        let currency = currency(OPERATION, &self.currency)?;
        Ok(Closing {
            balance: opposite(self.posted, currency)?,
            was_used: self.seq > 0,
            account: Account {
                id: self.id,
                owner: OwnerId::from_uuid(self.owner),
                class: Class::of(&self.kind, &self.normal_side),
                kind: self.kind,
                currency,
            },
        })
    }
}

/// A stored word with nothing in it that means something in a journal's syntax.
pub(super) fn word(stored: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    stored
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .collect()
}

/// RFC 3339 in UTC, to the microsecond, which is all that is stored.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn opposite(minor: i64, currency: Currency) -> Result<Money, LedgerError> {
    Money::new(minor, currency)
        .checked_neg()
        .map_err(|_| corrupt("amount"))
}

const fn corrupt(what: &'static str) -> LedgerError {
    LedgerError::Corrupt {
        operation: OPERATION,
        what,
    }
}
