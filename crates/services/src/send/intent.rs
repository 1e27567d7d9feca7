//! What a person is asked to confirm, whole: it is stored under one id, and its digest is what the payment password
//! signs (invariant 6).

use chrono::{DateTime, Utc};
use domain::{Address, Money, Quote, RequestId};
use serde::{Deserialize, Serialize};

use crate::{
    Party,
    crypto::sha256,
    error::{ServiceError, ServiceResult},
};

/// Who gets the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who")]
pub enum Recipient {
    Member {
        #[serde(flatten)]
        party: Party,
        initial: String,
    },
    /// Nobody has this address yet: the money waits for whoever registers with it.
    Invited { address: Address },
    /// A conversion between the payer's own balances.
    Oneself,
}

/// What a person is asked to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendIntent {
    pub payer: Party,
    pub recipient: Recipient,
    /// What the recipient gets.
    pub amount: Money,
    /// How the amount comes out of another currency; none within one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Quote>,
    /// In how many payments it is sent, when one would be over the limit; none for a single one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Money>,
    /// What the recipient had asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestId>,
    pub note: Option<String>,
    pub expires_at: DateTime<Utc>,
}

impl SendIntent {
    /// What is sent or converted, before the fee.
    pub fn source(&self) -> Money {
        self.exchange.map_or(self.amount, |quote| quote.source)
    }

    /// What it costs on top, in the currency of the source; nothing within one currency.
    pub fn fee(&self) -> Money {
        self.exchange
            .map_or(Money::zero(self.amount.currency()), |quote| quote.fee)
    }

    /// What leaves the payer's balance.
    pub fn total(&self) -> Money {
        self.exchange.map_or(self.amount, |quote| quote.total())
    }

    /// The payments it is made of, which together are what is sent.
    pub fn payments(&self) -> Vec<Money> {
        if self.parts.is_empty() {
            vec![self.amount]
        } else {
            self.parts.clone()
        }
    }

    /// Whether money stays with the payer.
    pub fn is_conversion(&self) -> bool {
        self.recipient == Recipient::Oneself
    }

    /// SHA-256 over the intent as stored: what the person saw, bit for bit.
    pub(super) fn digest(&self) -> ServiceResult<[u8; 32]> {
        let text = serde_json::to_vec(self)
            .map_err(|error| ServiceError::fault("digest an intent", error))?;
        Ok(sha256(&text))
    }
}
