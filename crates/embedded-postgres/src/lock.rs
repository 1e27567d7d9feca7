//! One launcher per folder: a lock the kernel lets go of when its holder ends, however it ends.
//! It must never be inherited by Postgres, which outlives a killed launcher.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::Path;

use crate::account::Account;
use crate::error::{Doing, Error, Result};
use crate::folder::{Folder, open_private};

/// Held as long as the launcher lives.
#[derive(Debug)]
pub(crate) struct Lock {
    // The standard library opens files close-on-exec: PostgreSQL doesn't get it.
    _file: File,
}

impl Lock {
    /// Takes the lock, or tells who has it.
    pub fn take(folder: &Folder, account: &Account) -> Result<Self> {
        let path = folder.lock();
        let mut file = open_private(OpenOptions::new().read(true).write(true), &path)?;
        account.own_file(&file, &path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::AlreadyRunning {
                    folder: folder.path().to_path_buf(),
                    holder: named_in(&path),
                });
            }
            Err(TryLockError::Error(source)) => return Err(source).doing("locking", &path),
        }
        file.set_len(0)
            .and_then(|()| file.write_all(holder().as_bytes()))
            .doing("writing", &path)?;
        Ok(Self { _file: file })
    }
}

/// Which process runs the cluster of this folder, such as `4711 (okpay)`; `None` when nobody does or
/// it can't be told.
pub fn holder_of(folder: &Path) -> Option<String> {
    let path = Folder::at(folder).ok()?.lock();
    let file = File::open(&path).ok()?;
    // A lock that is got is let go of with the file.
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)).then(|| named_in(&path))
}

fn named_in(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.trim().to_owned()
}

/// `4711 (okpay)`.
fn holder() -> String {
    let program = std::env::current_exe().ok();
    let name = program
        .as_deref()
        .and_then(|path| path.file_name())
        .unwrap_or_default();
    format!("{} ({})", std::process::id(), name.to_string_lossy())
}
