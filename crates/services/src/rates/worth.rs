//! What an amount is worth: against a limit, and in a total.

use domain::{Currency, Money, RateTable, Rounding};

use crate::{
    Wallet,
    error::{ServiceError, ServiceResult},
};

impl Wallet {
    /// What an amount counts as against a limit, in US dollars, rounded up: a limit is never passed by rounding.
    pub(crate) fn limit_worth(&self, amount: Money) -> ServiceResult<Money> {
        self.rates_now()
            .table
            .convert(amount, Currency::USD, Rounding::Up)
            .or_else(|| pegged_worth(amount))
            .ok_or_else(|| {
                ServiceError::fault(
                    "value a payment",
                    format!("no worth for {}", amount.currency().code()),
                )
            })
    }
}

/// The sum of all balances in one currency, and those that have no rate.
pub(crate) fn total(
    table: &RateTable,
    balances: &[Money],
    currency: Currency,
) -> (Option<Money>, Vec<Currency>) {
    let mut without_rate = Vec::new();
    let mut sum = Some(Money::zero(currency));
    for balance in balances {
        match table.convert(*balance, currency, Rounding::HalfEven) {
            Some(worth) => sum = sum.and_then(|sum| sum.checked_add(worth).ok()),
            None if balance.is_zero() => {}
            None => without_rate.push(balance.currency()),
        }
    }
    (sum, without_rate)
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
