//! A line of a bank statement, as the bank reported it.
//! It never decides whose money it is; the same line may be reported again and keeps its id.

use chrono::{DateTime, Utc};
use domain::{Money, TopUpFailure};
use serde::{Deserialize, Serialize};

use super::BankReference;

/// Longest id in characters that a bank may give a line (CAMT.053 has 35).
const ID_CHARS_MAX: usize = 64;
/// The bank's own name for a statement line; the same line always has the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StatementLineId(String);

/// A text that cannot be the id of a statement line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a statement line's id has 1 to {ID_CHARS_MAX} visible ASCII characters")]
pub struct StatementLineIdError;

impl StatementLineId {
    pub fn parse(text: &str) -> Result<Self, StatementLineIdError> {
        let right =
            (1..=ID_CHARS_MAX).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic());
        right
            .then(|| Self(text.to_owned()))
            .ok_or(StatementLineIdError)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for StatementLineId {
    type Error = StatementLineIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<StatementLineId> for String {
    fn from(id: StatementLineId) -> Self {
        id.0
    }
}

/// One transfer that the bank tells us about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    pub id: StatementLineId,
    /// What the payer wrote; [`payment_reference`](Self::payment_reference) reads it.
    pub reference: String,
    /// What arrived, or would have.
    pub amount: Money,
    pub outcome: LineOutcome,
    pub received_at: DateTime<Utc>,
}

/// What the bank says became of the transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineOutcome {
    Arrived,
    Failed(TopUpFailure),
}

impl StatementLine {
    /// The top-up's reference within what the payer wrote, if there is exactly one.
    pub fn payment_reference(&self) -> Option<BankReference> {
        BankReference::find_in(&self.reference)
    }
}

impl std::fmt::Debug for StatementLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StatementLine")
            .field("id", &self.id)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_needs_an_id_that_can_be_told_from_others() {
        assert!(StatementLineId::parse("2026-11-22/17").is_ok());
        for text in ["", "a b", "编号", "\u{0}", &"x".repeat(65)] {
            assert_eq!(
                StatementLineId::parse(text),
                Err(StatementLineIdError),
                "{text}"
            );
        }
    }
}
