//! What a person says of themselves beside their name: birthday, and where they live.
//! It must never ask what day it is: today comes in as an argument.

use chrono::{Datelike, NaiveDate};

use crate::{Note, NoteError};

/// The youngest that may have an account, in years.
pub const AGE_MIN: u32 = 16;
/// The oldest that anybody is taken to be.
const AGE_MAX: u32 = 120;

/// Why a text is no birthday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BirthdayError {
    /// Not a date.
    #[error("reading a birthday: no date")]
    Malformed,
    /// Nobody with an account has this age.
    #[error("reading a birthday: too young or too old")]
    OutOfRange,
}

/// Reads a birthday as browsers send a date, `1990-02-28`; nothing for an empty field.
///
/// # Errors
/// When it is no date, or of somebody younger than [`AGE_MIN`] or older than anybody.
pub fn parse_birthday(text: &str, today: NaiveDate) -> Result<Option<NaiveDate>, BirthdayError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() != 10 {
        return Err(BirthdayError::Malformed);
    }
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| BirthdayError::Malformed)?;
    match today.years_since(date) {
        Some(age) if (AGE_MIN..=AGE_MAX).contains(&age) && date.year() >= 1900 => Ok(Some(date)),
        _ => Err(BirthdayError::OutOfRange),
    }
}

/// Why a text is no line of a postal address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostalLineError {
    /// Too many characters.
    #[error("reading a line of an address: too long")]
    TooLong,
    /// A character that could change how the rest reads.
    #[error("reading a line of an address: a character that is not allowed")]
    NotAllowed,
}

/// Reads one line of a postal address with at most `chars_max` characters; nothing for an empty field.
///
/// # Errors
/// When it is longer, or has a line break or a mark that changes the direction of text.
pub fn parse_postal_line(text: &str, chars_max: usize) -> Result<Option<String>, PostalLineError> {
    let line = Note::parse(text).map_err(|error| match error {
        NoteError::TooLong => PostalLineError::TooLong,
        NoteError::NotAllowed => PostalLineError::NotAllowed,
    })?;
    if line.as_str().chars().count() > chars_max {
        return Err(PostalLineError::TooLong);
    }
    Ok((!line.is_empty()).then(|| line.as_str().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    #[test]
    fn a_birthday_is_a_date_of_somebody_old_enough() {
        let today = day("2026-11-28");
        for (text, expected) in [
            ("", Ok(None)),
            ("1990-02-28", Ok(Some(day("1990-02-28")))),
            ("2010-11-28", Ok(Some(day("2010-11-28")))),
            ("2010-11-29", Err(BirthdayError::OutOfRange)),
            ("2027-01-01", Err(BirthdayError::OutOfRange)),
            ("1899-12-31", Err(BirthdayError::OutOfRange)),
            ("1990-02-30", Err(BirthdayError::Malformed)),
            ("28.02.1990", Err(BirthdayError::Malformed)),
            ("+1990-02-28", Err(BirthdayError::Malformed)),
        ] {
            assert_eq!(parse_birthday(text, today), expected, "{text}");
        }
    }

    #[test]
    fn a_line_of_an_address_is_one_line() {
        assert_eq!(
            parse_postal_line("  人民路 1 号 ", 140),
            Ok(Some("人民路 1 号".into()))
        );
        assert_eq!(parse_postal_line(" ", 20), Ok(None));
        assert_eq!(
            parse_postal_line("a\nb", 20),
            Err(PostalLineError::NotAllowed)
        );
        assert_eq!(
            parse_postal_line(&"1".repeat(21), 20),
            Err(PostalLineError::TooLong)
        );
    }
}
