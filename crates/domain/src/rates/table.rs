//! The reference rates of one day and the cross rates between them.
//! It must never convert at another rate than the one that it shows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Rate, RateError, Rounding};
use crate::{Currency, Money};

/// Significant digits of a cross rate. Six are published; ten keep the error of a cross below a minor unit up to
/// 10⁹ minor units, and the shown rate is the one that is used.
const SIGNIFICANT_DIGITS: u32 = 10;

/// The rates of one day, as the European Central Bank publishes them: units of each currency for one euro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateTable {
    date: NaiveDate,
    per_euro: BTreeMap<Currency, Decimal>,
}

impl RateTable {
    /// The table of a day. The euro itself need not be in it.
    ///
    /// # Errors
    /// When a rate is not above zero.
    pub fn new(
        date: NaiveDate,
        mut per_euro: BTreeMap<Currency, Decimal>,
    ) -> Result<Self, RateError> {
        if per_euro.values().any(|&value| value <= Decimal::ZERO) {
            return Err(RateError::NotPositive);
        }
        per_euro.insert(Currency::EUR, Decimal::ONE);
        Ok(Self { date, per_euro })
    }

    /// The day on which the rates were published.
    pub const fn date(&self) -> NaiveDate {
        self.date
    }

    /// The currencies that have a rate, the euro among them, sorted by code.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.per_euro.keys().copied()
    }

    /// Units of this currency for one euro, as published; one for the euro itself.
    pub fn per_euro(&self, currency: Currency) -> Option<Decimal> {
        self.per_euro.get(&currency).copied()
    }

    /// The same day with each rate moved by so many millionths, to ten significant digits; the euro stays. A move that
    /// would not leave a rate above zero is left out.
    #[must_use]
    pub fn moved(&self, millionths: impl Fn(Currency) -> i64) -> Self {
        let moved = |currency: Currency, rate: Decimal| {
            let factor = Decimal::new(1_000_000_i64.checked_add(millionths(currency))?, 6);
            rate.checked_mul(factor)?
                .round_sf_with_strategy(SIGNIFICANT_DIGITS, RoundingStrategy::MidpointNearestEven)
                .filter(|rate| *rate > Decimal::ZERO)
        };
        let per_euro = self
            .per_euro
            .iter()
            .map(|(&currency, &rate)| match currency {
                Currency::EUR => (currency, rate),
                _ => (currency, moved(currency, rate).unwrap_or(rate)),
            })
            .collect();
        Self {
            date: self.date,
            per_euro,
        }
    }

    /// The mid-market rate between two currencies, to ten significant digits, halves to even. `None` when one of them
    /// has no rate.
    pub fn mid(&self, base: Currency, quote: Currency) -> Option<Rate> {
        let base_per_euro = self.per_euro.get(&base)?;
        let quote_per_euro = self.per_euro.get(&quote)?;
        let value = quote_per_euro
            .checked_div(*base_per_euro)?
            .round_sf_with_strategy(SIGNIFICANT_DIGITS, RoundingStrategy::MidpointNearestEven)?;
        Rate::new(base, quote, value).ok()
    }

    /// The amount in another currency at the mid-market rate that [`RateTable::mid`] shows. `None` when one of the two
    /// has no rate or the result does not fit.
    pub fn convert(&self, money: Money, to: Currency, rounding: Rounding) -> Option<Money> {
        self.mid(money.currency(), to)?.convert(money, rounding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    /// The rates of 2020-01-02.
    fn table() -> RateTable {
        let rates = [
            (Currency::USD, "1.1193"),
            (Currency::JPY, "121.75"),
            (Currency::GBP, "0.84828"),
            (Currency::CNY, "7.7946"),
        ];
        let per_euro = rates.map(|(currency, value)| (currency, decimal(value)));
        RateTable::new(
            NaiveDate::from_ymd_opt(2020, 1, 2).unwrap(),
            per_euro.into(),
        )
        .unwrap()
    }

    #[test]
    fn a_cross_rate_goes_through_the_euro() {
        assert_eq!(
            table().mid(Currency::EUR, Currency::USD).unwrap().value(),
            decimal("1.1193")
        );
        // 7.7946 ÷ 1.1193 = 6.96381666…
        assert_eq!(
            table().mid(Currency::USD, Currency::CNY).unwrap().value(),
            decimal("6.963816671")
        );
        assert_eq!(
            table().mid(Currency::USD, Currency::USD).unwrap().value(),
            Decimal::ONE
        );
    }

    #[test]
    fn a_currency_without_a_rate_converts_to_nothing() {
        assert_eq!(table().mid(Currency::USD, Currency::KWD), None);
        assert_eq!(table().mid(Currency::KWD, Currency::USD), None);
        let dinar = Money::new(1, Currency::KWD);
        assert_eq!(table().convert(dinar, Currency::USD, Rounding::Up), None);
        let known: Vec<_> = table().currencies().map(Currency::code).collect();
        assert_eq!(known, ["CNY", "EUR", "GBP", "JPY", "USD"]);
    }

    #[test]
    fn a_conversion_rounds_where_it_is_told() {
        let ten_euros = Money::new(1000, Currency::EUR);
        for (rounding, yen) in [
            (Rounding::Down, 1217),
            (Rounding::Up, 1218),
            (Rounding::HalfEven, 1218),
        ] {
            let converted = table().convert(ten_euros, Currency::JPY, rounding);
            assert_eq!(converted, Some(Money::new(yen, Currency::JPY)));
        }
    }

    #[test]
    fn a_moved_table_moves_by_millionths_and_keeps_its_day_and_the_euro() {
        let moved = table().moved(|currency| match currency {
            Currency::USD => 1_000,
            Currency::JPY => -1_000_000,
            _ => 500,
        });
        assert_eq!(moved.date(), table().date());
        assert_eq!(moved.per_euro(Currency::EUR), Some(Decimal::ONE));
        assert_eq!(moved.per_euro(Currency::USD), Some(decimal("1.1204193")));
        // To nothing is no move.
        assert_eq!(
            moved.per_euro(Currency::JPY),
            table().per_euro(Currency::JPY)
        );
    }

    #[test]
    fn a_table_has_no_rate_of_zero_or_less() {
        for text in ["0", "-1"] {
            let rates = [(Currency::USD, decimal(text))].into();
            assert_eq!(
                RateTable::new(NaiveDate::MIN, rates),
                Err(RateError::NotPositive)
            );
        }
    }
}
