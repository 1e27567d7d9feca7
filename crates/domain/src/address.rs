//! The field “Email or phone”: one address that a person can be reached at and signs in with.
//! It must never decide which of the two a person meant when it could be neither.

use serde::{Deserialize, Serialize};

use crate::{
    Email, EmailError, Phone, PhoneError, Region, serde_text::text_enum, text::fold_width,
};

/// An address that codes and messages can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// An e-mail address.
    Email(Email),
    /// A phone number.
    Phone(Phone),
}

/// Which kind of address, for database columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressKind {
    /// Mail.
    Email,
    /// SMS.
    Phone,
}

text_enum!(AddressKind { Email => "email", Phone => "phone" });

/// Why a text is neither an e-mail address nor a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// There is nothing in the field.
    #[error("reading an address: empty")]
    Empty,
    /// It has an `@` but is no e-mail address.
    #[error(transparent)]
    Email(EmailError),
    /// It has digits alone but is no phone number.
    #[error(transparent)]
    Phone(PhoneError),
    /// It looks like neither.
    #[error("reading an address: neither an e-mail address nor a phone number")]
    Neither,
}

impl Address {
    /// Reads what a person typed; a phone number without a country code is Chinese.
    ///
    /// # Errors
    /// When it is neither an e-mail address nor a phone number.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let folded = fold_width(text);
        let text = folded.trim();
        if text.is_empty() {
            Err(AddressError::Empty)
        } else if text.contains('@') {
            Email::parse(text)
                .map(Self::Email)
                .map_err(AddressError::Email)
        } else {
            Phone::parse(text, Region::CN)
                .map(Self::Phone)
                .map_err(|error| match error {
                    PhoneError::Empty | PhoneError::NotANumber => AddressError::Neither,
                    error => AddressError::Phone(error),
                })
        }
    }

    /// The canonical spelling: `maria@example.com`, `+8613812345678`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Phone(phone) => phone.as_str(),
        }
    }

    /// Which kind it is.
    pub const fn kind(&self) -> AddressKind {
        match self {
            Self::Email(_) => AddressKind::Email,
            Self::Phone(_) => AddressKind::Phone,
        }
    }

    /// The address as its owner reads it: a phone number in groups.
    pub fn display(&self) -> String {
        match self {
            Self::Email(email) => email.as_str().to_owned(),
            Self::Phone(phone) => phone.display(),
        }
    }

    /// The address as others may see it.
    pub fn masked(&self) -> String {
        match self {
            Self::Email(email) => email.masked(),
            Self::Phone(phone) => phone.masked(),
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_knows_mail_from_phone() {
        let address = Address::parse(" Maria@Example.com ").unwrap();
        assert_eq!(
            (address.kind(), address.as_str()),
            (AddressKind::Email, "maria@example.com")
        );
        let address = Address::parse("１３８ 1234 5678").unwrap();
        assert_eq!(
            (address.kind(), address.as_str()),
            (AddressKind::Phone, "+8613812345678")
        );
        assert_eq!(address.display(), "+86 138 1234 5678");
        assert_eq!(address.masked(), "+86 138 **** 5678");
    }

    #[test]
    fn the_refusal_names_what_the_person_was_typing() {
        assert_eq!(Address::parse("  "), Err(AddressError::Empty));
        assert_eq!(
            Address::parse("maria@"),
            Err(AddressError::Email(EmailError::Malformed))
        );
        assert_eq!(
            Address::parse("138123"),
            Err(AddressError::Phone(PhoneError::WrongLength))
        );
        assert_eq!(Address::parse("maria"), Err(AddressError::Neither));
    }

    #[test]
    fn json_says_which_kind_it_is() {
        let address = Address::parse("maria@example.com").unwrap();
        let json = serde_json::to_string(&address).unwrap();
        assert_eq!(json, r#"{"email":"maria@example.com"}"#);
        assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), address);
        assert!(serde_json::from_str::<Address>(r#"{"phone":"maria@example.com"}"#).is_err());
    }
}
