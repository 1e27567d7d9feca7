//! A charge: what is asked of the processor and what may come of it.
//! It never decides what the wallet does with the outcome.

use domain::{Money, TopUpFailure};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ChallengeId, ChargeReference, ProcessorToken};

/// Take `amount` from the card behind `token`, once for `idempotency_key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRequest {
    pub idempotency_key: Uuid,
    pub token: ProcessorToken,
    /// Above zero.
    pub amount: Money,
}

/// What became of a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeOutcome {
    /// The money is taken.
    Succeeded { reference: ChargeReference },
    /// No money was taken, and none will be under this key.
    Failed(TopUpFailure),
    /// The card's bank wants its customer to approve first (3-D Secure).
    NeedsAuthentication(Challenge),
}

/// The step in which the card's bank asks its customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    pub id: ChallengeId,
    /// The bank's page to send the person to; `None` in the sandbox, where the wallet itself asks
    /// and answers through [`authenticate`](super::CardRail::authenticate).
    pub url: Option<String>,
}
