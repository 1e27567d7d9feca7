//! Which code each refusal of a parser has.
//! It must never fold two reasons into one code where a person would do different things about them.

use super::ErrorCode;
use crate::{
    AccountNumberError, AddressError, AmountError, BirthdayError, CurrencyError, DateError,
    EmailError, NameError, NoteError, PasswordError, PayeeError, PaymentPasswordError, PhoneError,
    PostalLineError, PrivateNoteError, TagError, TopUpFailure,
};

impl From<AmountError> for ErrorCode {
    fn from(error: AmountError) -> Self {
        match error {
            AmountError::Empty => Self::AmountEmpty,
            AmountError::NotANumber => Self::AmountNotANumber,
            AmountError::Negative => Self::AmountNegative,
            AmountError::Grouping => Self::AmountGrouping,
            AmountError::TooManyDecimals { .. } => Self::AmountTooManyDecimals,
            AmountError::Zero => Self::AmountZero,
            AmountError::TooLarge => Self::AmountTooLarge,
        }
    }
}

impl From<BirthdayError> for ErrorCode {
    fn from(error: BirthdayError) -> Self {
        match error {
            BirthdayError::Malformed => Self::BirthdayMalformed,
            BirthdayError::OutOfRange => Self::BirthdayOutOfRange,
        }
    }
}

impl From<PostalLineError> for ErrorCode {
    fn from(error: PostalLineError) -> Self {
        match error {
            PostalLineError::TooLong => Self::PostalLineTooLong,
            PostalLineError::NotAllowed => Self::PostalLineNotAllowed,
        }
    }
}

impl From<CurrencyError> for ErrorCode {
    fn from(CurrencyError: CurrencyError) -> Self {
        Self::CurrencyUnknown
    }
}

impl From<EmailError> for ErrorCode {
    fn from(error: EmailError) -> Self {
        match error {
            EmailError::Empty => Self::AddressEmpty,
            EmailError::TooLong => Self::EmailTooLong,
            EmailError::Malformed => Self::EmailMalformed,
        }
    }
}

impl From<PhoneError> for ErrorCode {
    fn from(error: PhoneError) -> Self {
        match error {
            PhoneError::Empty => Self::AddressEmpty,
            PhoneError::NotANumber => Self::AddressNotRecognized,
            PhoneError::UnknownCallingCode => Self::PhoneUnknownCallingCode,
            PhoneError::WrongLength => Self::PhoneWrongLength,
            PhoneError::NotAssigned => Self::PhoneNotAssigned,
        }
    }
}

impl From<AddressError> for ErrorCode {
    fn from(error: AddressError) -> Self {
        match error {
            AddressError::Empty => Self::AddressEmpty,
            AddressError::Email(error) => error.into(),
            AddressError::Phone(error) => error.into(),
            AddressError::Neither => Self::AddressNotRecognized,
        }
    }
}

impl From<PayeeError> for ErrorCode {
    fn from(error: PayeeError) -> Self {
        match error {
            PayeeError::Empty | PayeeError::Address(AddressError::Empty) => Self::PayeeEmpty,
            PayeeError::Account(AccountNumberError::WrongCheckDigit) => {
                Self::PayeeAccountNumberWrong
            }
            PayeeError::Account(_) | PayeeError::Address(AddressError::Neither) => {
                Self::PayeeNotRecognized
            }
            PayeeError::Address(error) => error.into(),
        }
    }
}

impl From<NameError> for ErrorCode {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Empty => Self::NameEmpty,
            NameError::TooLong => Self::NameTooLong,
            NameError::NotAllowed => Self::NameNotAllowed,
            NameError::NoLetter => Self::NameNoLetter,
            NameError::MixedScripts => Self::NameMixedScripts,
        }
    }
}

impl From<NoteError> for ErrorCode {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::TooLong => Self::NoteTooLong,
            NoteError::NotAllowed => Self::NoteNotAllowed,
        }
    }
}

impl From<DateError> for ErrorCode {
    fn from(DateError: DateError) -> Self {
        Self::DateMalformed
    }
}

impl From<TagError> for ErrorCode {
    fn from(error: TagError) -> Self {
        match error {
            TagError::TooLong => Self::TagTooLong,
            TagError::NotAllowed => Self::TagNotAllowed,
            TagError::TooMany => Self::TagsTooMany,
        }
    }
}

impl From<PrivateNoteError> for ErrorCode {
    fn from(error: PrivateNoteError) -> Self {
        match error {
            PrivateNoteError::TooLong => Self::PrivateNoteTooLong,
            PrivateNoteError::NotAllowed => Self::PrivateNoteNotAllowed,
        }
    }
}

impl From<PasswordError> for ErrorCode {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::TooShort => Self::PasswordTooShort,
            PasswordError::TooLong => Self::PasswordTooLong,
        }
    }
}

impl From<PaymentPasswordError> for ErrorCode {
    fn from(error: PaymentPasswordError) -> Self {
        match error {
            PaymentPasswordError::TooShort => Self::PaymentPasswordTooShort,
            PaymentPasswordError::TooLong => Self::PaymentPasswordTooLong,
            PaymentPasswordError::TooSimple => Self::PaymentPasswordTooSimple,
        }
    }
}

impl From<TopUpFailure> for ErrorCode {
    fn from(failure: TopUpFailure) -> Self {
        match failure {
            TopUpFailure::BankMaintenance => Self::TopUpBankMaintenance,
            TopUpFailure::InsufficientFunds => Self::TopUpInsufficientFunds,
            TopUpFailure::WrongDetails => Self::TopUpWrongDetails,
            TopUpFailure::OurMaintenance => Self::TopUpOurMaintenance,
            TopUpFailure::CardDeclined => Self::CardDeclined,
            TopUpFailure::CardExpired => Self::CardExpired,
            TopUpFailure::WrongSecurityCode => Self::CardSecurityCodeWrong,
            TopUpFailure::AuthenticationFailed => Self::CardAuthenticationFailed,
            TopUpFailure::Lapsed => Self::TopUpLapsed,
            TopUpFailure::AmountMismatch => Self::TopUpAmountMismatch,
        }
    }
}
