//! Every kind of id, from one list, so that the id of a session can never stand where the id of a payment belongs.
//! It must never draw randomness or read a clock: both come in as arguments.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("parsing an id: not a UUID")]
pub struct IdError;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Builds a version 7 UUID (RFC 9562, section 5.7) from Unix time in milliseconds and 80 random bits, of
            /// which the version and the variant take six.
            pub const fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
            }

            /// Takes a UUID that is already known to name this kind of thing, as from its database column.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside, as for a database parameter.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError)
            }
        }
    )+};
}

ids! {
    /// A person who has registered.
    PersonId,
    /// A signed-in browser; not its secret token.
    SessionId,
    /// What a person saw on a confirm page and may carry out once.
    IntentId,
    /// Money that waits for somebody who has no account yet; the id of the intent it was sent under.
    InvitationId,
    /// Money that one person asks another for.
    RequestId,
    /// Money on its way in from a bank or a card.
    TopUpId,
    /// A saved card, known to the wallet by its token alone.
    CardId,
    /// An account of the ledger: one owner, one kind, one currency.
    AccountId,
    /// One money command; the same id has the same answer for ever.
    CommandId,
    /// What happened, as one row of the event journal.
    EventId,
    /// A message to a person, by mail or SMS.
    MessageId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_version_7_uuid_that_sorts_by_its_time() {
        let earlier = PersonId::from_parts(1_795_000_000_000, [0xFF; 10]);
        let later = PersonId::from_parts(1_795_000_000_001, [0; 10]);
        assert_eq!(earlier.as_uuid().get_version_num(), 7);
        assert_eq!(earlier.as_uuid().get_variant(), uuid::Variant::RFC4122);
        assert!(earlier < later);
    }

    #[test]
    fn an_id_survives_text_and_json() {
        let id = CommandId::from_parts(1_795_000_000_000, *b"0123456789");
        assert_eq!(id.to_string().parse(), Ok(id));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<CommandId>(&json).unwrap(), id);
    }

    #[test]
    fn what_is_no_uuid_is_no_id() {
        for text in [
            "",
            "1",
            "not-an-id",
            "0190b5a0-0000-7000-8000-00000000000",
            "\u{202e}",
        ] {
            assert_eq!(text.parse::<IntentId>(), Err(IdError), "{text}");
        }
    }
}
