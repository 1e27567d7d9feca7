//! Values that must not be seen: connection URLs and the master key. Never shown by `Debug`, wiped when dropped.

use std::fmt;

use zeroize::Zeroizing;

/// A text that holds a password.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself; never to be logged.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The 32 bytes that are not in the database: payment passwords are keyed and secrets are sealed with what derives from it.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads 64 hexadecimal digits, blanks around them ignored. `None` for anything else and for a key of all the same byte.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        hex::decode_to_slice(text.trim(), bytes.as_mut_slice()).ok()?;
        let first = *bytes.first()?;
        let varied = bytes.iter().any(|byte| *byte != first);
        varied.then_some(Self(bytes))
    }

    /// The digits that [`MasterKey::parse`] reads.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    /// The bytes themselves; derive from them, never store them.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_being_written_and_read() {
        let key = MasterKey::from_bytes(std::array::from_fn(|place| u8::try_from(place).unwrap()));
        assert_eq!(
            MasterKey::parse(&format!("{}\n", *key.to_hex()))
                .unwrap()
                .expose(),
            key.expose()
        );
    }

    #[test]
    fn a_short_long_blank_or_uniform_key_is_refused() {
        for text in [
            "",
            "00",
            &"a".repeat(63),
            &"a".repeat(66),
            &"0".repeat(64),
            &"zz".repeat(32),
        ] {
            assert!(MasterKey::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn debug_shows_neither_a_key_nor_a_url() {
        let shown = format!(
            "{:?} {:?}",
            Secret::new("hunter2".into()),
            MasterKey::from_bytes([7; 32])
        );
        assert_eq!(shown, "Secret(…) MasterKey(…)");
    }
}
