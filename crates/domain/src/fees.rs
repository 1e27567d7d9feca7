//! What things cost.
//! It must never round in anybody's favour but the house's, and that by less than one minor unit.

use crate::{Money, MoneyError};

/// The card top-up fee in thousandths: 1.2 %.
const CARD_TOPUP_PER_THOUSAND: i128 = 12;

/// The fee for adding this amount by card: 1.2 % of it, rounded up to the minor unit. It is charged to the card on top.
///
/// # Errors
/// When the fee does not fit, which no amount reaches; kept as an error so that no caller has to trust that.
pub fn card_topup_fee(amount: Money) -> Result<Money, MoneyError> {
    let thousandths = i128::from(amount.minor())
        .checked_mul(CARD_TOPUP_PER_THOUSAND)
        .ok_or(MoneyError::Overflow)?;
    let fee = thousandths
        .checked_add(999)
        .map(|raised| raised.div_euclid(1000))
        .and_then(|minor| i64::try_from(minor).ok())
        .ok_or(MoneyError::Overflow)?;
    Ok(Money::new(fee, amount.currency()))
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

    #[test]
    fn the_largest_amount_has_a_fee() {
        assert_eq!(fee_of(i64::MAX), 110_680_464_442_257_310);
    }
}
