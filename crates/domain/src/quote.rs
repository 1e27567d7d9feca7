//! A quote: what a conversion takes, costs and gives, at a rate that is shown.
//! It must never hold figures that cannot be computed again from its fixed amount, its rate and its fee.

use serde::{Deserialize, Serialize};

use crate::{
    Currency, ErrorCode, Money, Rate, RateTable, Rounding, fees::conversion_fee,
    serde_text::text_enum,
};

/// Which side of a conversion a person fixed; the other follows from the rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FixedSide {
    /// What is converted.
    Source,
    /// What comes out.
    Target,
}

text_enum!(FixedSide { Source => "source", Target => "target" });

/// What a conversion takes, costs and gives.
///
/// Roundings: a fixed source gives the target rounded down; a fixed target takes the least source that gives it, so that
/// less than one minor unit of the source stays with the house; the fee is rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The side that was asked for.
    pub fixed: FixedSide,
    /// What is converted.
    pub source: Money,
    /// On top of the source, in its currency.
    pub fee: Money,
    /// What comes out.
    pub target: Money,
    /// The mid-market rate between the two, at which the conversion happens.
    pub rate: Rate,
}

/// Why there is no quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// Both sides are of one currency.
    #[error("quoting a conversion: within one currency")]
    SameCurrency,
    /// One of the currencies has no published rate.
    #[error("quoting a conversion: no rate for {0}")]
    WithoutRate(Currency),
    /// Less than one minor unit would come out, or nothing is asked for.
    #[error("quoting a conversion: too little")]
    TooLittle,
    /// An amount does not fit.
    #[error("quoting a conversion: too much")]
    TooMuch,
}

impl From<QuoteError> for ErrorCode {
    fn from(error: QuoteError) -> Self {
        match error {
            QuoteError::SameCurrency => Self::CurrenciesSame,
            QuoteError::WithoutRate(_) => Self::CurrencyWithoutRate,
            QuoteError::TooLittle => Self::AmountTooSmall,
            QuoteError::TooMuch => Self::AmountTooLarge,
        }
    }
}

impl Quote {
    /// The quote for a fixed amount against another currency, at the mid-market rate of the table.
    ///
    /// # Errors
    /// When there is nothing to convert, no rate, or a figure does not fit.
    pub fn compute(
        fixed: FixedSide,
        amount: Money,
        other: Currency,
        table: &RateTable,
    ) -> Result<Self, QuoteError> {
        let (from, to) = match fixed {
            FixedSide::Source => (amount.currency(), other),
            FixedSide::Target => (other, amount.currency()),
        };
        if from == to {
            return Err(QuoteError::SameCurrency);
        }
        if !amount.is_positive() {
            return Err(QuoteError::TooLittle);
        }
        for currency in [from, to] {
            if table.per_euro(currency).is_none() {
                return Err(QuoteError::WithoutRate(currency));
            }
        }
        let rate = table.mid(from, to).ok_or(QuoteError::WithoutRate(to))?;
        let (source, target) = sides(fixed, amount, rate).ok_or(QuoteError::TooMuch)?;
        if !target.is_positive() {
            return Err(QuoteError::TooLittle);
        }
        let fee = conversion_fee(source, table).ok_or(QuoteError::TooMuch)?;
        source.checked_add(fee).map_err(|_| QuoteError::TooMuch)?;
        Ok(Self {
            fixed,
            source,
            fee,
            target,
            rate,
        })
    }

    /// What leaves the balance: source and fee.
    pub fn total(&self) -> Money {
        // `compute` has added them before; from elsewhere the source alone is the safer lie to show.
        self.source.checked_add(self.fee).unwrap_or(self.source)
    }

    /// Whether the two sides follow from the fixed one and the rate: what a receipt is checked by.
    pub fn holds(&self) -> bool {
        let fixed = match self.fixed {
            FixedSide::Source => self.source,
            FixedSide::Target => self.target,
        };
        sides(self.fixed, fixed, self.rate) == Some((self.source, self.target))
            && self.fee.currency() == self.source.currency()
            && !self.fee.is_negative()
    }
}

fn sides(fixed: FixedSide, amount: Money, rate: Rate) -> Option<(Money, Money)> {
    match fixed {
        FixedSide::Source => Some((amount, rate.convert(amount, Rounding::Down)?)),
        FixedSide::Target => Some((rate.least_for(amount)?, amount)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    use super::*;

    fn table() -> RateTable {
        let rates = [
            (Currency::USD, "1.1172"),
            (Currency::JPY, "175.68"),
            (Currency::CNY, "7.6123"),
        ];
        let per_euro =
            rates.map(|(currency, rate)| (currency, Decimal::from_str_exact(rate).unwrap()));
        RateTable::new(NaiveDate::MIN, per_euro.into()).unwrap()
    }

    fn quote(fixed: FixedSide, minor: i64, of: Currency, other: Currency) -> Quote {
        Quote::compute(fixed, Money::new(minor, of), other, &table()).unwrap()
    }

    #[test]
    fn what_is_sent_is_fixed_and_the_target_is_rounded_down() {
        let quote = quote(FixedSide::Source, 10_000, Currency::USD, Currency::JPY);
        // 100 / 1.1172 × 175.68 = 15725.02…
        assert_eq!(quote.target, Money::new(15_725, Currency::JPY));
        assert_eq!(quote.fee, Money::new(49, Currency::USD));
        assert_eq!(quote.total(), Money::new(10_049, Currency::USD));
        assert!(quote.holds());
    }

    #[test]
    fn what_they_get_is_fixed_and_the_source_is_the_least_that_gives_it() {
        let quote = quote(FixedSide::Target, 15_725, Currency::JPY, Currency::USD);
        assert_eq!(quote.target, Money::new(15_725, Currency::JPY));
        // 15725 × 1.1172 / 175.68 = 99.9998…
        assert_eq!(quote.source, Money::new(10_000, Currency::USD));
        let less = Money::new(9_999, Currency::USD);
        assert_eq!(
            quote.rate.convert(less, Rounding::Down),
            Some(Money::new(15_723, Currency::JPY))
        );
        assert!(quote.holds());
    }

    #[test]
    fn a_quote_that_was_changed_does_not_hold() {
        let good = quote(FixedSide::Source, 10_000, Currency::USD, Currency::CNY);
        for target in [good.target.minor() - 1, good.target.minor() + 1] {
            let bad = Quote {
                target: Money::new(target, Currency::CNY),
                ..good
            };
            assert!(!bad.holds());
        }
    }

    #[test]
    fn what_cannot_be_quoted_says_why() {
        let of = |fixed, minor, of, other| {
            Quote::compute(fixed, Money::new(minor, of), other, &table()).unwrap_err()
        };
        assert_eq!(
            of(FixedSide::Source, 1, Currency::USD, Currency::USD),
            QuoteError::SameCurrency
        );
        assert_eq!(
            of(FixedSide::Source, 1000, Currency::KWD, Currency::USD),
            QuoteError::WithoutRate(Currency::KWD)
        );
        assert_eq!(
            of(FixedSide::Source, 1000, Currency::USD, Currency::BHD),
            QuoteError::WithoutRate(Currency::BHD)
        );
        // A yen cent's worth is less than a cent.
        assert_eq!(
            of(FixedSide::Source, 0, Currency::USD, Currency::JPY),
            QuoteError::TooLittle
        );
        assert_eq!(
            of(FixedSide::Source, 1, Currency::CNY, Currency::USD),
            QuoteError::TooLittle
        );
        assert_eq!(
            of(FixedSide::Source, i64::MAX, Currency::USD, Currency::JPY),
            QuoteError::TooMuch
        );
        assert_eq!(
            of(FixedSide::Target, i64::MAX, Currency::JPY, Currency::CNY),
            QuoteError::TooMuch
        );
    }
}
