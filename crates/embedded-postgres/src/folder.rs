//! What lies where in the folder of a cluster, and where its socket is.
//! It must never remove anything but what an interrupted start of ours has left.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{Read, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::connection::PORT;
use crate::error::{Doing, Error, Result};

/// The longest path of a unix socket: `sun_path` less its closing zero.
const SOCKET_PATH_MAX: usize = if cfg!(target_os = "macos") { 103 } else { 107 };
const PRIVATE_DIR: u32 = 0o700;
const PRIVATE_FILE: u32 = 0o600;
const PASSWORD_BYTES: usize = 32;
/// From here on the log of earlier runs is set aside at a start.
const LOG_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// The folder, by an absolute path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub fn at(path: &Path) -> Result<Self> {
        let path = path
            .canonicalize()
            .or_else(|_| std::path::absolute(path))
            .doing("finding", path)?;
        if path.to_str().is_none_or(|text| text.contains(['\n', '\r'])) {
            return Err(Error::UnusablePath { folder: path });
        }
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Postgres's own data directory.
    pub fn cluster(&self) -> PathBuf {
        self.0.join("cluster")
    }

    /// A cluster in the making; left behind when that was interrupted.
    pub fn unfinished(&self) -> PathBuf {
        self.0.join("cluster.unfinished")
    }

    pub fn password_file(&self) -> PathBuf {
        self.0.join("superuser.password")
    }

    pub fn log(&self) -> PathBuf {
        self.0.join("postgres.log")
    }

    pub fn lock(&self) -> PathBuf {
        self.0.join("launcher.lock")
    }

    /// Its presence says that the content may be thrown away.
    pub fn throwaway_mark(&self) -> PathBuf {
        self.0.join("throwaway")
    }

    /// Within the folder if the path is short enough, else a folder in `/tmp` named after it.
    pub fn socket_dir(&self) -> Result<PathBuf> {
        let inside = self.0.join("socket");
        if fits(&inside) {
            return Ok(inside);
        }
        let outside = PathBuf::from(format!(
            "/tmp/okpay-pg-{:016x}",
            fnv1a(self.0.as_os_str().as_encoded_bytes())
        ));
        if fits(&outside) {
            Ok(outside)
        } else {
            Err(Error::UnusablePath {
                folder: self.0.clone(),
            })
        }
    }

    /// Makes the folder itself, private to the account.
    pub fn make(&self, account: &Account) -> Result<()> {
        account.check_reach(&self.0)?;
        if self.0.exists() {
            return Ok(());
        }
        if let Some(parent) = self.0.parent() {
            fs::create_dir_all(parent).doing("creating", parent)?;
        }
        make_private(&self.0, account)?;
        // Once more, since the folders above may just have been made under a strict umask.
        account.check_reach(&self.0)
    }

    /// Makes the socket's folder. In `/tmp` another user may have been first: then it is refused.
    pub fn make_socket_dir(&self, account: &Account) -> Result<PathBuf> {
        let dir = self.socket_dir()?;
        match fs::symlink_metadata(&dir) {
            Err(_) => make_private(&dir, account)?,
            Ok(meta) => {
                let ours = meta.is_dir()
                    && meta.uid() == account.uid
                    && meta.mode() & 0o777 == PRIVATE_DIR;
                if !ours {
                    return Err(Error::NotOurs {
                        folder: dir,
                        owner: "somebody else".to_owned(),
                    });
                }
            }
        }
        Ok(dir)
    }

    /// Makes the superuser's password unless there is one.
    pub fn make_password(&self, account: &Account) -> Result<()> {
        let path = self.password_file();
        if path.exists() {
            return Ok(());
        }
        let mut bytes = [0; PASSWORD_BYTES];
        let source = Path::new("/dev/urandom");
        fs::File::open(source)
            .and_then(|mut file| file.read_exact(&mut bytes))
            .doing("reading", source)?;
        let password = hex(&bytes);
        // Renamed into place when it is whole, so that an interruption leaves none rather than half of one.
        let draft = path.with_extension("draft");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(PRIVATE_FILE)
            .open(&draft)
            .doing("creating", &draft)?;
        file.write_all(password.as_bytes())
            .and_then(|()| file.sync_all())
            .doing("writing", &draft)?;
        account.own(&draft)?;
        fs::rename(&draft, &path).doing("naming", &path)
    }

    /// Opens the log at its end, and sets a long one aside.
    pub fn open_log(&self, account: &Account) -> Result<fs::File> {
        let path = self.log();
        if fs::metadata(&path).is_ok_and(|meta| meta.len() > LOG_BYTES_MAX) {
            fs::rename(&path, path.with_extension("log.old")).doing("setting aside", &path)?;
        }
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(PRIVATE_FILE)
            .open(&path)
            .doing("opening", &path)?;
        account.own(&path)?;
        Ok(file)
    }
}

pub(crate) fn make_private(dir: &Path, account: &Account) -> Result<()> {
    DirBuilder::new()
        .mode(PRIVATE_DIR)
        .create(dir)
        .doing("creating", dir)?;
    account.own(dir)
}

fn fits(dir: &Path) -> bool {
    dir.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() <= SOCKET_PATH_MAX
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// FNV-1a, 64 bits: the same in every build, which the standard library's hasher does not promise.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_gets_a_short_socket() {
        let deep = Folder(PathBuf::from("/").join("long".repeat(40)));
        assert!(fits(&deep.socket_dir().unwrap()));
        assert_eq!(
            Folder("/srv/pg".into()).socket_dir().unwrap(),
            Path::new("/srv/pg/socket")
        );
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // The test vector of the FNV reference for "a".
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
