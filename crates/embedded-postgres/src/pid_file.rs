//! Reads `postmaster.pid`, and finds out whether the process it names is a postmaster of this cluster.
//! It must never remove the file: its shared-memory key is what keeps two postmasters apart.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use rustix::process::{Pid, test_kill_process};

use crate::error::{Doing, Result};
use crate::folder::open_private;

/// A number no process has (beyond every system's limit), which Postgres takes for a dead one.
const NOBODY: &str = "2147483647";
const READY_LINE: usize = 7;
/// What follows the cluster's path in the command line of a postmaster of ours.
#[cfg(any(test, not(target_os = "linux")))]
const FIRST_SETTING: &str = " -c listen_addresses=";

/// What `postmaster.pid` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PidFile {
    pub pid: Pid,
    /// Whether the postmaster has declared itself ready for connections.
    pub ready: bool,
}

/// Who that process is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A living postmaster of this cluster.
    Postmaster(Pid),
    /// Nobody: it has ended.
    Gone,
    /// Somebody else who has been given the number since.
    Stranger,
    /// It lives, but this system does not tell who it is.
    Unknown,
}

impl PidFile {
    /// Its content, if the file is there and well-formed.
    pub fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(path(cluster)).ok()?)
    }

    /// The same, where not being allowed to look is not the same as nothing there.
    ///
    /// # Errors
    /// When the file may be there but can't be read.
    pub fn find(cluster: &Path) -> Result<Option<Self>> {
        let path = path(cluster);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Self::parse(&text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).doing("reading", &path),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = Pid::from_raw(lines.next()?.trim().parse().ok()?)?;
        let ready = lines
            .nth(READY_LINE - 1)
            .is_some_and(|line| line.trim() == "ready");
        Some(Self { pid, ready })
    }

    /// Looks the process up.
    pub fn holder(self, cluster: &Path) -> Holder {
        if !is_alive(self.pid) {
            return Holder::Gone;
        }
        match describe(self.pid) {
            None => Holder::Unknown,
            Some(about) if about.is_postmaster_of(cluster) => Holder::Postmaster(self.pid),
            Some(_) => Holder::Stranger,
        }
    }
}

/// Makes the file name nobody, and keeps the rest: Postgres then takes over after its own check
/// that no process still uses the shared memory named there.
pub(crate) fn disown(cluster: &Path) -> Result<()> {
    let path = path(cluster);
    let text = fs::read_to_string(&path).doing("reading", &path)?;
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    open_private(OpenOptions::new().write(true).truncate(true), &path)?
        .write_all(format!("{NOBODY}\n{rest}").as_bytes())
        .doing("writing", &path)
}

/// Whether the process exists and is more than the entry its parent has not read yet.
pub(crate) fn is_alive(pid: Pid) -> bool {
    match test_kill_process(pid) {
        Err(rustix::io::Errno::SRCH) => false,
        // No permission: it lives, as another user.
        _ => !describe(pid).is_some_and(|about| about.zombie),
    }
}

fn path(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

struct About {
    command: Vec<String>,
    folder: Option<PathBuf>,
    zombie: bool,
}

impl About {
    fn is_postmaster_of(&self, cluster: &Path) -> bool {
        let program = self
            .command
            .first()
            .map(Path::new)
            .and_then(Path::file_name);
        let postgres = program.is_some_and(|name| name == "postgres" || name == "postmaster");
        let named = self.command.iter().any(|word| Path::new(word) == cluster);
        // A postmaster's working folder is its cluster.
        postgres && (named || self.folder.as_deref() == Some(cluster))
    }
}

#[cfg(target_os = "linux")]
fn describe(pid: Pid) -> Option<About> {
    let proc = PathBuf::from(format!("/proc/{}", pid.as_raw_nonzero()));
    let stat = fs::read_to_string(proc.join("stat")).ok()?;
    // `pid (name) state …`, and the name may itself hold brackets.
    let zombie = stat
        .rsplit_once(") ")
        .is_some_and(|(_, rest)| rest.starts_with(['Z', 'X']));
    let command = fs::read(proc.join("cmdline")).ok()?;
    let command = command
        .split(|byte| *byte == 0)
        .map(|word| String::from_utf8_lossy(word).into_owned());
    Some(About {
        command: command.collect(),
        folder: fs::read_link(proc.join("cwd")).ok(),
        zombie,
    })
}

#[cfg(not(target_os = "linux"))]
fn describe(pid: Pid) -> Option<About> {
    let number = pid.as_raw_nonzero().to_string();
    let output = std::process::Command::new("ps")
        .args(["-ww", "-o", "stat=", "-o", "command=", "-p", &number])
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let (state, command) = text.split_once(char::is_whitespace)?;
    Some(About {
        command: words_of(command.trim()),
        folder: None,
        zombie: state.starts_with('Z'),
    })
}

/// Program and cluster out of a command line as we start it, whose words `ps` has joined. Either may
/// hold blanks and dashes, so only the option that comes next ends the cluster's path.
#[cfg(any(test, not(target_os = "linux")))]
fn words_of(command: &str) -> Vec<String> {
    let (program, rest) = command.split_once(" -D ").unwrap_or((command, ""));
    let folder = rest
        .split_once(FIRST_SETTING)
        .map_or(rest, |(path, _)| path);
    vec![program.to_owned(), folder.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_file_tells_the_process_and_whether_it_is_ready() {
        let text = "4711\n/data\n1700000000\n5432\n/sock\n\n  1 2\nready   \n";
        let file = PidFile::parse(text).unwrap();
        assert_eq!(file.pid.as_raw_nonzero().get(), 4711);
        assert!(file.ready);
        assert!(!PidFile::parse("4711\n/data\n").unwrap().ready);
        assert_eq!(PidFile::parse(""), None);
    }

    #[test]
    fn a_joined_command_line_gives_the_cluster_even_with_blanks_and_dashes() {
        let line =
            "/opt/pg 18/bin/postgres -D /srv/my -data/cluster -c listen_addresses= -c port=5432";
        assert_eq!(
            words_of(line),
            ["/opt/pg 18/bin/postgres", "/srv/my -data/cluster"]
        );
        assert_eq!(words_of("/bin/zsh"), ["/bin/zsh", ""]);
    }

    #[test]
    fn this_test_is_alive_and_no_postmaster() {
        let file = PidFile {
            pid: rustix::process::getpid(),
            ready: false,
        };
        assert!(is_alive(file.pid));
        assert_eq!(file.holder(Path::new("/nowhere")), Holder::Stranger);
    }
}
