//! Why a cluster could not be had, in words a person can act upon.
//! It must never contain a password.

use std::path::{Path, PathBuf};

/// Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "no PostgreSQL binaries were found (version {minimum} or later); install them \
         (Debian: apt-get install postgresql; macOS: brew install postgresql@18) or run `cargo xtask doctor`"
    )]
    NoBinaries { minimum: u32 },

    #[error(
        "the database in {} was made by PostgreSQL {cluster}, but only {found} is installed; \
         install PostgreSQL {cluster}, or move the data over with pg_dump; the folder was not touched",
        folder.display()
    )]
    OtherVersion {
        folder: PathBuf,
        cluster: String,
        found: String,
    },

    #[error(
        "the database in {} is in use by process {holder}; stop that one first, or choose another data folder",
        folder.display()
    )]
    AlreadyRunning { folder: PathBuf, holder: String },

    #[error("{} holds files, but no database of ours; choose another data folder", folder.display())]
    NotACluster { folder: PathBuf },

    #[error("the database in {} belongs to {owner}; run as that user, or choose another data folder", folder.display())]
    NotOurs { folder: PathBuf, owner: String },

    #[error(
        "PostgreSQL does not run as root, and the user `{account}` it would run as may not enter {}; \
         choose a data folder outside it, such as /var/lib/okpay",
        barrier.display()
    )]
    Unreachable { barrier: PathBuf, account: String },

    #[error(
        "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` it could run as; add one, or start as another user"
    )]
    NoAccount,

    #[error("{} is too long a path, or not one PostgreSQL can be told; choose another data folder", folder.display())]
    UnusablePath { folder: PathBuf },

    #[error("the database could not be {deed}; the end of {}:\n{tail}", log.display())]
    Postgres {
        deed: &'static str,
        log: PathBuf,
        tail: String,
    },

    #[error("the database in {} did not {deed} in time; its log is {}", folder.display(), log.display())]
    TooSlow {
        deed: &'static str,
        folder: PathBuf,
        log: PathBuf,
    },

    #[error("{doing}: {source}")]
    Io {
        doing: String,
        source: std::io::Error,
    },
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Names the file and the deed in an I/O error.
pub(crate) trait Doing<T> {
    fn doing(self, deed: &str, path: &Path) -> Result<T>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, deed: &str, path: &Path) -> Result<T> {
        self.map_err(|source| Error::Io {
            doing: format!("{deed} {}", path.display()),
            source,
        })
    }
}
