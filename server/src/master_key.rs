//! Finds the master key, or makes it once beside the embedded database. Losing it makes payment passwords and sealed
//! secrets unreadable for ever, so it is never replaced.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    clock::random_bytes,
    config::{Flags, KeyChoice, MasterKey},
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
    #[error(
        "the master key {} is gone, but the database beside it is there: without its key no payment password can be \
         checked. Put the file back from where you keep it; or, to begin anew, move {} away",
        path.display(), folder.display()
    )]
    Lost { path: PathBuf, folder: PathBuf },
}

/// Its name in the data folder.
pub const FILE: &str = "master.key";
/// The folder of the embedded database beside it.
pub const DATABASE_FOLDER: &str = "postgres";

/// Makes sure that the embedded database has its key from the first day, unless it is kept elsewhere.
pub fn made_beside(flags: &Flags) -> Result<(), KeyError> {
    if flags.key_file.is_some() || flags.secret_key.is_some() {
        return Ok(());
    }
    load(&KeyChoice::FileMadeOnce(flags.data_dir.join(FILE))).map(|_| ())
}

/// The key this configuration names.
pub fn load(choice: &KeyChoice) -> Result<MasterKey, KeyError> {
    let (path, bytes) = match choice {
        KeyChoice::Given(key) => return Ok(key.clone()),
        KeyChoice::File(path) => (path, read_private(path)),
        KeyChoice::FileMadeOnce(path) => {
            refuse_if_lost(path)?;
            let made = || {
                MasterKey::from_bytes(random_bytes())
                    .to_hex()
                    .as_bytes()
                    .to_vec()
            };
            (path, read_or_make(path, made))
        }
    };
    let bytes = bytes.map_err(|source| KeyError::File {
        path: path.clone(),
        source,
    })?;
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    MasterKey::parse(text).ok_or_else(|| KeyError::Shape(path.clone()))
}

/// A database that was made has been used with a key: a new one would make its payment passwords unreadable in silence.
fn refuse_if_lost(path: &Path) -> Result<(), KeyError> {
    let folder = path.with_file_name(DATABASE_FOLDER);
    if !path.exists() && folder.join("cluster").exists() {
        return Err(KeyError::Lost {
            path: path.to_owned(),
            folder,
        });
    }
    Ok(())
}
