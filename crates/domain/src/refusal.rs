//! A refusal as it travels: the code, the field it belongs to, and the facts a text needs to be exact.
//! It must never carry a secret or the words themselves.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{AmountError, ErrorCode, Money, serde_text::text_enum};

/// The field of a form that a refusal belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// “Email or phone”.
    Address,
    /// “Name”.
    Name,
    /// “Password”.
    Password,
    /// “Confirm password”.
    ConfirmPassword,
    /// The password in force, when it is being changed.
    CurrentPassword,
    /// The password that is to come into force.
    NewPassword,
    /// “Verification code”.
    Code,
    /// “I accept the user agreement”.
    Agreement,
    /// “To”.
    To,
    /// “Amount”.
    Amount,
    /// “Currency”.
    Currency,
    /// “They get”, or “You get” of a conversion.
    TheyGet,
    /// The currency that comes out of a conversion.
    TargetCurrency,
    /// “Note”.
    Note,
    /// “Payment password”.
    PaymentPassword,
    /// The payment password in force, when it is being changed.
    CurrentPaymentPassword,
    /// “Card number”.
    CardNumber,
    /// “Expiry date”.
    Expiry,
    /// “Security code”.
    SecurityCode,
    /// The reference of a bank transfer.
    Reference,
    /// The time zone of a person's dates.
    TimeZone,
    /// When a person was born.
    Birthday,
    /// Where they live, and the parts of that address.
    Country,
    Street,
    City,
    PostalCode,
    /// “Search”.
    Search,
    /// “Type”.
    Type,
    /// “Status”.
    Status,
    /// “Smallest amount”.
    SmallestAmount,
    /// “Largest amount”.
    LargestAmount,
    /// “From date”.
    FromDate,
    /// “To date”.
    ToDate,
    /// “Tag”.
    Tag,
    /// “Tags”.
    Tags,
    /// “Private note”.
    PrivateNote,
}

text_enum!(Field {
    Address => "address",
    Name => "name",
    Password => "password",
    ConfirmPassword => "confirm_password",
    CurrentPassword => "current_password",
    NewPassword => "new_password",
    Code => "code",
    Agreement => "agreement",
    To => "to",
    Amount => "amount",
    Currency => "currency",
    TheyGet => "they_get",
    TargetCurrency => "target_currency",
    Note => "note",
    PaymentPassword => "payment_password",
    CurrentPaymentPassword => "current_payment_password",
    CardNumber => "card_number",
    Expiry => "expiry",
    SecurityCode => "security_code",
    Reference => "reference",
    TimeZone => "time_zone",
    Birthday => "birthday",
    Country => "country",
    Street => "street",
    City => "city",
    PostalCode => "postal_code",
    Search => "search",
    Type => "type",
    Status => "status",
    SmallestAmount => "smallest_amount",
    LargestAmount => "largest_amount",
    FromDate => "from_date",
    ToDate => "to_date",
    Tag => "tag",
    Tags => "tags",
    PrivateNote => "private_note",
});

/// What a text may say beyond the code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Decimal places the currency has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_decimals: Option<u32>,
    /// What can be spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<Money>,
    /// The limit that was met, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Money>,
    /// What is left of the limit, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<Money>,
    /// The most that would not be refused now, in the currency of the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Money>,
    /// In how many payments the same amount could be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<u32>,
    /// When the limit starts anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resets_at: Option<DateTime<Utc>>,
    /// The same moment by the clock of the person who reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resets_local: Option<NaiveDateTime>,
    /// Tries left before the next wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
    /// Seconds until the next try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_seconds: Option<u32>,
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The reason.
    pub code: ErrorCode,
    /// Where it is shown; none for the form as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// What makes it exact.
    #[serde(default)]
    pub facts: Facts,
}

impl Refusal {
    /// For this reason.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            field: None,
            facts: Facts::default(),
        }
    }

    /// Shown at this field.
    #[must_use]
    pub fn at(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// With its moments told by a clock too: `local` turns one into what that clock shows.
    #[must_use]
    pub fn by_clock(mut self, local: impl Fn(DateTime<Utc>) -> NaiveDateTime) -> Self {
        self.facts.resets_local = self.facts.resets_at.map(local);
        self
    }

    /// With these facts.
    #[must_use]
    pub fn with(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<AmountError> for Refusal {
    fn from(error: AmountError) -> Self {
        let max_decimals = match error {
            AmountError::TooManyDecimals { max } => Some(max),
            _ => None,
        };
        Self::new(error.into()).with(Facts {
            max_decimals,
            ..Facts::default()
        })
    }
}

macro_rules! from_code {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                Self::new(error.into())
            }
        }
    )+};
}

from_code!(
    crate::AddressError,
    crate::BirthdayError,
    crate::CurrencyError,
    crate::DateError,
    crate::NameError,
    crate::NoteError,
    crate::PasswordError,
    crate::PayeeError,
    crate::PaymentPasswordError,
    crate::PostalLineError,
    crate::QuoteError,
    crate::PrivateNoteError,
    crate::TagError,
    crate::TopUpFailure,
);
