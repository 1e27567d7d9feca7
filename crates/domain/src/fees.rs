//! What things cost.
//! It must never round in anybody's favour but the house's, and that by less than one minor unit.

use crate::{Currency, Money, MoneyError, RateTable, Rounding};

/// The card top-up fee in ten-thousandths: 1.2 %.
pub const CARD_TOPUP_PER_10_000: i64 = 120;
/// The conversion fee in ten-thousandths: 0.49 %.
pub const CONVERSION_PER_10_000: i64 = 49;
/// The least a conversion costs, in US dollars.
pub const CONVERSION_LEAST: Money = Money::new(30, Currency::USD);

/// The fee for adding this amount by card: 1.2 % of it, rounded up to the minor unit. It is charged to the card on top.
///
/// # Errors
/// When the fee does not fit, which no amount reaches; kept as an error so that no caller has to trust that.
pub fn card_topup_fee(amount: Money) -> Result<Money, MoneyError> {
    share(amount, CARD_TOPUP_PER_10_000)
}

/// The fee for converting this amount, on top of it and in its currency: 0.49 %, at least what US$0.30 are worth, both
/// rounded up to the minor unit. `None` when the table has no rate for the currency, or the fee does not fit.
pub fn conversion_fee(amount: Money, table: &RateTable) -> Option<Money> {
    let least = table.convert(CONVERSION_LEAST, amount.currency(), Rounding::Up)?;
    let share = share(amount, CONVERSION_PER_10_000).ok()?;
    Some(if share.minor() < least.minor() {
        least
    } else {
        share
    })
}

/// So many ten-thousandths of an amount, rounded up to the minor unit.
fn share(amount: Money, per_10_000: i64) -> Result<Money, MoneyError> {
    i128::from(amount.minor())
        .checked_mul(i128::from(per_10_000))
        .and_then(|parts| parts.checked_add(9_999))
        .map(|raised| raised.div_euclid(10_000))
        .and_then(|minor| i64::try_from(minor).ok())
        .map(|minor| Money::new(minor, amount.currency()))
        .ok_or(MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn fee_of(minor: i64) -> i64 {
        card_topup_fee(Money::new(minor, Currency::USD))
            .unwrap()
            .minor()
    }

    #[test]
    fn a_card_top_up_costs_one_point_two_percent_rounded_up() {
        for (amount, fee) in [
            (10_000, 120),
            (1, 1),
            (83, 1),
            (84, 2),
            (1000, 12),
            (1001, 13),
            (0, 0),
        ] {
            assert_eq!(fee_of(amount), fee, "{amount}");
        }
    }

    #[test]
    fn the_fee_is_in_the_currency_of_the_amount() {
        let fee = card_topup_fee(Money::new(1000, Currency::JPY)).unwrap();
        assert_eq!(fee, Money::new(12, Currency::JPY));
    }

    fn table() -> RateTable {
        let rates = [
            (Currency::USD, "1.1172"),
            (Currency::JPY, "175.68"),
            (Currency::GBP, "0.85"),
        ];
        let per_euro = rates.map(|(currency, rate)| {
            (
                currency,
                rust_decimal::Decimal::from_str_exact(rate).unwrap(),
            )
        });
        RateTable::new(chrono::NaiveDate::MIN, per_euro.into()).unwrap()
    }

    #[test]
    fn a_conversion_costs_about_half_a_percent_rounded_up_and_thirty_cents_at_least() {
        for (amount, currency, fee) in [
            // 0.49 % of US$100 is 49 cents.
            (10_000, Currency::USD, 49),
            (10_001, Currency::USD, 50),
            // Below US$61.22 the least fee is more.
            (6_122, Currency::USD, 30),
            (6_123, Currency::USD, 31),
            (1, Currency::USD, 30),
            // US$0.30 are 0.2685… euros and 47.17… yen, and 0.228… pounds.
            (1, Currency::EUR, 27),
            (1, Currency::JPY, 48),
            (1, Currency::GBP, 23),
            (1_000_000, Currency::JPY, 4_900),
        ] {
            assert_eq!(
                conversion_fee(Money::new(amount, currency), &table()),
                Some(Money::new(fee, currency)),
                "{amount} {currency}"
            );
        }
    }

    #[test]
    fn a_currency_without_a_rate_has_no_conversion_fee() {
        assert_eq!(
            conversion_fee(Money::new(1000, Currency::KWD), &table()),
            None
        );
    }

    #[test]
    fn the_largest_amount_has_a_fee() {
        assert_eq!(fee_of(i64::MAX), 110_680_464_442_257_310);
    }
}
