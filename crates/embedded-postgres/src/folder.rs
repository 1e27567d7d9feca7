//! What lies where in the folder of a cluster, and where its socket is.
//! It must never remove anything but what an interrupted start of ours has left.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{Read, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::account::Account;
use crate::connection::PORT;
use crate::error::{Doing, Error, Result};

/// The longest path of a unix socket: `sun_path` less its closing zero.
const SOCKET_PATH_MAX: usize = if cfg!(target_os = "macos") { 103 } else { 107 };
const PRIVATE_DIR: u32 = 0o700;
const PRIVATE_FILE: u32 = 0o600;
/// Others may pass through, not look around.
const PASSABLE_DIR: u32 = 0o711;
const PASSWORD_BYTES: usize = 32;
/// From here on the log of earlier runs is set aside at a start.
const LOG_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// The folder, by an absolute path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub fn at(path: &Path) -> Result<Self> {
        let path = real(path)?;
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
            make_passable(parent)?;
        }
        make_private(&self.0, account)
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
        let mut file = open_private(OpenOptions::new().write(true).truncate(true), &draft)?;
        file.write_all(password.as_bytes())
            .and_then(|()| file.sync_all())
            .doing("writing", &draft)?;
        account.own_file(&file, &draft)?;
        fs::rename(&draft, &path).doing("naming", &path)
    }

    /// Opens the log at its end, and sets a long one aside.
    pub fn open_log(&self, account: &Account) -> Result<fs::File> {
        let path = self.log();
        if fs::metadata(&path).is_ok_and(|meta| meta.len() > LOG_BYTES_MAX) {
            fs::rename(&path, path.with_extension("log.old")).doing("setting aside", &path)?;
        }
        let file = open_private(OpenOptions::new().append(true), &path)?;
        account.own_file(&file, &path)?;
        Ok(file)
    }
}

/// Opens a file of ours, made if missing. Where a link lies in its place it is refused: root must not
/// be led by another user to a file of somebody else's.
pub(crate) fn open_private(options: &mut OpenOptions, path: &Path) -> Result<File> {
    let no_links = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or_default();
    options
        .create(true)
        .mode(PRIVATE_FILE)
        .custom_flags(no_links)
        .open(path)
        .doing("opening", path)
}

/// The absolute path with the links in the part that exists followed, so that a folder is called the
/// same before and after it is made.
fn real(path: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(path).doing("finding", path)?;
    let found = absolute.ancestors().find_map(|part| {
        let rest = absolute.strip_prefix(part).ok()?;
        Some((part.canonicalize().ok()?, rest))
    });
    Ok(match found {
        Some((known, rest)) if rest.as_os_str().is_empty() => known,
        Some((known, rest)) => known.join(rest),
        None => absolute,
    })
}

/// Makes the folders that are missing on the way. Their mode is set afterwards: under root's umask
/// another user, as whom Postgres runs, might not get through.
fn make_passable(dir: &Path) -> Result<()> {
    if dir.exists() {
        return Ok(());
    }
    if let Some(parent) = dir.parent() {
        make_passable(parent)?;
    }
    DirBuilder::new()
        .mode(PRIVATE_DIR)
        .create(dir)
        .and_then(|()| fs::set_permissions(dir, Permissions::from_mode(PASSABLE_DIR)))
        .doing("creating", dir)
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
    fn a_folder_is_called_the_same_before_and_after_it_is_made() {
        let scratch = std::env::temp_dir().join(format!("okpay-real-{}", std::process::id()));
        fs::create_dir_all(scratch.join("there")).unwrap();
        std::os::unix::fs::symlink("there", scratch.join("link")).unwrap();
        let asked = scratch.join("link/data/postgres");
        let before = Folder::at(&asked).unwrap();
        fs::create_dir_all(&asked).unwrap();
        let after = Folder::at(&asked).unwrap();
        fs::remove_dir_all(&scratch).unwrap();
        assert_eq!(before, after);
        assert!(before.path().ends_with("there/data/postgres"));
    }

    #[test]
    fn a_link_in_the_place_of_a_file_of_ours_is_not_followed() {
        let scratch = std::env::temp_dir().join(format!("okpay-link-{}", std::process::id()));
        fs::create_dir_all(&scratch).unwrap();
        let (victim, link) = (scratch.join("victim"), scratch.join("launcher.lock"));
        fs::write(&victim, "precious").unwrap();
        std::os::unix::fs::symlink(&victim, &link).unwrap();
        let refused = open_private(OpenOptions::new().write(true).truncate(true), &link);
        let left = fs::read_to_string(&victim).unwrap();
        fs::remove_dir_all(&scratch).unwrap();
        assert!(refused.is_err());
        assert_eq!(left, "precious");
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // The test vector of the FNV reference for "a".
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
