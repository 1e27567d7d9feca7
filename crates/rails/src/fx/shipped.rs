//! The ECB reference rates that come with the program, one table for each working day since 2020.
//! It never skips a row or a column that it cannot read: a damaged file is an error.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{Currency, RateTable};
use rust_decimal::Decimal;

use crate::{Cause, Operation, RailError};

/// Units of each currency per euro. Source: European Central Bank, euro foreign exchange reference
/// rates; free to use with attribution.
const HISTORY_CSV: &str = include_str!("../../data/ecb-history.csv");

/// Every table that is shipped, oldest first; never empty.
#[derive(Debug, Clone)]
pub struct ShippedRates {
    older: Vec<RateTable>,
    latest: RateTable,
}

impl ShippedRates {
    /// Reads the shipped history. Done once, at the start.
    ///
    /// # Errors
    /// [`RailError::Permanent`] with [`Cause::Line`] when the file is damaged.
    pub fn load() -> Result<Self, RailError> {
        Self::read(HISTORY_CSV)
    }

    /// The newest table.
    pub fn latest(&self) -> &RateTable {
        &self.latest
    }

    /// The table in force on a day: that day's, or the last one before it, as on weekends.
    pub fn on(&self, date: NaiveDate) -> Option<&RateTable> {
        if self.latest.date() <= date {
            return Some(&self.latest);
        }
        let after = self.older.partition_point(|table| table.date() <= date);
        self.older.get(after.checked_sub(1)?)
    }

    /// Every table, oldest first.
    pub fn history(&self) -> impl DoubleEndedIterator<Item = &RateTable> {
        self.older.iter().chain([&self.latest])
    }

    fn read(csv: &str) -> Result<Self, RailError> {
        let mut lines = (1..).zip(csv.lines());
        let (_, header) = lines.next().ok_or(damaged(1))?;
        let currencies = read_header(header).ok_or(damaged(1))?;
        let mut tables: Vec<RateTable> = Vec::new();
        for (number, line) in lines {
            let table = read_row(line, &currencies).ok_or(damaged(number))?;
            if tables
                .last()
                .is_some_and(|before| before.date() >= table.date())
            {
                return Err(damaged(number));
            }
            tables.push(table);
        }
        let latest = tables.pop().ok_or(damaged(2))?;
        Ok(Self {
            older: tables,
            latest,
        })
    }
}

const fn damaged(line: usize) -> RailError {
    RailError::permanent(Operation::ReadShippedRates, Cause::Line(line))
}

fn read_header(header: &str) -> Option<Vec<Currency>> {
    let codes = header.strip_prefix("date,")?.split(',');
    codes.map(|code| Currency::parse(code).ok()).collect()
}

fn read_row(line: &str, currencies: &[Currency]) -> Option<RateTable> {
    let (date, rates) = line.split_once(',')?;
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    let rates = rates
        .split(',')
        .map(|rate| Decimal::from_str_exact(rate).ok())
        .collect::<Option<Vec<_>>>()?;
    if rates.len() != currencies.len() {
        return None;
    }
    let per_euro: BTreeMap<_, _> = currencies.iter().copied().zip(rates).collect();
    // Fewer entries than columns means that a currency came twice.
    if per_euro.len() != currencies.len() {
        return None;
    }
    RateTable::new(date, per_euro).ok()
}

#[cfg(test)]
mod tests {
    use domain::{Money, Rounding};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn every_row_of_the_shipped_history_is_read() {
        let rates = ShippedRates::load().expect("the shipped file is whole");
        assert_eq!(rates.history().count(), HISTORY_CSV.lines().count() - 1);
        assert_eq!(
            rates.history().next().map(RateTable::date),
            Some(day("2020-01-02"))
        );
        assert_eq!(rates.latest().date(), day("2026-10-30"));
        assert!(
            rates
                .history()
                .all(|table| table.currencies().count() >= 30)
        );
    }

    #[test]
    fn a_day_without_rates_has_those_of_the_last_working_day() {
        let rates = ShippedRates::load().expect("the shipped file is whole");
        let on = |text| rates.on(day(text)).map(|table| table.date().to_string());
        assert_eq!(on("2026-10-30").as_deref(), Some("2026-10-30"));
        assert_eq!(on("2026-11-22").as_deref(), Some("2026-10-30"));
        assert_eq!(on("2026-10-29").as_deref(), Some("2026-10-29"));
        assert_eq!(on("2020-01-05").as_deref(), Some("2020-01-03"));
        assert_eq!(on("2020-01-02").as_deref(), Some("2020-01-02"));
        assert_eq!(on("2020-01-01"), None);
    }

    #[test]
    fn the_shipped_rates_convert_between_currencies_that_are_not_the_euro() {
        let rates = ShippedRates::load().expect("the shipped file is whole");
        let dollars = Money::new(10_000, Currency::USD);
        let yen = rates
            .latest()
            .convert(dollars, Currency::JPY, Rounding::Down);
        // 100 / 1.1172 × 175.68 = 15725.02…
        assert_eq!(yen, Some(Money::new(15_725, Currency::JPY)));
    }

    #[test]
    fn a_damaged_file_is_refused_at_its_line() {
        let head = "date,USD,JPY\n2026-10-29,1.113,175.92\n";
        for (text, line) in [
            (String::new(), 1),
            ("date,USD,XYZ9\n".to_owned(), 1),
            ("date,USD\n".to_owned(), 2),
            (format!("{head}2026-10-29,1.113,175.92\n"), 3),
            (format!("{head}2026-10-28,1.113,175.92\n"), 3),
            (format!("{head}2026-10-30,1.113\n"), 3),
            (format!("{head}2026-10-30,1.113,175.92,1\n"), 3),
            (format!("{head}2026-10-30,1.113,N/A\n"), 3),
            (format!("{head}2026-10-30,1.113,\n"), 3),
            (format!("{head}2026-10-30,0,175.92\n"), 3),
            (format!("{head}2026-10-30,-1,175.92\n"), 3),
            (format!("{head}2026-10-30,1e3,175.92\n"), 3),
            (format!("{head}2026-02-30,1.113,175.92\n"), 3),
            (format!("{head}\n2026-10-30,1.113,175.92\n"), 3),
            ("date,USD,USD\n2026-10-29,1.113,1.113\n".to_owned(), 2),
        ] {
            let error = ShippedRates::read(&text).expect_err(&text);
            assert_eq!(
                (error.is_temporary(), error.cause()),
                (false, Cause::Line(line)),
                "{text}"
            );
        }
    }
}
