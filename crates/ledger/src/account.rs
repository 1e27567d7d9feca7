//! Whose accounts there are, of which kinds, and what a balance is. Holds no SQL.
//! A balance must never be computed from anything but its stored row.

use domain::{AccountId, Currency, Money, PersonId};
use uuid::Uuid;

/// Who owns accounts, commands and intents: a person, or the house itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnerId(Uuid);

impl OwnerId {
    /// The house: owner of clearing, fee and position accounts, and of commands that nobody else asked for.
    pub const HOUSE: Self = Self(Uuid::nil());

    /// The owner with this id, as stored.
    pub const fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }

    /// The id as stored.
    pub const fn as_uuid(self) -> Uuid {
        self.0
    }
}

impl From<PersonId> for OwnerId {
    fn from(person: PersonId) -> Self {
        Self(person.as_uuid())
    }
}

/// The kinds of account a person can have, one per currency each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// Money to spend.
    Wallet,
}

impl AccountKind {
    /// The kind's name in `ledger.account_kinds`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
        }
    }
}

/// The accounts of the house, one per currency each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HouseAccount {
    /// Money on its way from or to banks; negative by what came in.
    BankClearing,
    /// Money on its way from or to cards; negative by what came in.
    CardClearing,
    /// What the house earned.
    Fees,
    /// The house's position in a currency, from conversions; may be negative.
    FxPosition,
    /// Money that arrived and belongs to nobody yet.
    Suspense,
    /// Money that was sent to somebody who has no account yet.
    Unclaimed,
}

impl HouseAccount {
    /// The kind's name in `ledger.account_kinds`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BankClearing => "bank_clearing",
            Self::CardClearing => "card_clearing",
            Self::Fees => "fees",
            Self::FxPosition => "fx_position",
            Self::Suspense => "suspense",
            Self::Unclaimed => "unclaimed",
        }
    }
}

/// What an account holds at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub account: AccountId,
    pub currency: Currency,
    /// The sum of all entries: credits less debits.
    pub posted: Money,
    /// What is reserved and not yet gone.
    pub held: Money,
    /// The sequence of the last entry; 0 before the first.
    pub seq: i64,
}

impl Balance {
    /// What can be spent now: posted less held (invariant 2).
    pub fn available(&self) -> Money {
        Money::new(
            self.posted.minor().saturating_sub(self.held.minor()),
            self.currency,
        )
    }
}
