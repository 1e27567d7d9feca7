//! An amount of one currency in whole minor units.
//! It must never hold a float, mix currencies or overflow in silence.

use serde::{Deserialize, Serialize};

use crate::{
    Currency,
    decimal::{DigitsError, major_and_decimals, minor_units},
};

/// An amount of money, positive, zero or negative, in the minor units of its currency (invariant 5).
///
/// It has no order: amounts of different currencies cannot be compared. Use [`Money::checked_cmp`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why a calculation or a reading of money failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The operands are of different currencies.
    #[error("calculating with money: {left} and {right} do not mix")]
    CurrencyMismatch {
        /// Currency of the left operand.
        left: Currency,
        /// Currency of the right operand.
        right: Currency,
    },
    /// The result does not fit 64 bits.
    #[error("calculating with money: the result is out of range")]
    Overflow,
    /// The text is no decimal number as the wire has it.
    #[error("reading money: not a decimal number")]
    NotDecimal,
    /// The text has more decimal places than the currency.
    #[error("reading money: more than {max} decimal places")]
    TooManyDecimals {
        /// How many decimal places the currency has.
        max: u32,
    },
}

impl Money {
    /// So many minor units of the currency: `Money::new(1250, Currency::USD)` is US$12.50.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in that currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is exactly zero.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether the amount is more than zero.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Whether the amount is less than zero.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The sum.
    ///
    /// # Errors
    /// When the currencies differ or the sum does not fit.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        self.with(self.minor.checked_add(other.minor))
    }

    /// The difference; it may be negative.
    ///
    /// # Errors
    /// When the currencies differ or the difference does not fit.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        self.with(self.minor.checked_sub(other.minor))
    }

    /// The amount with the opposite sign.
    ///
    /// # Errors
    /// When the amount is the smallest there is, whose opposite does not fit.
    pub fn checked_neg(self) -> Result<Self, MoneyError> {
        self.with(self.minor.checked_neg())
    }

    /// Which of two amounts of one currency is larger.
    ///
    /// # Errors
    /// When the currencies differ.
    pub fn checked_cmp(self, other: Self) -> Result<std::cmp::Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// The wire form: ASCII digits with a point and all decimal places of the currency, such as `-12.00` or `68900`.
    pub fn to_decimal_string(self) -> String {
        let (major, decimals) = major_and_decimals(self.minor.unsigned_abs(), self.currency);
        let sign = if self.is_negative() { "-" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        format!("{sign}{major}{point}{decimals}")
    }

    /// Reads the wire form: an optional `-`, digits without leading zeros, and optionally a point with at most as many
    /// decimal places as the currency has. No grouping, plus sign, exponent, space or other digits.
    ///
    /// # Errors
    /// When the text is anything else or the amount does not fit.
    pub fn from_decimal_str(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let (negative, digits) = text
            .strip_prefix('-')
            .map_or((false, text), |digits| (true, digits));
        let (integer, fraction) = digits
            .split_once('.')
            .map_or((digits, None), |(integer, fraction)| {
                (integer, Some(fraction))
            });
        let magnitude = minor_units(integer, fraction, currency).map_err(|error| match error {
            DigitsError::NotDigits => MoneyError::NotDecimal,
            DigitsError::TooManyDecimals => MoneyError::TooManyDecimals {
                max: currency.exponent(),
            },
            DigitsError::TooLarge => MoneyError::Overflow,
        })?;
        let minor = if negative {
            0_i64.checked_sub_unsigned(magnitude)
        } else {
            0_i64.checked_add_unsigned(magnitude)
        };
        Self::zero(currency).with(minor)
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch {
                left: self.currency,
                right: other.currency,
            })
        }
    }

    fn with(self, minor: Option<i64>) -> Result<Self, MoneyError> {
        minor
            .map(|minor| Self::new(minor, self.currency))
            .ok_or(MoneyError::Overflow)
    }
}

/// How money travels: the amount as text, since a JSON number may pass through a float on its way.
#[derive(Serialize, Deserialize)]
struct Wire {
    amount: String,
    currency: Currency,
}

impl From<Money> for Wire {
    fn from(money: Money) -> Self {
        Self {
            amount: money.to_decimal_string(),
            currency: money.currency,
        }
    }
}

impl TryFrom<Wire> for Money {
    type Error = MoneyError;

    fn try_from(wire: Wire) -> Result<Self, MoneyError> {
        Self::from_decimal_str(&wire.amount, wire.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_never_mix() {
        let (left, right) = (Money::new(1, Currency::USD), Money::new(1, Currency::CNY));
        let mismatch = MoneyError::CurrencyMismatch {
            left: Currency::USD,
            right: Currency::CNY,
        };
        assert_eq!(left.checked_add(right), Err(mismatch));
        assert_eq!(left.checked_sub(right), Err(mismatch));
        assert_eq!(left.checked_cmp(right), Err(mismatch));
    }

    #[test]
    fn what_does_not_fit_is_refused_and_never_wraps() {
        let (most, least) = (
            Money::new(i64::MAX, Currency::USD),
            Money::new(i64::MIN, Currency::USD),
        );
        let one = Money::new(1, Currency::USD);
        assert_eq!(most.checked_add(one), Err(MoneyError::Overflow));
        assert_eq!(least.checked_sub(one), Err(MoneyError::Overflow));
        assert_eq!(least.checked_neg(), Err(MoneyError::Overflow));
    }

    #[test]
    fn sums_differences_and_signs_are_exact() {
        let (a, b) = (
            Money::new(1250, Currency::KWD),
            Money::new(1251, Currency::KWD),
        );
        assert_eq!(a.checked_add(b), Ok(Money::new(2501, Currency::KWD)));
        assert_eq!(a.checked_sub(b), Ok(Money::new(-1, Currency::KWD)));
        assert_eq!(a.checked_neg(), Ok(Money::new(-1250, Currency::KWD)));
        assert_eq!(a.checked_cmp(b), Ok(std::cmp::Ordering::Less));
        assert!(a.is_positive() && !a.is_negative() && !a.is_zero());
        let zero = Money::zero(Currency::KWD);
        assert!(zero.is_zero() && !zero.is_positive() && !zero.is_negative());
        assert!(Money::new(-1, Currency::KWD).is_negative());
    }

    #[test]
    fn the_wire_has_every_decimal_place_of_the_currency() {
        for (minor, currency, text) in [
            (-1200, Currency::USD, "-12.00"),
            (5, Currency::USD, "0.05"),
            (68900, Currency::JPY, "68900"),
            (1, Currency::KWD, "0.001"),
            (i64::MIN, Currency::USD, "-92233720368547758.08"),
        ] {
            let money = Money::new(minor, currency);
            assert_eq!(money.to_decimal_string(), text);
            assert_eq!(Money::from_decimal_str(text, currency), Ok(money));
        }
    }

    #[test]
    fn the_wire_may_leave_out_decimal_places_but_not_add_any() {
        assert_eq!(
            Money::from_decimal_str("12.5", Currency::USD),
            Ok(Money::new(1250, Currency::USD))
        );
        assert_eq!(
            Money::from_decimal_str("12.500", Currency::USD),
            Err(MoneyError::TooManyDecimals { max: 2 })
        );
        assert_eq!(
            Money::from_decimal_str("12.0", Currency::JPY),
            Err(MoneyError::TooManyDecimals { max: 0 })
        );
    }

    #[test]
    fn the_wire_carries_nothing_but_plain_decimals() {
        for text in [
            "", "-", "+1", " 1", "1 ", "1e2", "0x1", "NaN", "1,000", ".5", "5.", "01", "--1", "１",
            "1.-5", "∞",
        ] {
            assert_eq!(
                Money::from_decimal_str(text, Currency::USD),
                Err(MoneyError::NotDecimal),
                "{text}"
            );
        }
        assert_eq!(
            Money::from_decimal_str("92233720368547758.08", Currency::USD),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn json_carries_amount_and_currency_as_text() {
        let money = Money::new(1200, Currency::USD);
        let json = serde_json::to_string(&money).unwrap();
        assert_eq!(json, r#"{"amount":"12.00","currency":"USD"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        for bad in [
            r#"{"amount":12.00,"currency":"USD"}"#,
            r#"{"amount":"12.001","currency":"USD"}"#,
            r#"{"amount":"12.00","currency":"USX"}"#,
            r#"{"amount":"12.00"}"#,
        ] {
            assert!(serde_json::from_str::<Money>(bad).is_err(), "{bad}");
        }
    }
}
