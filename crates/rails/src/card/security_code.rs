//! The security code on a card.
//! It never shows itself and is never kept: no `Display`, no serialisation, wiped when dropped.

use std::fmt;

use zeroize::Zeroizing;

use super::CardBrand;
use crate::typed;

/// Most digits of any scheme's security code.
const DIGITS_MAX: usize = 4;

/// Three or four digits, as many as the card's brand prints.
#[derive(Clone, PartialEq, Eq)]
pub struct SecurityCode {
    digits: Zeroizing<String>,
}

/// Why a text is no security code of this card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecurityCodeError {
    #[error("no security code was given")]
    Empty,
    #[error("a security code has digits only")]
    NotDigits,
    /// American Express prints four digits, the others three.
    #[error("the security code of this card has {digits} digits")]
    Length { digits: usize },
}

impl SecurityCode {
    /// Reads the code of a card of this brand; a brand we do not know may have three or four digits.
    ///
    /// # Errors
    /// [`SecurityCodeError`] says what to mend.
    pub fn parse(text: &str, brand: CardBrand) -> Result<Self, SecurityCodeError> {
        let length = SecurityCodeError::Length {
            digits: brand.security_code_digits().unwrap_or(3),
        };
        let mut digits = Zeroizing::new(String::with_capacity(DIGITS_MAX));
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            let digit = typed::digit(c).ok_or(SecurityCodeError::NotDigits)?;
            if digits.len() == DIGITS_MAX {
                return Err(length);
            }
            digits.push(digit);
        }
        let right = match brand.security_code_digits() {
            Some(expected) => digits.len() == expected,
            None => (3..=DIGITS_MAX).contains(&digits.len()),
        };
        match digits.len() {
            0 => Err(SecurityCodeError::Empty),
            _ if !right => Err(length),
            _ => Ok(Self { digits }),
        }
    }

    /// The digits, for a processor's client and for nothing else.
    pub fn expose(&self) -> &str {
        &self.digits
    }
}

impl fmt::Debug for SecurityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecurityCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_brand_decides_how_many_digits_there_are() {
        let code =
            |text, brand| SecurityCode::parse(text, brand).map(|code| code.expose().to_owned());
        let three = SecurityCodeError::Length { digits: 3 };
        let four = SecurityCodeError::Length { digits: 4 };
        assert_eq!(code(" 123 ", CardBrand::Visa), Ok("123".to_owned()));
        assert_eq!(code("１２３", CardBrand::UnionPay), Ok("123".to_owned()));
        assert_eq!(code("1234", CardBrand::Visa), Err(three));
        assert_eq!(code("12345", CardBrand::Visa), Err(three));
        assert_eq!(code("123", CardBrand::AmericanExpress), Err(four));
        assert_eq!(
            code("1234", CardBrand::AmericanExpress),
            Ok("1234".to_owned())
        );
        assert_eq!(code("1234", CardBrand::Other), Ok("1234".to_owned()));
        assert_eq!(code("12", CardBrand::Other), Err(three));
        assert_eq!(code("", CardBrand::Visa), Err(SecurityCodeError::Empty));
        assert_eq!(
            code("12a", CardBrand::Visa),
            Err(SecurityCodeError::NotDigits)
        );
    }

    #[test]
    fn a_security_code_never_shows_itself() {
        let code = SecurityCode::parse("987", CardBrand::Visa).expect("parses");
        assert_eq!(format!("{code:?}"), "SecurityCode(..)");
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(text in any::<String>()) {
            drop(SecurityCode::parse(&text, CardBrand::Other));
        }
    }
}
