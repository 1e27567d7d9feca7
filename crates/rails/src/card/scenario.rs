//! The sandbox's test cards and what happens to each.
//! A real card is never among them.

use domain::TopUpFailure;

use super::CardNumber;

/// What the sandbox does with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    Succeeds,
    /// Every charge fails for this reason.
    Fails(TopUpFailure),
    /// The card's bank asks its customer first (3-D Secure).
    AsksFirst,
}

/// A test card, for the hint beside the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SandboxCard {
    /// Digits without blanks.
    pub number: &'static str,
    pub scenario: Scenario,
}

const fn card(number: &'static str, scenario: Scenario) -> SandboxCard {
    SandboxCard { number, scenario }
}

/// All test cards there are.
pub const SANDBOX_CARDS: [SandboxCard; 6] = [
    card("4242424242424242", Scenario::Succeeds),
    card(
        "4000000000000002",
        Scenario::Fails(TopUpFailure::CardDeclined),
    ),
    card(
        "4000000000009995",
        Scenario::Fails(TopUpFailure::InsufficientFunds),
    ),
    card(
        "4000000000000069",
        Scenario::Fails(TopUpFailure::CardExpired),
    ),
    card(
        "4000000000000127",
        Scenario::Fails(TopUpFailure::WrongSecurityCode),
    ),
    card("4000000000003220", Scenario::AsksFirst),
];

impl Scenario {
    pub(super) fn of(number: &CardNumber) -> Option<Self> {
        SANDBOX_CARDS
            .into_iter()
            .find(|card| card.number == number.digits())
            .map(|card| card.scenario)
    }

    /// The scenario's name inside a sandbox token.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Succeeds => "succeeds",
            Self::Fails(failure) => failure.as_str(),
            Self::AsksFirst => "asks_first",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        SANDBOX_CARDS
            .into_iter()
            .map(|card| card.scenario)
            .find(|scenario| scenario.as_str() == name)
    }
}
