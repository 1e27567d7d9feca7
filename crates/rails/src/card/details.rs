//! The three fields of a card form, read together so that every mistake is told at once.
//! It never keeps what was typed when something is wrong.

use chrono::NaiveDate;

use super::{
    CardBrand, CardNumber, CardNumberError, Expiry, ExpiryError, SecurityCode, SecurityCodeError,
};

/// What is needed to ask the processor for a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardDetails {
    pub number: CardNumber,
    pub expiry: Expiry,
    pub security_code: SecurityCode,
}

/// What is wrong with each field; a field without a mistake is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the card details are not right")]
pub struct CardDetailsErrors {
    pub number: Option<CardNumberError>,
    pub expiry: Option<ExpiryError>,
    pub security_code: Option<SecurityCodeError>,
}

impl CardDetails {
    /// Reads the form as it was typed.
    ///
    /// # Errors
    /// [`CardDetailsErrors`] with every field that is wrong.
    pub fn parse(
        number: &str,
        expiry: &str,
        security_code: &str,
        today: NaiveDate,
    ) -> Result<Self, CardDetailsErrors> {
        let number = CardNumber::parse(number);
        let brand = number.as_ref().map_or(CardBrand::Other, CardNumber::brand);
        let expiry = Expiry::parse(expiry, today);
        let security_code = SecurityCode::parse(security_code, brand);
        match (number, expiry, security_code) {
            (Ok(number), Ok(expiry), Ok(security_code)) => Ok(Self {
                number,
                expiry,
                security_code,
            }),
            (number, expiry, security_code) => Err(CardDetailsErrors {
                number: number.err(),
                expiry: expiry.err(),
                security_code: security_code.err(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let errors = CardDetails::parse("4242", "13/29", "", today()).expect_err("all wrong");
        assert_eq!(errors.number, Some(CardNumberError::TooShort));
        assert_eq!(errors.expiry, Some(ExpiryError::Month));
        assert_eq!(errors.security_code, Some(SecurityCodeError::Empty));
    }

    #[test]
    fn an_american_express_card_wants_its_four_digits() {
        let amex = "3782 822463 10005";
        assert!(CardDetails::parse(amex, "12/29", "1234", today()).is_ok());
        let errors = CardDetails::parse(amex, "12/29", "123", today()).expect_err("too short");
        assert_eq!(
            errors.security_code,
            Some(SecurityCodeError::Length { digits: 4 })
        );
        assert_eq!((errors.number, errors.expiry), (None, None));
    }
}
