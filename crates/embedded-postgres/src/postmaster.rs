//! The running server process: starting it, waiting until it is ready, stopping it.
//! It must never be stopped by SIGKILL: what can't stop cleanly is told to quit and recovers at the next start.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::account::Account;
use crate::binaries::Binaries;
use crate::config::{Config, Durability};
use crate::connection::PORT;
use crate::error::{Doing, Error, Result};
use crate::folder::Folder;
use crate::init::quiet_surroundings;
use crate::pid_file::{Holder, PidFile, disown, is_alive};

const POLL: Duration = Duration::from_millis(20);
/// How long the children of a killed postmaster may take to notice.
const CHILDREN_TIMEOUT: Duration = Duration::from_secs(30);
/// How long an immediate shutdown may take after a clean one didn't end.
const QUIT_TIMEOUT: Duration = Duration::from_secs(15);
const LOG_TAIL_LINES: usize = 12;

/// Ends what an earlier launcher has left: a living postmaster is stopped cleanly, so that it
/// writes all it has; a file that names a stranger is made to name nobody.
pub(crate) fn clear_leftovers(folder: &Folder, config: &Config) -> Result<()> {
    let cluster = folder.cluster();
    if let Some(file) = PidFile::read(&cluster) {
        match file.holder(&cluster) {
            Holder::Postmaster(pid) => {
                let gone = |within| wait_until(within, || !is_alive(pid));
                stop_by_signals(pid, config.stop_timeout, gone, folder)?;
            }
            // PostgreSQL would take a stranger for a postmaster, and a zombie for a living process.
            Holder::Stranger | Holder::Gone => disown(&cluster)?,
            // PostgreSQL looks for itself, and refuses if it is a postmaster.
            Holder::Unknown => return Ok(()),
        }
    }
    clear_socket(&folder.socket_dir()?)
}

/// Removes the socket of a postmaster that has ended, and its lock, which may name a stranger too.
/// What keeps two postmasters apart is in the cluster; nobody else uses this folder.
fn clear_socket(dir: &Path) -> Result<()> {
    for name in [format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock")] {
        let path = dir.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).doing("removing", &path);
            }
            _ => {}
        }
    }
    Ok(())
}

/// A postmaster we started.
#[derive(Debug)]
pub(crate) struct Postmaster {
    child: Child,
    pid: Pid,
}

impl Postmaster {
    /// Starts it and waits until it accepts connections. After a kill its former children may hold
    /// the shared memory for a moment, so that refusal alone is tried again.
    pub fn start(
        folder: &Folder,
        binaries: &Binaries,
        account: &Account,
        config: &Config,
        durability: Durability,
    ) -> Result<Self> {
        let began = Instant::now();
        loop {
            let log_start = fs::metadata(folder.log()).map_or(0, |meta| meta.len());
            let mut postmaster = Self::spawn(folder, binaries, account, config, durability)?;
            match postmaster.wait_ready(folder, config, log_start) {
                Ok(()) => return Ok(postmaster),
                Err(Error::Postgres { tail, .. })
                    if tail.contains("shared memory block")
                        && began.elapsed() < CHILDREN_TIMEOUT =>
                {
                    thread::sleep(10 * POLL);
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn spawn(
        folder: &Folder,
        binaries: &Binaries,
        account: &Account,
        config: &Config,
        durability: Durability,
    ) -> Result<Self> {
        let program = binaries.program("postgres");
        let socket_dir = folder.make_socket_dir(account)?;
        let log = folder.open_log(account)?;
        let errors = log.try_clone().doing("opening", &folder.log())?;
        let mut command = Command::new(&program);
        command.arg("-D").arg(folder.cluster());
        let mut set = |name: &str, value: &str| {
            command.arg("-c").arg(format!("{name}={value}"));
        };
        set("listen_addresses", "");
        set("unix_socket_directories", &quoted(&socket_dir));
        set("unix_socket_permissions", "0700");
        set("port", &PORT.to_string());
        set("max_connections", &config.connections_max.to_string());
        set("password_encryption", "scram-sha-256");
        set("timezone", "UTC");
        set("log_timezone", "UTC");
        set("logging_collector", "off");
        for (name, value) in durability.settings() {
            set(name, value);
        }
        for (name, value) in &config.settings {
            set(name, value);
        }
        quiet_surroundings(&mut command, &folder.cluster());
        account.apply(&mut command);
        // A group of its own: Ctrl-C in the terminal is for the launcher, which stops us last.
        command
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors);
        let child = command.spawn().doing("starting", &program)?;
        let pid = Pid::from_child(&child);
        Ok(Self { child, pid })
    }

    fn wait_ready(&mut self, folder: &Folder, config: &Config, log_start: u64) -> Result<()> {
        let began = Instant::now();
        loop {
            let file = PidFile::read(&folder.cluster());
            if file.is_some_and(|file| file.pid == self.pid && file.ready) {
                return Ok(());
            }
            if self.has_ended()? {
                return Err(Error::Postgres {
                    deed: "started",
                    log: folder.log(),
                    tail: tail(folder, log_start),
                });
            }
            if began.elapsed() > config.start_timeout {
                self.stop(folder, config)?;
                return Err(too_slow("start", folder));
            }
            thread::sleep(POLL);
        }
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether the process has ended, for whatever reason.
    pub fn has_ended(&mut self) -> Result<bool> {
        let status = self.child.try_wait();
        status
            .map(|status| status.is_some())
            .doing("waiting for", Path::new("postgres"))
    }

    /// Ends all sessions, writes what is to be written, and waits for the end.
    pub fn stop(&mut self, folder: &Folder, config: &Config) -> Result<()> {
        if self.has_ended()? {
            return Ok(());
        }
        let child = &mut self.child;
        let gone = |within| wait_until(within, || matches!(child.try_wait(), Ok(Some(_)) | Err(_)));
        stop_by_signals(self.pid, config.stop_timeout, gone, folder)
    }
}

/// SIGINT is Postgres's fast shutdown, SIGQUIT its immediate one, after which it recovers at the next start.
fn stop_by_signals(
    pid: Pid,
    patience: Duration,
    mut gone: impl FnMut(Duration) -> bool,
    folder: &Folder,
) -> Result<()> {
    for (signal, within) in [(Signal::INT, patience), (Signal::QUIT, QUIT_TIMEOUT)] {
        match kill_process(pid, signal) {
            Ok(()) | Err(rustix::io::Errno::SRCH) => {}
            Err(errno) => {
                let doing = format!("stopping process {}", pid.as_raw_nonzero());
                return Err(Error::Io {
                    doing,
                    source: errno.into(),
                });
            }
        }
        if gone(within) {
            return Ok(());
        }
    }
    Err(too_slow("stop", folder))
}

fn wait_until(within: Duration, mut done: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    while !done() {
        if began.elapsed() > within {
            return false;
        }
        thread::sleep(POLL);
    }
    true
}

fn too_slow(deed: &'static str, folder: &Folder) -> Error {
    Error::TooSlow {
        deed,
        folder: folder.path().to_path_buf(),
        log: folder.log(),
    }
}

/// The last lines the failed start has written.
fn tail(folder: &Folder, from: u64) -> String {
    let bytes = fs::read(folder.log()).unwrap_or_default();
    let from = usize::try_from(from).unwrap_or(0);
    // The log may have been set aside meanwhile; then all of it is new.
    let new = String::from_utf8_lossy(bytes.get(from..).unwrap_or(&bytes)).into_owned();
    let lines: Vec<&str> = new.lines().collect();
    lines
        .iter()
        .skip(lines.len().saturating_sub(LOG_TAIL_LINES))
        .copied()
        .collect::<Vec<_>>()
        .join("\n")
}

/// The setting is a list: a path with a comma or a blank is quoted.
fn quoted(dir: &Path) -> String {
    format!("\"{}\"", dir.to_string_lossy().replace('"', "\"\""))
}
