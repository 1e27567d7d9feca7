//! What a wallet is, in types: money, currencies, people's addresses, states, limits, fees and the codes of refusals.
//! It must never do I/O, read a clock, draw a random number or use a float; it is the same on the server and in WASM.

mod serde_text;
mod text;

pub mod account_number;
pub mod address;
pub mod amount;
pub mod currency;
pub mod date;
mod decimal;
pub mod email;
pub mod entry;
pub mod error_code;
pub mod fees;
pub mod format;
pub mod ids;
pub mod limits;
pub mod locale;
pub mod money;
pub mod name;
pub mod note;
pub mod notices;
pub mod payee;
pub mod phone;
pub mod private_note;
pub mod profile;
pub mod quote;
pub mod rates;
pub mod refusal;
pub mod region;
pub mod search;
pub mod secret;
pub mod standing;
pub mod strength;
pub mod tag;
pub mod topup;
pub mod waiting;

pub use account_number::{AccountNumber, AccountNumberError};
pub use address::{Address, AddressError, AddressKind};
pub use amount::{AmountError, parse_amount, parse_size};
pub use currency::{Currency, CurrencyError};
pub use date::{DateError, format_date, format_date_time, format_day, format_time, parse_date};
pub use email::{Email, EmailError};
pub use entry::{EntryStatus, EntryType};
pub use error_code::{ErrorCode, NextStep};
pub use fees::{card_topup_fee, conversion_fee};
pub use format::{format_amount, format_money, format_signed, split_amount};
pub use ids::{
    AccountId, CardId, CommandId, EventId, IdError, IntentId, InvitationId, MessageId, PersonId,
    RequestId, SessionId, TopUpId,
};
pub use limits::{Level, Limits, limits_for};
pub use locale::Locale;
pub use money::{Money, MoneyError};
pub use name::{NameError, PersonName};
pub use note::{Note, NoteError};
pub use notices::{Channel, Choices, Topic};
pub use payee::{Payee, PayeeError};
pub use phone::{Phone, PhoneError};
pub use private_note::{PrivateNote, PrivateNoteError};
pub use profile::{BirthdayError, PostalLineError, parse_birthday, parse_postal_line};
pub use quote::{FixedSide, Quote, QuoteError};
pub use rates::{Rate, RateError, RateTable, Rounding};
pub use refusal::{Facts, Field, Refusal};
pub use region::{Region, RegionError};
pub use secret::{Password, PasswordError, PaymentPassword, PaymentPasswordError};
pub use standing::{Standing, StandingError};
pub use strength::{PasswordAdvice, Strength, Tip, Weakness};
pub use tag::{Tag, TagError};
pub use topup::{ImpossibleTransition, TopUpFailure, TopUpState};
pub use waiting::{InvitationEnd, RequestEnd};
