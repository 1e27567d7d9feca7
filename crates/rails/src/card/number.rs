//! A card number as typed: digits in groups, checked as far as one can without asking the bank.
//! It never shows itself: no `Display`, no serialisation, wiped when dropped.

use std::fmt;

use zeroize::Zeroizing;

use super::CardBrand;
use crate::typed;

/// Fewest digits of a card number (ISO/IEC 7812 allows fewer; no scheme in use has them).
const DIGITS_MIN: usize = 12;
/// Most digits of a card number (ISO/IEC 7812).
const DIGITS_MAX: usize = 19;

/// A well-formed card number.
#[derive(Clone, PartialEq, Eq)]
pub struct CardNumber {
    digits: Zeroizing<String>,
}

/// Why a text is no card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardNumberError {
    #[error("no card number was given")]
    Empty,
    #[error("a card number has digits only")]
    NotDigits,
    #[error("a card number has at least {DIGITS_MIN} digits")]
    TooShort,
    #[error("a card number has at most {DIGITS_MAX} digits")]
    TooLong,
    /// Almost always a mistyped digit.
    #[error("the check digit is wrong")]
    CheckDigit,
}

impl CardNumber {
    /// Reads digits, plain or full width, grouped by blanks or dashes as people like.
    ///
    /// # Errors
    /// [`CardNumberError`] says what to mend.
    pub fn parse(text: &str) -> Result<Self, CardNumberError> {
        // Room for all from the start: a growing string would leave copies behind unwiped.
        let mut digits = Zeroizing::new(String::with_capacity(DIGITS_MAX));
        for c in text.chars().filter(|&c| !typed::is_separator(c)) {
            let digit = typed::digit(c).ok_or(CardNumberError::NotDigits)?;
            if digits.len() == DIGITS_MAX {
                return Err(CardNumberError::TooLong);
            }
            digits.push(digit);
        }
        match digits.len() {
            0 => Err(CardNumberError::Empty),
            1..DIGITS_MIN => Err(CardNumberError::TooShort),
            _ if !has_right_check_digit(&digits) => Err(CardNumberError::CheckDigit),
            _ => Ok(Self { digits }),
        }
    }

    pub fn brand(&self) -> CardBrand {
        self.digits
            .get(..4)
            .and_then(|first_four| first_four.parse().ok())
            .map_or(CardBrand::Other, CardBrand::of)
    }

    /// The last four digits, which may be kept and shown.
    pub fn last4(&self) -> String {
        let hidden = self.digits.len().saturating_sub(4);
        self.digits.chars().skip(hidden).collect()
    }

    pub(super) fn digits(&self) -> &str {
        &self.digits
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardNumber(..)")
    }
}

/// ISO/IEC 7812-1 annex B: every second digit from the right doubled, its own digits added.
fn has_right_check_digit(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip([false, true].into_iter().cycle())
        .map(|(digit, doubled)| match digit * 2 {
            _ if !doubled => digit,
            twice @ 10.. => twice - 9,
            twice => twice,
        })
        .sum();
    // All zeros would pass the sum; no scheme issues it.
    sum > 0 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_grouped() {
        for text in [
            "4242424242424242",
            " 4242 4242 4242 4242 ",
            "4242-4242-4242-4242",
            "4242\u{a0}4242\u{3000}4242\u{2013}4242",
            "４２４２ ４２４２－４２４２ ４２４２",
        ] {
            let number = CardNumber::parse(text).expect(text);
            assert_eq!(number.digits(), "4242424242424242");
            assert_eq!(number.last4(), "4242");
            assert_eq!(number.brand(), CardBrand::Visa);
        }
    }

    #[test]
    fn a_wrong_number_says_what_is_wrong() {
        let cases = [
            ("", CardNumberError::Empty),
            (" - ", CardNumberError::Empty),
            ("4242 4242 4242 424x", CardNumberError::NotDigits),
            ("4242.4242.4242.4242", CardNumberError::NotDigits),
            ("42424242424", CardNumberError::TooShort),
            ("4242 4242 4242 4242 4242", CardNumberError::TooLong),
            ("4242 4242 4242 4241", CardNumberError::CheckDigit),
            ("2424 4242 4242 4242", CardNumberError::CheckDigit),
            ("0000 0000 0000 0000", CardNumberError::CheckDigit),
        ];
        for (text, error) in cases {
            assert_eq!(CardNumber::parse(text).expect_err(text), error, "{text}");
        }
    }

    #[test]
    fn a_number_never_shows_itself() {
        let number = CardNumber::parse("4242 4242 4242 4242").expect("parses");
        assert_eq!(format!("{number:?}"), "CardNumber(..)");
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(text in any::<String>()) {
            if let Ok(number) = CardNumber::parse(&text) {
                prop_assert!((DIGITS_MIN..=DIGITS_MAX).contains(&number.digits().len()));
            }
        }

        #[test]
        fn one_changed_digit_is_noticed(place in 0_usize..16, by in 1_u32..10) {
            let changed: String = "4000000000003220"
                .chars()
                .enumerate()
                .filter_map(|(at, c)| {
                    let digit = c.to_digit(10)?;
                    char::from_digit(if at == place { (digit + by) % 10 } else { digit }, 10)
                })
                .collect();
            prop_assert_eq!(CardNumber::parse(&changed).err(), Some(CardNumberError::CheckDigit));
        }
    }
}
