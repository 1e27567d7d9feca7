//! Cards: what a person types, the processor's trait, and the sandbox processor.
//! It never keeps, shows or serialises a card number or security code; they are wiped when dropped.

mod brand;
mod charge;
mod details;
mod expiry;
mod number;
mod sandbox;
mod scenario;
mod security_code;
mod store;
mod tokens;

use uuid::Uuid;

use crate::{BoxFuture, RailError};
pub use brand::{CardBrand, UnknownCardBrand};
pub use charge::{Challenge, ChargeOutcome, ChargeRequest};
pub use details::{CardDetails, CardDetailsErrors};
pub use expiry::{Expiry, ExpiryError};
pub use number::{CardNumber, CardNumberError};
pub use sandbox::SandboxCards;
pub use scenario::{SANDBOX_CARDS, SandboxCard, Scenario};
pub use security_code::{SecurityCode, SecurityCodeError};
pub use store::SandboxStore;
pub use tokens::{ChallengeId, ChargeReference, ProcessorToken};

/// A card as the wallet may know and keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardToken {
    /// Stands for the card at the processor; kept on the server, never shown.
    pub token: ProcessorToken,
    pub brand: CardBrand,
    /// The last four digits.
    pub last4: String,
    /// 1 to 12.
    pub exp_month: u8,
    /// Four digits.
    pub exp_year: u16,
}

/// Why a card got no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenizeError {
    /// The number is well formed, but the sandbox takes its own test cards only: no real card
    /// number may be kept, charged or pretended to be charged there.
    #[error("the sandbox does not know this card")]
    NotASandboxCard,
    #[error(transparent)]
    Rail(#[from] RailError),
}

/// A card processor. An idempotency key stands for one request: the same key and request give the
/// same answer and act once, whatever happened to the first answer.
pub trait CardRail: Send + Sync {
    /// Exchanges what was typed for a token. `idempotency_key`: one for each card that is added.
    ///
    /// # Errors
    /// [`TokenizeError`]; nothing about the card was kept then.
    fn tokenize(
        &self,
        idempotency_key: Uuid,
        details: CardDetails,
    ) -> BoxFuture<'_, Result<CardToken, TokenizeError>>;

    /// Charges the card once for each idempotency key. A refusal is an outcome, not an error; after
    /// an error ask [`lookup`](Self::lookup) or send the same request again.
    ///
    /// # Errors
    /// [`RailError`] with [`Operation::ChargeCard`](crate::Operation::ChargeCard), permanent with
    /// [`Cause::KeyReused`](crate::Cause::KeyReused) when the key belongs to another card or amount.
    fn charge<'a>(
        &'a self,
        request: &'a ChargeRequest,
    ) -> BoxFuture<'a, Result<ChargeOutcome, RailError>>;

    /// Ends a 3-D Secure challenge. The first answer counts; later ones get its outcome.
    ///
    /// # Errors
    /// [`RailError`] with [`Operation::AuthenticateCharge`](crate::Operation::AuthenticateCharge),
    /// permanent with [`Cause::UnknownChallenge`](crate::Cause::UnknownChallenge).
    fn authenticate<'a>(
        &'a self,
        challenge: &'a ChallengeId,
        approve: bool,
    ) -> BoxFuture<'a, Result<ChargeOutcome, RailError>>;

    /// What became of the charge with this key; `None` when the processor never saw it.
    ///
    /// # Errors
    /// [`RailError`] with [`Operation::LookUpCharge`](crate::Operation::LookUpCharge).
    fn lookup(
        &self,
        idempotency_key: Uuid,
    ) -> BoxFuture<'_, Result<Option<ChargeOutcome>, RailError>>;
}
