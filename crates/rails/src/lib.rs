//! The outside world: mail, SMS, cards, banks and exchange rates, each a trait with a sandbox and, where there is one, a real client.
//! It never holds SQL, never decides what a person may do, and never writes a code, a number, a token or an address to a log.

pub mod bank;
pub mod card;
mod error;
pub mod fx;
pub mod mail;
mod outbox;
pub mod sms;
mod typed;

pub use error::{Cause, Operation, RailError};
pub use outbox::{MessageKind, OutboxMessage, OutboxSink, UnknownMessageKind};

/// What an asynchronous method of a rail answers, so that rails can be kept as `Arc<dyn …>`.
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;
