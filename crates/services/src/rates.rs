//! Mid-market rates as this wallet has them, and what an amount is worth.

use domain::{Currency, Money, RateTable, Rounding};
use rust_decimal::Decimal;

use crate::{
    Wallet,
    error::{ServiceError, ServiceResult},
};

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

impl Wallet {
    /// The latest table of rates.
    pub fn rate_table(&self) -> &RateTable {
        self.rates.latest()
    }

    /// The table of the day before.
    pub fn previous_rate_table(&self) -> Option<&RateTable> {
        self.rates.history().nth_back(1)
    }

    /// The rate between two currencies as a page shows it.
    pub fn quoted_rate(&self, from: Currency, to: Currency) -> Option<QuotedRate> {
        let value = self.rate_table().mid(from, to)?.value();
        let change_bp = self
            .previous_rate_table()
            .and_then(|table| table.mid(from, to))
            .and_then(|before| {
                let change = value
                    .checked_sub(before.value())?
                    .checked_div(before.value())?;
                change
                    .checked_mul(Decimal::from(10_000))?
                    .round()
                    .try_into()
                    .ok()
            });
        Some(QuotedRate {
            rate: value
                .round_sf(SHOWN_DIGITS)
                .unwrap_or(value)
                .normalize()
                .to_string(),
            change_bp,
        })
    }

    /// What an amount counts as against a limit, in US dollars, rounded up: a limit is never passed by rounding.
    pub(crate) fn limit_worth(&self, amount: Money) -> ServiceResult<Money> {
        self.rate_table()
            .convert(amount, Currency::USD, Rounding::Up)
            .or_else(|| pegged_worth(amount))
            .ok_or_else(|| {
                ServiceError::fault(
                    "value a payment",
                    format!("no worth for {}", amount.currency().code()),
                )
            })
    }

    /// The sum of all balances in one currency, and those that have no rate.
    pub(crate) fn total(
        &self,
        balances: &[Money],
        currency: Currency,
    ) -> (Option<Money>, Vec<Currency>) {
        let mut without_rate = Vec::new();
        let mut sum = Some(Money::zero(currency));
        for balance in balances {
            match self
                .rate_table()
                .convert(*balance, currency, Rounding::HalfEven)
            {
                Some(worth) => sum = sum.and_then(|sum| sum.checked_add(worth).ok()),
                None if balance.is_zero() => {}
                None => without_rate.push(balance.currency()),
            }
        }
        (sum, without_rate)
    }
}

/// What a currency without a published rate counts as against a limit: a little over its official peg, so that a limit
/// errs on the safe side. For limits only; nothing is ever converted at it.
fn pegged_worth(amount: Money) -> Option<Money> {
    // Thousandths of a currency to cents of a US dollar: 1 KWD as 3.40 USD, 1 BHD as 2.70 USD.
    let cents_per_unit = match amount.currency() {
        Currency::KWD => 340,
        Currency::BHD => 270,
        _ => return None,
    };
    let cents = i128::from(amount.minor())
        .checked_mul(cents_per_unit)?
        .div_euclid(1000)
        .checked_add(1)?;
    Some(Money::new(i64::try_from(cents).ok()?, Currency::USD))
}
