//! What the ledger's event rows say of a movement of money, for history, receipts and messages. Written once, never
//! changed: a name here is the name at that time.

use chrono::{DateTime, Utc};
use domain::{
    AccountNumber, Address, InvitationEnd, InvitationId, Money, PersonId, Quote, RequestId, TopUpId,
};
use serde::{Deserialize, Serialize};
use storage::people::Person;

/// One side of a payment, as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub id: PersonId,
    /// Masked: what the other side may see.
    pub name: String,
    pub account: AccountNumber,
}

impl Party {
    /// A member as others see them now.
    pub(crate) fn of(person: &Person) -> Self {
        Self {
            id: person.id,
            name: person.name.masked(),
            account: person.account_number.clone(),
        }
    }
}

/// How money was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "via")]
pub enum TopUpVia {
    Bank { reference: String },
    Card { brand: String, last4: String },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    Sent {
        payer: Party,
        payee: Party,
        /// What the payee got.
        amount: Money,
        /// How it came out of another currency of the payer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exchange: Option<Quote>,
        note: Option<String>,
        /// What the payee had asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<RequestId>,
    },
    /// Sent to somebody who has no account yet: the money waits for them.
    Invited {
        payer: Party,
        to: Address,
        amount: Money,
        note: Option<String>,
        invitation: InvitationId,
        expires_at: DateTime<Utc>,
    },
    /// Whoever the money had waited for came and got it.
    Claimed {
        payer: Party,
        payee: Party,
        amount: Money,
        note: Option<String>,
        invitation: InvitationId,
    },
    /// Money that had waited for somebody went back to its payer.
    Returned {
        payer: PersonId,
        to: Address,
        amount: Money,
        invitation: InvitationId,
        why: InvitationEnd,
    },
    /// Between two balances of one person.
    Converted { person: PersonId, quote: Quote },
    Added {
        topup: TopUpId,
        amount: Money,
        fee: Money,
        via: TopUpVia,
    },
    /// A bank transfer nobody could be found for; it waits in the suspense account.
    Unassigned { reference: String, amount: Money },
    /// Written by a newer server; this one shows the amount and says no more (invariant 10).
    #[serde(other)]
    Unknown,
}

impl Event {
    /// The name under which the ledger files it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Invited { .. } => "invited",
            Self::Claimed { .. } => "claimed",
            Self::Returned { .. } => "returned",
            Self::Converted { .. } => "converted",
            Self::Added { .. } => "added",
            Self::Unassigned { .. } => "unassigned",
            Self::Unknown => "unknown",
        }
    }
}
