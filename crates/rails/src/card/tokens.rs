//! The names that a processor gives to cards, charges and challenges.
//! They never appear in debug output: whoever reads a log must not be able to use them.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! processor_name {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

processor_name! {
    /// Stands for a card at the processor.
    ProcessorToken
}
processor_name! {
    /// The processor's name for a charge that succeeded; the bank's statement shows it.
    ChargeReference
}
processor_name! {
    /// Stands for one 3-D Secure challenge.
    ChallengeId
}
