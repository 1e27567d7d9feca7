//! How to reach the cluster.
//! It must never show the password in a debug print.

use std::fmt::{self, Write};
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Doing, Result};
use crate::folder::Folder;
use crate::pid_file::{Holder, PidFile};

/// A part of the socket's file name only: nothing listens on a port.
pub(crate) const PORT: u16 = 5432;
pub(crate) const SUPERUSER: &str = "postgres";

/// The cluster's address and its superuser.
#[derive(Clone, PartialEq, Eq)]
pub struct Connection {
    /// The folder of the unix socket.
    pub socket_dir: PathBuf,
    /// The number in the socket's name.
    pub port: u16,
    /// The superuser's name.
    pub user: String,
    /// The superuser's password.
    pub password: String,
}

impl Connection {
    pub(crate) fn to(folder: &Folder) -> Result<Self> {
        let path = folder.password_file();
        Ok(Self {
            socket_dir: folder.socket_dir()?,
            port: PORT,
            user: SUPERUSER.to_owned(),
            password: fs::read_to_string(&path)
                .doing("reading", &path)?
                .trim()
                .to_owned(),
        })
    }

    /// How to reach the cluster that some process runs in this folder, if one does.
    ///
    /// # Errors
    /// When this user may not look into the folder.
    pub fn of_running(folder: &Path) -> Result<Option<Self>> {
        let folder = Folder::at(folder)?;
        let cluster = folder.cluster();
        // A killed postmaster leaves its file, which then still says that it is ready.
        let lives = |file: &PidFile| {
            file.ready
                && matches!(
                    file.holder(&cluster),
                    Holder::Postmaster(_) | Holder::Unknown
                )
        };
        match PidFile::find(&cluster)?.filter(lives) {
            Some(_) => Self::to(&folder).map(Some),
            None => Ok(None),
        }
    }

    /// A URL for sqlx and libpq, as the superuser, to the database `postgres`.
    pub fn superuser_url(&self) -> String {
        self.url(&self.user, &self.password, "postgres")
    }

    /// A URL for sqlx and libpq. The host before the path is a filler that the query overrides.
    pub fn url(&self, role: &str, password: &str, database: &str) -> String {
        format!(
            "postgres://{}:{}@localhost/{}?host={}&port={}",
            escape(role),
            escape(password),
            escape(database),
            escape(&self.socket_dir.to_string_lossy()),
            self.port
        )
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("socket_dir", &self.socket_dir)
            .field("port", &self.port)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// Percent-encoding of RFC 3986: all but the unreserved characters.
fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection() -> Connection {
        Connection {
            socket_dir: "/tmp/a b".into(),
            port: 5432,
            user: "postgres".into(),
            password: "se/cret".into(),
        }
    }

    #[test]
    fn a_url_survives_odd_characters() {
        assert_eq!(
            connection().superuser_url(),
            "postgres://postgres:se%2Fcret@localhost/postgres?host=%2Ftmp%2Fa%20b&port=5432"
        );
    }

    #[test]
    fn a_debug_print_keeps_the_password_to_itself() {
        assert!(!format!("{:?}", connection()).contains("cret"));
    }
}
