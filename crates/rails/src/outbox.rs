//! Where the sandbox's mail and SMS go instead of leaving the machine, and the kinds of message there are.
//! It never decides what a message says.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use domain::MessageId;
use serde::{Deserialize, Serialize};

use crate::{BoxFuture, RailError};

/// What a message is about; the outbox shows it and people can switch kinds off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    RegisterCode,
    SigninCode,
    Reset,
    MoneyIn,
    Security,
    Invite,
    Receipt,
}

/// A name that is no kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of message")]
pub struct UnknownMessageKind;

impl MessageKind {
    pub const ALL: [Self; 7] = [
        Self::RegisterCode,
        Self::SigninCode,
        Self::Reset,
        Self::MoneyIn,
        Self::Security,
        Self::Invite,
        Self::Receipt,
    ];

    /// The stable name in the database and in `/sandbox/outbox.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RegisterCode => "register_code",
            Self::SigninCode => "signin_code",
            Self::Reset => "reset",
            Self::MoneyIn => "money_in",
            Self::Security => "security",
            Self::Invite => "invite",
            Self::Receipt => "receipt",
        }
    }

    pub fn parse(name: &str) -> Result<Self, UnknownMessageKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or(UnknownMessageKind)
    }
}

impl FromStr for MessageKind {
    type Err = UnknownMessageKind;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::parse(name)
    }
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One message of the sandbox, serialised as `/sandbox/outbox.json` shows it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OutboxMessage {
    /// The message's identity: a message delivered twice is shown once.
    #[serde(skip)]
    pub id: MessageId,
    /// The e-mail address or the phone number (E.164).
    pub to: String,
    pub kind: MessageKind,
    /// Empty for an SMS.
    pub subject: String,
    pub text: String,
    pub code: Option<String>,
    pub link: Option<String>,
    pub at: DateTime<Utc>,
}

impl fmt::Debug for OutboxMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxMessage")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Keeps what the sandbox would have sent. The server implements it over the database, because
/// several servers share one outbox.
pub trait OutboxSink: Send + Sync {
    /// Keeps the message, once per [`OutboxMessage::id`].
    ///
    /// # Errors
    /// [`RailError::store`] when the message could not be kept.
    fn deliver(&self, message: OutboxMessage) -> BoxFuture<'_, Result<(), RailError>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_again_by_its_name() {
        for kind in MessageKind::ALL {
            assert_eq!(MessageKind::parse(kind.as_str()), Ok(kind));
            let json = serde_json::to_string(&kind).expect("serialises");
            assert_eq!(json, format!("\"{kind}\""));
        }
        assert_eq!(MessageKind::parse("Receipt"), Err(UnknownMessageKind));
    }
}
