//! Rates as a page shows them.

use domain::{Currency, Rate};
use rust_decimal::{Decimal, RoundingStrategy};

use super::RatesNow;

/// Digits of a rate that a person reads.
const SHOWN_DIGITS: u32 = 5;

/// What one unit of a currency is worth in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedRate {
    /// Decimal text of five significant digits.
    pub rate: String,
    /// Change against the published day before, in hundredths of a percent.
    pub change_bp: Option<i32>,
}

impl RatesNow {
    /// The rate between two currencies as a page shows it; none when one of them has no rate.
    pub fn shown(&self, from: Currency, to: Currency) -> Option<QuotedRate> {
        let rate = self.table.mid(from, to)?;
        let change_bp = self
            .previous
            .as_ref()
            .and_then(|table| table.mid(from, to))
            .and_then(|before| {
                let change = rate
                    .value()
                    .checked_sub(before.value())?
                    .checked_div(before.value())?;
                change
                    .checked_mul(Decimal::from(10_000))?
                    .round()
                    .try_into()
                    .ok()
            });
        Some(QuotedRate {
            rate: rate_text(rate),
            change_bp,
        })
    }
}

/// A rate's value with as many digits as one reads, for a list; conversions use all of them.
pub fn rate_text(rate: Rate) -> String {
    let value = rate.value();
    value
        .round_sf_with_strategy(SHOWN_DIGITS, RoundingStrategy::MidpointNearestEven)
        .unwrap_or(value)
        .normalize()
        .to_string()
}
