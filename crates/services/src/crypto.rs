//! Keys that are not in the database, and what is made with them. One master key; each use has its own subkey, so that
//! a value made for one purpose proves nothing for another.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

type HmacSha256 = Hmac<Sha256>;

/// What a keyed hash is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Use {
    Code,
    PaymentPassword,
    Throttle,
    Lookup,
    /// A browser somebody has signed in with.
    Device,
    /// Ids that follow from their cause, so that the same cause cannot act twice.
    DerivedId,
}

impl Use {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Code => b"okpay code v1",
            Self::PaymentPassword => b"okpay payment password v1",
            Self::Throttle => b"okpay throttle v1",
            Self::Lookup => b"okpay lookup v1",
            Self::Device => b"okpay device v1",
            Self::DerivedId => b"okpay derived id v1",
        }
    }
}

/// The master key is unusable.
#[derive(Debug, thiserror::Error)]
#[error("the master key must be 32 bytes, and is {0}")]
pub struct KeysError(usize);

/// The server's secret keys. Never printed, wiped when dropped.
#[derive(Clone)]
pub struct Keys {
    master: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// From the operator's 32 secret bytes.
    ///
    /// # Errors
    /// When there are not exactly 32.
    pub fn new(master: &[u8]) -> Result<Self, KeysError> {
        let master = <[u8; 32]>::try_from(master).map_err(|_| KeysError(master.len()))?;
        Ok(Self {
            master: Zeroizing::new(master),
        })
    }

    /// HMAC-SHA256 of the parts under the subkey of this use. Lengths go in, so that parts cannot run into each other.
    pub(crate) fn mac(&self, r#use: Use, parts: &[&[u8]]) -> [u8; 32] {
        let subkey = Zeroizing::new(tag(&self.master[..], [r#use.label()]));
        let framed = parts
            .iter()
            .flat_map(|part| [(part.len() as u64).to_le_bytes().to_vec(), part.to_vec()]);
        tag(
            &subkey[..],
            framed.collect::<Vec<_>>().iter().map(Vec::as_slice),
        )
    }
}

fn tag<'a>(key: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    // HMAC takes a key of any length (RFC 2104), so this constructor has no failing case.
    let Ok(mut mac) = HmacSha256::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Compares without telling by its duration where the two differ.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}
