//! The payment reference that ties a bank transfer to a top-up.
//! It never draws its own randomness, and never accepts a reference with a mistyped character.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::typed;

/// Crockford's base 32: no I, L, O, U, which are misread as digits (or make words).
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
/// Characters between the prefix and the check character; each carries five bits.
const BODY_CHARS: usize = 8;
/// `OK`, the body, the check character.
const CHARS: usize = 2 + BODY_CHARS + 1;

/// `OK`, eight characters and a check character: `OK0123457ZF`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BankReference(String);

/// Why a text is no payment reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BankReferenceError {
    #[error("a payment reference is OK and {} characters", BODY_CHARS + 1)]
    Format,
    #[error("the check character is wrong")]
    CheckCharacter,
}

impl BankReference {
    /// Makes a reference of 40 random bits. Two may collide: whoever stores it asks for uniqueness
    /// and draws again.
    pub fn from_random(random: [u8; 5]) -> Self {
        let bits = random
            .into_iter()
            .fold(0, |bits, byte| (bits << 8) | u64::from(byte));
        let mut body = [0; BODY_CHARS];
        for (place, value) in body.iter_mut().rev().enumerate() {
            // Five bits always fit.
            *value = u8::try_from((bits >> (5 * place)) & 31).unwrap_or_default();
        }
        Self::from_body(&body)
    }

    /// Reads a reference as typed: any case, blanks and dashes anywhere, O for 0, I and L for 1.
    ///
    /// # Errors
    /// [`BankReferenceError`].
    pub fn parse(text: &str) -> Result<Self, BankReferenceError> {
        let values: Option<Vec<u8>> = characters(text).map(value_of).take(CHARS + 1).collect();
        Self::from_values(&values.ok_or(BankReferenceError::Format)?)
    }

    /// Finds the one reference in what a payer wrote around it ("top-up OK012-3457-ZF thanks").
    /// `None` when there is none, or when there are several different ones.
    pub fn find_in(text: &str) -> Option<Self> {
        let values: Vec<Option<u8>> = characters(text).map(value_of).collect();
        let mut found = values.windows(CHARS).filter_map(|window| {
            let window: Option<Vec<u8>> = window.iter().copied().collect();
            Self::from_values(&window?).ok()
        });
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_values(values: &[u8]) -> Result<Self, BankReferenceError> {
        // The prefix is matched after reading, so 0K does for OK.
        let [0, 19, body @ .., check] = values else {
            return Err(BankReferenceError::Format);
        };
        if body.len() != BODY_CHARS {
            return Err(BankReferenceError::Format);
        }
        if check_of(body) != *check {
            return Err(BankReferenceError::CheckCharacter);
        }
        Ok(Self::from_body(body))
    }

    fn from_body(body: &[u8]) -> Self {
        let coded = body.iter().copied().chain([check_of(body)]);
        let written = coded.filter_map(|value| ALPHABET.get(usize::from(value)));
        Self(['O', 'K'].iter().chain(written).collect())
    }
}

/// What was typed without the blanks and dashes between.
fn characters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| !typed::is_separator(c))
}

/// The five bits that a typed character stands for.
fn value_of(c: char) -> Option<u8> {
    let c = match typed::half_width(c).to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let place = ALPHABET.iter().position(|&letter| letter == c)?;
    u8::try_from(place).ok()
}

/// A check over GF(32) with the polynomial x⁵ + x² + 1: each character is weighted by another power
/// of x, so that every single wrong character and every swap of two is noticed.
fn check_of(body: &[u8]) -> u8 {
    body.iter().fold(0, |sum, value| times_x(sum ^ value))
}

fn times_x(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 {
        shifted
    } else {
        shifted ^ 0b10_0101
    }
}

impl FromStr for BankReference {
    type Err = BankReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for BankReference {
    type Error = BankReferenceError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<BankReference> for String {
    fn from(reference: BankReference) -> Self {
        reference.0
    }
}

impl fmt::Display for BankReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for BankReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BankReference(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_reference_is_read_however_it_was_typed() {
        let reference = BankReference::from_random([0x00, 0x44, 0x32, 0x14, 0xff]);
        let text = reference.as_str();
        assert_eq!(text, "OK0123457ZF");
        let (start, end) = text.split_at(5);
        for typed in [
            text.to_lowercase(),
            format!(" {start}-{end} "),
            text.replace('0', "O").replace('1', "l"),
            text.replace("OK", "0k").replace('1', "I"),
            text.replace("OK", "ＯＫ"),
        ] {
            assert_eq!(
                BankReference::parse(&typed).as_ref(),
                Ok(&reference),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_reference_is_found_in_what_the_payer_wrote() {
        let one = BankReference::from_random([1, 2, 3, 4, 5]);
        let two = BankReference::from_random([5, 4, 3, 2, 1]);
        let wrote = |text: String| BankReference::find_in(&text);
        assert_eq!(
            wrote(format!("OKPay {one}, thanks / 谢谢")),
            Some(one.clone())
        );
        assert_eq!(wrote(format!("{one} {one}")), Some(one.clone()));
        assert_eq!(wrote(format!("{one} {two}")), None);
        assert_eq!(wrote("rent for May".to_owned()), None);
    }

    #[test]
    fn what_is_no_reference_says_why() {
        for text in [
            "",
            "OK",
            "OK1234",
            "KO0120G8M5Z0",
            "OK12345678U",
            "OK123456789ABC",
            "好好好",
        ] {
            assert_eq!(
                BankReference::parse(text),
                Err(BankReferenceError::Format),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_reference_is_read_back(random in any::<[u8; 5]>()) {
            let reference = BankReference::from_random(random);
            prop_assert_eq!(BankReference::parse(reference.as_str()), Ok(reference));
        }

        #[test]
        fn different_bits_make_different_references(one in any::<[u8; 5]>(), two in any::<[u8; 5]>()) {
            let same = BankReference::from_random(one) == BankReference::from_random(two);
            prop_assert_eq!(same, one == two);
        }

        #[test]
        fn one_wrong_character_is_noticed(random in any::<[u8; 5]>(), place in 2_usize..CHARS, other in 0_usize..32) {
            let text = BankReference::from_random(random).to_string();
            let wrong: String = text
                .chars()
                .enumerate()
                .map(|(at, c)| if at == place { ALPHABET[other] } else { c })
                .collect();
            prop_assume!(wrong != text);
            prop_assert_eq!(BankReference::parse(&wrong), Err(BankReferenceError::CheckCharacter));
        }

        #[test]
        fn two_swapped_characters_are_noticed(random in any::<[u8; 5]>(), one in 2_usize..CHARS, two in 2_usize..CHARS) {
            let text = BankReference::from_random(random).to_string();
            let mut swapped: Vec<char> = text.chars().collect();
            swapped.swap(one, two);
            let swapped: String = swapped.into_iter().collect();
            prop_assume!(swapped != text);
            prop_assert_eq!(BankReference::parse(&swapped), Err(BankReferenceError::CheckCharacter));
        }

        #[test]
        fn any_text_gets_an_answer(text in any::<String>()) {
            drop(BankReference::parse(&text));
            drop(BankReference::find_in(&text));
        }
    }
}
