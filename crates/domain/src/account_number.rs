//! The account number of a person: eleven digits that a person can read out and that catch a slip of the finger.
//! It must never be guessable from another one: its eight body digits are random, drawn by the caller.

use crate::{
    decimal::is_digits,
    serde_text::serde_as_text,
    text::{fold_width, is_digit_separator},
};

const PREFIX: &str = "88";
const DIGITS: usize = 11;
const BODY_END: u32 = 100_000_000;

/// An account number: `88`, eight random digits and a check digit by ISO 7064 MOD 11,10.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(String);

/// Why a text is no account number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountNumberError {
    /// There is nothing in the field.
    #[error("reading an account number: empty")]
    Empty,
    /// Something else than digits, spaces and dashes.
    #[error("reading an account number: not digits")]
    NotDigits,
    /// Not eleven digits.
    #[error("reading an account number: not eleven digits")]
    WrongLength,
    /// Eleven digits that do not begin with 88.
    #[error("reading an account number: does not begin with 88")]
    WrongPrefix,
    /// The check digit does not fit the others: a digit is wrong or two are swapped.
    #[error("reading an account number: the check digit does not fit")]
    WrongCheckDigit,
    /// The number to make an account number of has more than eight digits.
    #[error("making an account number: the body has more than eight digits")]
    BodyOutOfRange,
}

impl AccountNumber {
    /// The account number whose eight body digits are `body`.
    ///
    /// # Errors
    /// When the body is 100,000,000 or more.
    pub fn from_body(body: u32) -> Result<Self, AccountNumberError> {
        if body >= BODY_END {
            return Err(AccountNumberError::BodyOutOfRange);
        }
        let payload = format!("{PREFIX}{body:08}");
        let check = check_digit(&payload);
        Ok(Self(format!("{payload}{check}")))
    }

    /// Reads an account number; spaces, dashes and full-width digits are forgiven.
    ///
    /// # Errors
    /// When it is anything else than eleven digits that begin with 88 and end with the right check digit.
    pub fn parse(text: &str) -> Result<Self, AccountNumberError> {
        let digits: String = fold_width(text)
            .trim()
            .chars()
            .filter(|&c| !is_digit_separator(c))
            .collect();
        if digits.is_empty() {
            return Err(AccountNumberError::Empty);
        }
        if !is_digits(&digits) {
            return Err(AccountNumberError::NotDigits);
        }
        if digits.len() != DIGITS {
            return Err(AccountNumberError::WrongLength);
        }
        let payload = digits
            .strip_suffix(|_: char| true)
            .filter(|payload| payload.starts_with(PREFIX))
            .ok_or(AccountNumberError::WrongPrefix)?;
        if digits.ends_with(check_digit(payload)) {
            Ok(Self(digits))
        } else {
            Err(AccountNumberError::WrongCheckDigit)
        }
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits in groups as people read them out: `8801 2264 517`.
    pub fn display(&self) -> String {
        crate::text::grouped(&self.0, &[4, 4, 3])
    }

    /// The number as others may see it: `8801 **** 517`.
    pub fn masked(&self) -> String {
        let (head, _) = self.0.split_at_checked(4).unwrap_or_default();
        let (_, tail) = self.0.split_at_checked(8).unwrap_or_default();
        format!("{head} **** {tail}")
    }
}

/// The check character of ISO/IEC 7064:2003 MOD 11,10 for a string of ASCII digits.
///
/// It catches every single wrong digit and 880 of the 900 ways to swap two different neighbours (97.8 %).
fn check_digit(payload: &str) -> char {
    let product = payload
        .chars()
        .filter_map(|c| c.to_digit(10))
        .fold(10, |product, digit| {
            let sum = match (product + digit) % 10 {
                0 => 10,
                sum => sum,
            };
            sum * 2 % 11
        });
    // The product lies in 1..=10, so the difference lies in 1..=10 and its last digit is the check digit.
    char::from_digit((11 - product) % 10, 10).unwrap_or('0')
}

impl std::fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(AccountNumber, AccountNumber::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        // The example of ISO/IEC 7064 for MOD 11,10 as used for German tax numbers and OIB: 0794 has the check digit 5.
        assert_eq!(check_digit("0794"), '5');
    }

    #[test]
    fn a_number_reads_back_however_it_is_spaced() {
        let number = AccountNumber::from_body(1_226_451).unwrap();
        let digits = number.as_str().to_owned();
        assert!(digits.starts_with("8801226451"));
        let check = digits.chars().last().unwrap();
        for text in [
            digits.clone(),
            number.display(),
            format!(" 8801-2264-51{check} "),
            format!("８８０１　２２６４　５１{check}"),
            format!("8801–2264–51{check}"),
        ] {
            assert_eq!(AccountNumber::parse(&text), Ok(number.clone()), "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_in_groups_and_masked_in_the_middle() {
        let number = AccountNumber::from_body(1_226_451).unwrap();
        let check = number.as_str().chars().last().unwrap();
        assert_eq!(number.display(), format!("8801 2264 51{check}"));
        assert_eq!(number.masked(), format!("8801 **** 51{check}"));
    }

    #[test]
    fn each_mistake_has_its_name() {
        let good = AccountNumber::from_body(0).unwrap();
        let last = good.as_str().chars().last().unwrap().to_digit(10).unwrap();
        let wrong_check = format!("8800000000{}", (last + 1) % 10);
        for (text, error) in [
            ("", AccountNumberError::Empty),
            (" - ", AccountNumberError::Empty),
            ("8801a264517", AccountNumberError::NotDigits),
            ("880122645", AccountNumberError::WrongLength),
            ("88012264517000000", AccountNumberError::WrongLength),
            ("13812345678", AccountNumberError::WrongPrefix),
            (wrong_check.as_str(), AccountNumberError::WrongCheckDigit),
        ] {
            assert_eq!(AccountNumber::parse(text), Err(error), "{text}");
        }
        assert_eq!(
            AccountNumber::from_body(BODY_END),
            Err(AccountNumberError::BodyOutOfRange)
        );
        assert!(AccountNumber::from_body(BODY_END - 1).is_ok());
    }
}
