//! The expiry date of a card, as printed on it or written out.
//! It never asks the clock: today is an argument.

use chrono::{Datelike, NaiveDate};

use crate::typed;

/// Banks issue cards for a few years; a date further ahead is a mistyped year.
const YEARS_AHEAD_MAX: i32 = 20;

/// The last month in which a card is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiry {
    month: u8,
    year: u16,
}

/// Why a text is no expiry date of a card that is still good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExpiryError {
    #[error("no expiry date was given")]
    Empty,
    #[error("an expiry date looks like 12/29")]
    Format,
    #[error("the month is 01 to 12")]
    Month,
    #[error("the card has expired")]
    Past,
    #[error("the year is too far ahead")]
    TooFarAhead,
}

impl Expiry {
    /// Reads month and year: `12/29`, `12 / 2029`, `1229`, `122029`, `3-27`. A card is good through
    /// the last day of its month.
    ///
    /// # Errors
    /// [`ExpiryError`] says what to mend.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, ExpiryError> {
        let (month, year) = month_and_year(text)?;
        if !(1..=12).contains(&month) {
            return Err(ExpiryError::Month);
        }
        let this_month = (today.year(), today.month());
        if (i32::from(year), u32::from(month)) < this_month {
            return Err(ExpiryError::Past);
        }
        if i32::from(year) > today.year().saturating_add(YEARS_AHEAD_MAX) {
            return Err(ExpiryError::TooFarAhead);
        }
        Ok(Self { month, year })
    }

    /// 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Four digits.
    pub const fn year(self) -> u16 {
        self.year
    }
}

fn month_and_year(text: &str) -> Result<(u8, u16), ExpiryError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ExpiryError::Empty);
    }
    let mut plain = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        plain.push(match c {
            c if matches!(typed::half_width(c), '/' | '.') => '/',
            c if typed::is_separator(c) => '/',
            c => typed::digit(c).ok_or(ExpiryError::Format)?,
        });
    }
    let (month, year) = match plain.split_once('/') {
        Some(parts) => parts,
        None if matches!(plain.len(), 4 | 6) => plain.split_at(2),
        None => return Err(ExpiryError::Format),
    };
    if !matches!(month.len(), 1 | 2) || !matches!(year.len(), 2 | 4) {
        return Err(ExpiryError::Format);
    }
    let century = if year.len() == 2 { 2000 } else { 0 };
    let month = month.parse().map_err(|_| ExpiryError::Format)?;
    let year: u16 = year.parse().map_err(|_| ExpiryError::Format)?;
    Ok((month, century + year))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
    }

    #[test]
    fn month_and_year_are_read_however_they_are_written() {
        for text in [
            "12/29",
            "12 / 2029",
            "1229",
            "122029",
            "12-29",
            " 12.29 ",
            "１２／２９",
            "12 29",
        ] {
            let expiry = Expiry::parse(text, today()).expect(text);
            assert_eq!((expiry.month(), expiry.year()), (12, 2029), "{text}");
        }
        let single = Expiry::parse("3/27", today()).expect("one digit");
        assert_eq!((single.month(), single.year()), (3, 2027));
    }

    #[test]
    fn a_card_is_good_through_its_month_and_no_longer() {
        assert!(Expiry::parse("11/26", today()).is_ok());
        assert_eq!(Expiry::parse("10/26", today()), Err(ExpiryError::Past));
    }

    #[test]
    fn a_wrong_date_says_what_is_wrong() {
        let cases = [
            ("", ExpiryError::Empty),
            ("12", ExpiryError::Format),
            ("129", ExpiryError::Format),
            ("12/9", ExpiryError::Format),
            ("12/029", ExpiryError::Format),
            ("12//29", ExpiryError::Format),
            ("2029-12", ExpiryError::Format),
            ("Dec 2029", ExpiryError::Format),
            ("13/29", ExpiryError::Month),
            ("00/29", ExpiryError::Month),
            ("12/1999", ExpiryError::Past),
            ("12/2047", ExpiryError::TooFarAhead),
            ("12/99", ExpiryError::TooFarAhead),
        ];
        for (text, error) in cases {
            assert_eq!(Expiry::parse(text, today()), Err(error), "{text}");
        }
        assert!(Expiry::parse("12/2046", today()).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(text in prop_oneof![any::<String>(), "[0-9/. -]{0,9}"]) {
            if let Ok(expiry) = Expiry::parse(&text, today()) {
                prop_assert!((1..=12).contains(&expiry.month()));
                prop_assert!((2026..=2046).contains(&expiry.year()));
            }
        }
    }
}
