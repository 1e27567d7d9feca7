//! Serde for types that are one canonical string on the wire: written with `as_str`, read through `parse`.
//! It must never let a value in that its own parser refuses.

/// Implements `Serialize` and `Deserialize` for a type through its canonical text and the given parser.
macro_rules! serde_as_text {
    ($name:ty, $parse:expr) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text =
                    <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                ($parse)(text.as_ref()).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Implements the SQL and wire spelling of a plain enum: `ALL`, `as_str`, `parse`, `Display` and serde.
macro_rules! text_enum {
    ($name:ident { $($variant:ident => $text:literal),+ $(,)? }) => {
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable spelling used in SQL and on the wire; it never changes once released.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads the stable spelling back; `None` for any other text.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $crate::serde_text::serde_as_text!($name, |text| <$name>::parse(text)
            .ok_or(concat!("not a known spelling of ", stringify!($name))));
    };
}

pub(crate) use {serde_as_text, text_enum};
