//! The user Postgres runs as. It refuses root, so a root launcher steps down to another user.
//! It must never run as somebody who can't reach the folder, nor open a way for them by changing modes.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Doing, Error, Result};

const PASSWD: &str = "/etc/passwd";
/// In order of preference; the second is macOS' name.
const CANDIDATES: [&str; 4] = ["postgres", "_postgres", "okpay", "nobody"];

/// Whether this process is root, as whom Postgres refuses to run.
pub fn running_as_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether the user Postgres would run as can reach this folder, made or yet to be made.
/// A launcher asks it before it settles on a default data folder.
pub fn reachable_by_postgres(folder: &Path) -> bool {
    let Ok(folder) = std::path::absolute(folder) else {
        return false;
    };
    Account::choose(&folder).is_ok_and(|account| account.check_reach(&folder).is_ok())
}

/// A user other than the current one, or the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
    /// Whether this process has to become that user for Postgres's programs.
    pub step_down: bool,
}

impl Account {
    /// For a folder that exists its owner, so that root and the owner can take turns; else the first
    /// suitable user of the machine.
    pub fn choose(folder: &Path) -> Result<Self> {
        let (uid, gid) = (
            rustix::process::geteuid().as_raw(),
            rustix::process::getegid().as_raw(),
        );
        let passwd = fs::read_to_string(PASSWD).unwrap_or_default();
        let owner = fs::metadata(folder)
            .ok()
            .map(|meta| (meta.uid(), meta.gid()));
        if uid != 0 {
            return match owner {
                Some((owner, _)) if owner != uid => Err(Error::NotOurs {
                    folder: folder.to_path_buf(),
                    owner: name_of(&passwd, owner),
                }),
                _ => Ok(Self {
                    name: name_of(&passwd, uid),
                    uid,
                    gid,
                    step_down: false,
                }),
            };
        }
        if let Some((uid, gid)) = owner.filter(|(uid, _)| *uid != 0) {
            return Ok(Self {
                name: name_of(&passwd, uid),
                uid,
                gid,
                step_down: true,
            });
        }
        CANDIDATES
            .iter()
            .find_map(|name| entries(&passwd).find(|entry| entry.name == *name && entry.uid != 0))
            .map(|entry| Self {
                name: entry.name.to_owned(),
                uid: entry.uid,
                gid: entry.gid,
                step_down: true,
            })
            .ok_or(Error::NoAccount)
    }

    /// For a folder that is yet to be made.
    pub fn for_new_folder() -> Result<Self> {
        Self::choose(Path::new(""))
    }

    /// Makes a program run as this user; the standard library drops root's groups with it.
    pub fn apply(&self, command: &mut Command) {
        use std::os::unix::process::CommandExt;
        if self.step_down {
            command.uid(self.uid).gid(self.gid);
        }
    }

    /// Hands a folder that root made to this user. A link somebody put in its place is not followed.
    pub fn own(&self, path: &Path) -> Result<()> {
        if !self.step_down {
            return Ok(());
        }
        std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid)).doing("handing over", path)
    }

    /// The same for an open file, whatever its name leads to by now.
    pub fn own_file(&self, file: &fs::File, path: &Path) -> Result<()> {
        if !self.step_down {
            return Ok(());
        }
        std::os::unix::fs::fchown(file, Some(self.uid), Some(self.gid)).doing("handing over", path)
    }

    /// Whether this user may pass through every folder above `path` that exists.
    pub fn check_reach(&self, path: &Path) -> Result<()> {
        if !self.step_down {
            return Ok(());
        }
        let real = existing_part(path);
        let barrier = real.ancestors().find(|dir| {
            // The folder itself is made by us or belongs to this user.
            *dir != path && fs::metadata(dir).is_ok_and(|meta| !self.may_enter(&meta))
        });
        match barrier {
            None => Ok(()),
            Some(dir) => Err(Error::Unreachable {
                barrier: dir.to_path_buf(),
                account: self.name.clone(),
            }),
        }
    }

    fn may_enter(&self, meta: &fs::Metadata) -> bool {
        let bit = if meta.uid() == self.uid {
            0o100
        } else if meta.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        meta.mode() & bit != 0
    }
}

/// The nearest folder that exists, with links followed: what lies behind a link counts too.
fn existing_part(path: &Path) -> PathBuf {
    path.ancestors()
        .find_map(|part| part.canonicalize().ok())
        .unwrap_or_else(|| path.to_path_buf())
}

struct Entry<'a> {
    name: &'a str,
    uid: u32,
    gid: u32,
}

/// The lines of a passwd file: `name:password:uid:gid:…`; others are skipped.
fn entries(passwd: &str) -> impl Iterator<Item = Entry<'_>> {
    passwd.lines().filter_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Entry { name, uid, gid })
    })
}

fn name_of(passwd: &str, uid: u32) -> String {
    entries(passwd)
        .find(|entry| entry.uid == uid)
        .map_or_else(|| format!("user {uid}"), |entry| entry.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str =
        "root:x:0:0:root:/root:/bin/bash\n# a remark\nnobody:*:65534:65534::/:/bin/false\n";

    #[test]
    fn a_user_is_named_by_the_passwd_file_and_by_number_without_it() {
        assert_eq!(name_of(SAMPLE, 65534), "nobody");
        assert_eq!(name_of(SAMPLE, 4711), "user 4711");
    }

    #[test]
    fn a_line_that_is_no_entry_is_skipped() {
        assert_eq!(entries(SAMPLE).count(), 2);
    }
}
