//! Exchange rates and conversion.
//! It must never round without being told which way, and never fetch a rate.

mod table;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Currency, Money};

pub use table::RateTable;

/// How many units of the quote currency one unit of the base currency is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Rate {
    base: Currency,
    quote: Currency,
    value: Decimal,
}

/// Why a number is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Zero or less.
    #[error("reading a rate: not above zero")]
    NotPositive,
    /// Not a decimal number.
    #[error("reading a rate: not a decimal number")]
    NotDecimal,
}

/// Which way a conversion rounds to whole minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Towards zero: for what a person receives.
    Down,
    /// Away from zero: for what a person is charged.
    Up,
    /// To the nearest, halves to the even neighbour: for totals that only inform.
    HalfEven,
}

impl Rate {
    /// A rate of the given value.
    ///
    /// # Errors
    /// When the value is not above zero.
    pub fn new(base: Currency, quote: Currency, value: Decimal) -> Result<Self, RateError> {
        if value > Decimal::ZERO {
            Ok(Self {
                base,
                quote,
                value: value.normalize(),
            })
        } else {
            Err(RateError::NotPositive)
        }
    }

    /// The currency that one unit is taken of.
    pub const fn base(self) -> Currency {
        self.base
    }

    /// The currency that the value counts.
    pub const fn quote(self) -> Currency {
        self.quote
    }

    /// Units of the quote currency for one unit of the base currency.
    pub const fn value(self) -> Decimal {
        self.value
    }

    /// The amount in the quote currency. `None` when the amount is not of the base currency or the result does not fit.
    pub fn convert(self, money: Money, rounding: Rounding) -> Option<Money> {
        if money.currency() != self.base {
            return None;
        }
        // minor × value × 10^(quote exponent) ÷ 10^(base exponent), with the value as mantissa ÷ 10^scale: one division,
        // of whole numbers, so that the rounding sees the exact result.
        let scale_up = 10_i128.checked_pow(self.quote.exponent())?;
        let scale_down =
            10_i128.checked_pow(self.base.exponent().checked_add(self.value.scale())?)?;
        let exact = i128::from(money.minor())
            .checked_mul(self.value.mantissa())?
            .checked_mul(scale_up)?;
        let minor = divide(exact, scale_down, rounding)?;
        Some(Money::new(i64::try_from(minor).ok()?, self.quote))
    }

    /// The least amount of the base currency that, converted and rounded down, gives at least this much of the quote
    /// currency. `None` when the amount is negative, of another currency, or the result does not fit.
    pub fn least_for(self, money: Money) -> Option<Money> {
        if money.currency() != self.quote || money.is_negative() {
            return None;
        }
        let scale_up =
            10_i128.checked_pow(self.base.exponent().checked_add(self.value.scale())?)?;
        let exact = i128::from(money.minor()).checked_mul(scale_up)?;
        let divisor = self
            .value
            .mantissa()
            .checked_mul(10_i128.checked_pow(self.quote.exponent())?)?;
        let minor = divide(exact, divisor, Rounding::Up)?;
        Some(Money::new(i64::try_from(minor).ok()?, self.base))
    }
}

/// `dividend ÷ divisor` in whole numbers; the divisor is above zero.
fn divide(dividend: i128, divisor: i128, rounding: Rounding) -> Option<i128> {
    let quotient = dividend.checked_div(divisor)?;
    let rest = dividend.checked_rem(divisor)?.checked_abs()?;
    let away = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest > 0,
        Rounding::HalfEven => match rest.checked_mul(2)?.cmp(&divisor) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => quotient.checked_rem(2)? != 0,
        },
    };
    if away {
        quotient.checked_add(dividend.signum())
    } else {
        Some(quotient)
    }
}

/// How a rate travels: the value as text, since a JSON number may pass through a float on its way.
#[derive(Serialize, Deserialize)]
struct Wire {
    base: Currency,
    quote: Currency,
    value: String,
}

impl From<Rate> for Wire {
    fn from(rate: Rate) -> Self {
        Self {
            base: rate.base,
            quote: rate.quote,
            value: rate.value.to_string(),
        }
    }
}

impl TryFrom<Wire> for Rate {
    type Error = RateError;

    fn try_from(wire: Wire) -> Result<Self, RateError> {
        let value = Decimal::from_str_exact(&wire.value).map_err(|_| RateError::NotDecimal)?;
        Self::new(wire.base, wire.quote, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    fn rate(base: Currency, quote: Currency, value: &str) -> Rate {
        Rate::new(base, quote, decimal(value)).unwrap()
    }

    #[test]
    fn conversion_moves_between_exponents() {
        for (from, to, value, minor, expected) in [
            (Currency::EUR, Currency::JPY, "121.75", 1000, 1217),
            (Currency::JPY, Currency::KWD, "0.002", 500, 1000),
            (Currency::KWD, Currency::USD, "3.25", 1000, 325),
        ] {
            let converted = rate(from, to, value).convert(Money::new(minor, from), Rounding::Down);
            assert_eq!(converted, Some(Money::new(expected, to)), "{from} {to}");
        }
    }

    #[test]
    fn a_rate_converts_its_base_currency_alone() {
        let rate = rate(Currency::USD, Currency::CNY, "6.96");
        for other in [Currency::CNY, Currency::EUR] {
            assert_eq!(rate.convert(Money::new(100, other), Rounding::Down), None);
        }
    }

    #[test]
    fn a_result_that_does_not_fit_is_none() {
        let most = Money::new(i64::MAX, Currency::EUR);
        let converted =
            |value| rate(Currency::EUR, Currency::GBP, value).convert(most, Rounding::Down);
        assert_eq!(converted("1.000000001"), None);
        assert_eq!(converted("1"), Some(Money::new(i64::MAX, Currency::GBP)));
        assert!(converted("0.84828").is_some());
    }

    #[test]
    fn a_rate_is_above_zero() {
        for text in ["0", "-1"] {
            let refused = Rate::new(Currency::USD, Currency::EUR, decimal(text));
            assert_eq!(refused, Err(RateError::NotPositive));
        }
    }

    #[test]
    fn rounding_goes_where_it_is_told() {
        let half = Rate::new(Currency::USD, Currency::EUR, decimal("0.5")).unwrap();
        for (minor, down, up, half_even) in [
            (1, 0, 1, 0),
            (3, 1, 2, 2),
            (-1, 0, -1, 0),
            (-3, -1, -2, -2),
            (4, 2, 2, 2),
        ] {
            let converted = |rounding| {
                half.convert(Money::new(minor, Currency::USD), rounding)
                    .unwrap()
                    .minor()
            };
            assert_eq!(converted(Rounding::Down), down, "{minor}");
            assert_eq!(converted(Rounding::Up), up, "{minor}");
            assert_eq!(converted(Rounding::HalfEven), half_even, "{minor}");
        }
    }

    #[test]
    fn json_carries_the_value_as_text() {
        let rate = Rate::new(Currency::EUR, Currency::USD, decimal("1.1190")).unwrap();
        let json = serde_json::to_string(&rate).unwrap();
        assert_eq!(json, r#"{"base":"EUR","quote":"USD","value":"1.119"}"#);
        assert_eq!(serde_json::from_str::<Rate>(&json).unwrap(), rate);
        assert!(serde_json::from_str::<Rate>(&json.replace("1.119", "0")).is_err());
        assert!(serde_json::from_str::<Rate>(&json.replace("1.119", "NaN")).is_err());
    }
}
