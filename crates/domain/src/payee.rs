//! The field “To”: whom money is sent to, by e-mail, phone or account number.
//! It must never take a mistyped account number for a phone number, or the other way round.

use serde::{Deserialize, Serialize};

use crate::{
    AccountNumber, AccountNumberError, Address, AddressError,
    text::{fold_width, is_digit_separator},
};

/// Whom to pay, before anybody has looked whether such a person is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payee {
    /// By e-mail address or phone number.
    Address(Address),
    /// By account number.
    Account(AccountNumber),
}

/// Why a text names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PayeeError {
    /// There is nothing in the field.
    #[error("reading a payee: empty")]
    Empty,
    /// It begins like an account number and has its length, but is none.
    #[error(transparent)]
    Account(AccountNumberError),
    /// It is no e-mail address or phone number.
    #[error(transparent)]
    Address(AddressError),
}

impl Payee {
    /// Reads what a person typed. Eleven digits that begin with 88 are an account number, never a phone number: those
    /// of China begin with 1.
    ///
    /// # Errors
    /// When it is neither an e-mail address nor a phone number nor an account number.
    pub fn parse(text: &str) -> Result<Self, PayeeError> {
        let folded = fold_width(text);
        let digits: String = folded
            .trim()
            .chars()
            .filter(|&c| !is_digit_separator(c))
            .collect();
        if digits.is_empty() {
            return Err(PayeeError::Empty);
        }
        match AccountNumber::parse(&digits) {
            Ok(number) => Ok(Self::Account(number)),
            Err(error @ AccountNumberError::WrongCheckDigit) => Err(PayeeError::Account(error)),
            Err(_) => Address::parse(&folded)
                .map(Self::Address)
                .map_err(PayeeError::Address),
        }
    }

    /// The canonical spelling of whichever it is.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Address(address) => address.as_str(),
            Self::Account(number) => number.as_str(),
        }
    }

    /// The payee as a person reads it, in groups.
    pub fn display(&self) -> String {
        match self {
            Self::Address(address) => address.display(),
            Self::Account(number) => number.display(),
        }
    }

    /// The payee as others may see it.
    pub fn masked(&self) -> String {
        match self {
            Self::Address(address) => address.masked(),
            Self::Account(number) => number.masked(),
        }
    }
}

impl std::fmt::Display for Payee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_knows_all_three_ways_to_name_a_person() {
        let number = AccountNumber::from_body(1_226_451).unwrap();
        assert_eq!(
            Payee::parse(&number.display()),
            Ok(Payee::Account(number.clone()))
        );
        assert_eq!(Payee::parse(number.as_str()), Ok(Payee::Account(number)));
        assert_eq!(
            Payee::parse("13812345678").unwrap().as_str(),
            "+8613812345678"
        );
        assert_eq!(
            Payee::parse("Maria@Example.com").unwrap().as_str(),
            "maria@example.com"
        );
        assert_eq!(
            Payee::parse("+1 415 555 2671").unwrap().display(),
            "+1 415 555 2671"
        );
    }

    #[test]
    fn a_mistyped_account_number_is_not_looked_up_as_a_phone_number() {
        let number = AccountNumber::from_body(1_226_451).unwrap();
        let mistyped = number.as_str().replacen("8801", "8802", 1);
        assert_eq!(
            Payee::parse(&mistyped),
            Err(PayeeError::Account(AccountNumberError::WrongCheckDigit))
        );
    }

    #[test]
    fn an_empty_field_and_a_name_are_refused() {
        assert_eq!(Payee::parse("\u{3000}"), Err(PayeeError::Empty));
        assert_eq!(
            Payee::parse("Maria"),
            Err(PayeeError::Address(AddressError::Neither))
        );
    }
}
