//! Short messages to telephones: the trait, the message and the sandbox.
//! It never composes a text. There is no real client: an SMS provider comes with the operator's contract.

mod sandbox;

use std::fmt;

use chrono::{DateTime, Utc};
use domain::{MessageId, Phone};

use crate::{BoxFuture, MessageKind, RailError};
pub use sandbox::SandboxSms;

/// One message to one telephone; `code` and `link` repeat what stands in `text`.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms {
    pub to: Phone,
    pub text: String,
    pub kind: MessageKind,
    pub code: Option<String>,
    pub link: Option<String>,
    /// Stays the same when sending is tried again: the provider's idempotency key.
    pub message_id: MessageId,
    pub at: DateTime<Utc>,
}

impl fmt::Debug for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sms")
            .field("message_id", &self.message_id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Sends short messages. A client for a provider tells a number that will never work
/// ([`RailError::Permanent`]) from a provider that does not answer ([`RailError::Temporary`]).
pub trait SmsSender: Send + Sync {
    /// Hands the message over.
    ///
    /// # Errors
    /// [`RailError`] with [`Operation::SendSms`](crate::Operation::SendSms).
    fn send<'a>(&'a self, sms: &'a Sms) -> BoxFuture<'a, Result<(), RailError>>;
}
