//! How far back a chart looks. Its spelling stands in addresses and never changes.

use serde::{Deserialize, Serialize};

/// A range of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Range {
    Week,
    #[default]
    Month,
    Year,
    FiveYears,
}

impl Range {
    /// From the shortest.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Year, Self::FiveYears];

    /// As it stands in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Week => "1w",
            Self::Month => "1m",
            Self::Year => "1y",
            Self::FiveYears => "5y",
        }
    }

    /// Reads the spelling back; a month for anything else.
    pub fn parse(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|range| range.as_str() == text)
            .unwrap_or_default()
    }

    /// Days it looks back.
    #[cfg(feature = "ssr")]
    pub const fn days(self) -> u64 {
        match self {
            Self::Week => 7,
            Self::Month => 31,
            Self::Year => 366,
            Self::FiveYears => 1_827,
        }
    }
}
