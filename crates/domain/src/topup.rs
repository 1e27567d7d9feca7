//! The life of a top-up, from the wish to the money or the reason why not.
//! It must never let money that has arrived be taken for money that has not, or the other way round.

use serde::{Deserialize, Serialize};

use crate::serde_text::text_enum;

/// Where a top-up stands. Paid and failed are final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopUpState {
    /// The person has the bank details and the reference; nothing has arrived.
    AwaitingTransfer,
    /// The card was given to its processor.
    Processing,
    /// The card's bank wants the person to confirm (3-D Secure).
    NeedsAuthentication,
    /// The money is in the balance.
    Paid,
    /// No money came, and none will.
    Failed(TopUpFailure),
}

/// Why a top-up failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TopUpFailure {
    /// The bank is under maintenance.
    BankMaintenance,
    /// The bank account or the card has too little money.
    InsufficientFunds,
    /// Account or card details that the bank does not know.
    WrongDetails,
    /// The wallet is under maintenance.
    OurMaintenance,
    /// The card's bank says no without a reason.
    CardDeclined,
    /// The card is no longer valid.
    CardExpired,
    /// The security code does not belong to the card.
    WrongSecurityCode,
    /// The person did not confirm, or not rightly.
    AuthenticationFailed,
    /// Nothing arrived in time.
    Lapsed,
    /// Another amount arrived than was announced; it goes back.
    AmountMismatch,
}

text_enum!(TopUpFailure {
    BankMaintenance => "bank_maintenance",
    InsufficientFunds => "insufficient_funds",
    WrongDetails => "wrong_details",
    OurMaintenance => "our_maintenance",
    CardDeclined => "card_declined",
    CardExpired => "card_expired",
    WrongSecurityCode => "wrong_security_code",
    AuthenticationFailed => "authentication_failed",
    Lapsed => "lapsed",
    AmountMismatch => "amount_mismatch",
});

/// A step that a top-up cannot take from where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("moving a top-up: {from} cannot become {to}")]
pub struct ImpossibleTransition {
    /// Where the top-up stands.
    pub from: &'static str,
    /// Where it was to go.
    pub to: &'static str,
}

impl TopUpState {
    /// The spelling of the state in SQL; the reason of a failure has its own column, see [`TopUpState::failure`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingTransfer => "awaiting_transfer",
            Self::Processing => "processing",
            Self::NeedsAuthentication => "needs_authentication",
            Self::Paid => "paid",
            Self::Failed(_) => "failed",
        }
    }

    /// The reason of a failure.
    pub const fn failure(self) -> Option<TopUpFailure> {
        match self {
            Self::Failed(reason) => Some(reason),
            _ => None,
        }
    }

    /// Reads a state from its two columns; `None` when they do not fit together or are unknown.
    pub fn parse(state: &str, failure: Option<&str>) -> Option<Self> {
        match (state, failure) {
            ("awaiting_transfer", None) => Some(Self::AwaitingTransfer),
            ("processing", None) => Some(Self::Processing),
            ("needs_authentication", None) => Some(Self::NeedsAuthentication),
            ("paid", None) => Some(Self::Paid),
            ("failed", Some(reason)) => TopUpFailure::parse(reason).map(Self::Failed),
            _ => None,
        }
    }

    /// Whether nothing can change any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Paid | Self::Failed(_))
    }

    /// The card's bank asks for the person's confirmation.
    ///
    /// # Errors
    /// Unless the card is being processed.
    pub fn require_authentication(self) -> Result<Self, ImpossibleTransition> {
        match self {
            Self::Processing => Ok(Self::NeedsAuthentication),
            _ => Err(self.impossible(Self::NeedsAuthentication)),
        }
    }

    /// The person has confirmed; the card is processed on.
    ///
    /// # Errors
    /// Unless a confirmation was asked for.
    pub fn authenticated(self) -> Result<Self, ImpossibleTransition> {
        match self {
            Self::NeedsAuthentication => Ok(Self::Processing),
            _ => Err(self.impossible(Self::Processing)),
        }
    }

    /// The money has arrived.
    ///
    /// # Errors
    /// When the top-up is paid or failed already, or waits for the person's confirmation.
    pub fn pay(self) -> Result<Self, ImpossibleTransition> {
        match self {
            Self::AwaitingTransfer | Self::Processing => Ok(Self::Paid),
            _ => Err(self.impossible(Self::Paid)),
        }
    }

    /// The money will not arrive.
    ///
    /// # Errors
    /// When the top-up is paid or failed already.
    pub fn fail(self, reason: TopUpFailure) -> Result<Self, ImpossibleTransition> {
        if self.is_final() {
            Err(self.impossible(Self::Failed(reason)))
        } else {
            Ok(Self::Failed(reason))
        }
    }

    const fn impossible(self, to: Self) -> ImpossibleTransition {
        ImpossibleTransition {
            from: self.as_str(),
            to: to.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: [TopUpState; 3] = [
        TopUpState::AwaitingTransfer,
        TopUpState::Processing,
        TopUpState::NeedsAuthentication,
    ];
    const FINAL: [TopUpState; 2] = [TopUpState::Paid, TopUpState::Failed(TopUpFailure::Lapsed)];

    #[test]
    fn a_transfer_that_arrives_is_paid() {
        assert_eq!(TopUpState::AwaitingTransfer.pay(), Ok(TopUpState::Paid));
    }

    #[test]
    fn a_card_may_need_a_confirmation_before_it_pays() {
        let waiting = TopUpState::Processing.require_authentication().unwrap();
        assert_eq!(waiting, TopUpState::NeedsAuthentication);
        assert!(waiting.pay().is_err());
        assert_eq!(
            waiting.authenticated().and_then(TopUpState::pay),
            Ok(TopUpState::Paid)
        );
    }

    #[test]
    fn only_a_card_in_processing_can_be_asked_to_confirm() {
        for state in [
            TopUpState::AwaitingTransfer,
            TopUpState::NeedsAuthentication,
            TopUpState::Paid,
        ] {
            assert!(state.require_authentication().is_err());
        }
        for state in [
            TopUpState::AwaitingTransfer,
            TopUpState::Processing,
            TopUpState::Paid,
        ] {
            assert!(state.authenticated().is_err());
        }
    }

    #[test]
    fn what_is_final_stays_as_it_is() {
        for state in FINAL {
            assert!(state.is_final());
            assert!(state.pay().is_err());
            assert!(state.fail(TopUpFailure::CardDeclined).is_err());
            assert!(state.require_authentication().is_err());
            assert!(state.authenticated().is_err());
        }
        let error = TopUpState::Paid.fail(TopUpFailure::Lapsed).unwrap_err();
        assert_eq!(
            error.to_string(),
            "moving a top-up: paid cannot become failed"
        );
    }

    #[test]
    fn anything_open_can_fail_for_any_reason_and_reads_back() {
        for state in OPEN {
            assert_eq!(TopUpState::parse(state.as_str(), None), Some(state));
            assert!(!state.is_final());
            for &reason in TopUpFailure::ALL {
                let failed = state.fail(reason).unwrap();
                assert_eq!(failed.failure(), Some(reason));
                assert_eq!(
                    TopUpState::parse(failed.as_str(), Some(reason.as_str())),
                    Some(failed)
                );
            }
        }
        assert_eq!(TopUpState::parse("paid", None), Some(TopUpState::Paid));
    }

    #[test]
    fn columns_that_do_not_fit_together_are_no_state() {
        for (state, failure) in [
            ("failed", None),
            ("paid", Some("lapsed")),
            ("failed", Some("bored")),
            ("gone", None),
        ] {
            assert_eq!(TopUpState::parse(state, failure), None);
        }
    }
}
