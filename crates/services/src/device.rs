//! Browsers that somebody has signed in with before. Their mark opens nothing: it only has their wrong tries counted
//! apart from those of strangers, so it outlives sessions and changes of password.

use std::fmt::Write as _;

use domain::PersonId;
use zeroize::Zeroizing;

use crate::{
    Client, Wallet,
    crypto::{Use, same},
};

/// 128 bits of the device's own id.
const ID_DIGITS: usize = 32;

/// What the browser holds: the device's id and, under a key of ours, that this person signed in with it.
pub struct DeviceToken(Zeroizing<String>);

impl DeviceToken {
    /// As sent in the cookie: two hexadecimal numbers with a dot between them.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Wallet {
    /// The id of the device a request comes from, if this person has signed in with it.
    pub(crate) fn device_of(&self, person: PersonId, client: &Client) -> Option<String> {
        let (id, mac) = client.device.as_deref()?.split_once('.')?;
        (id.len() == ID_DIGITS && same(mac.as_bytes(), self.device_mac(person, id).as_bytes()))
            .then(|| id.to_owned())
    }

    /// The mark of a device this person has just signed in with; a known one keeps its id.
    pub(crate) fn device_for(&self, person: PersonId, client: &Client) -> DeviceToken {
        let id = self
            .device_of(person, client)
            .unwrap_or_else(|| hex(&self.env.bytes::<{ ID_DIGITS / 2 }>()));
        let mac = self.device_mac(person, &id);
        DeviceToken(Zeroizing::new(format!("{id}.{mac}")))
    }

    fn device_mac(&self, person: PersonId, id: &str) -> String {
        let person = person.as_uuid();
        hex(&self
            .keys
            .mac(Use::Device, &[person.as_bytes(), id.as_bytes()]))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
