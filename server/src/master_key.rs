//! Finds the master key, or makes it once beside the embedded database. Losing it makes payment passwords and sealed
//! secrets unreadable for ever, so it is never replaced.

use std::{io, path::PathBuf};

use crate::{
    clock::random_bytes,
    config::{KeyChoice, MasterKey},
    files::{read_or_make, read_private},
};

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("reading the master key from {}: {source}", path.display())]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{} does not hold 64 hexadecimal digits; make a key with `openssl rand -hex 32`", .0.display())]
    Shape(PathBuf),
}

/// The key this configuration names.
pub fn load(choice: &KeyChoice) -> Result<MasterKey, KeyError> {
    let (path, bytes) = match choice {
        KeyChoice::Given(key) => return Ok(key.clone()),
        KeyChoice::File(path) => (path, read_private(path)),
        KeyChoice::FileMadeOnce(path) => (
            path,
            read_or_make(path, || {
                MasterKey::from_bytes(random_bytes())
                    .to_hex()
                    .as_bytes()
                    .to_vec()
            }),
        ),
    };
    let bytes = bytes.map_err(|source| KeyError::File {
        path: path.clone(),
        source,
    })?;
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    MasterKey::parse(text).ok_or_else(|| KeyError::Shape(path.clone()))
}
