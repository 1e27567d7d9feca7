//! Serves, and builds again, restarts and reloads whenever a source changes.
//! It must never take the running wallet down for a change that doesn't build.

use std::collections::BTreeMap;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::reload::{self, Reloader};
use super::run;
use crate::build::{self, Built};
use crate::cli::Run;
use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::{exec, say, setup};

const POLL: Duration = Duration::from_millis(300);
const DEFAULT_ADDR: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);
/// What a build is made from.
const WATCHED: [&str; 9] = [
    "app",
    "crates",
    "frontend",
    "server",
    "style",
    "public",
    "migrations",
    ".sqlx",
    "Cargo.toml",
];

/// Goes on until it is interrupted.
pub fn dev(paths: &Paths, args: &Run) -> Result<()> {
    setup::for_development(paths)?;
    if args.release {
        setup::for_release(paths)?;
    }
    let reloader = Reloader::listen()?;
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(|source| Error::Io {
            doing: "listening for Ctrl-C".to_owned(),
            source,
        })?;
    }

    let mut seen = snapshot(&paths.root);
    let mut server = Some(start(paths, &build::build(paths, args.release)?, args)?);
    while !stop.load(Ordering::Relaxed) {
        thread::sleep(POLL);
        let now = snapshot(&paths.root);
        if now == seen {
            continue;
        }
        say::note(&format!("• changed: {}", differing(&seen, &now)));
        seen = now;
        match build::build(paths, args.release) {
            Ok(built) => {
                end(server.take())?;
                server = Some(start(paths, &built, args)?);
                reloader.reload();
            }
            Err(error) => say::failure(&error),
        }
    }
    end(server)
}

fn start(paths: &Paths, built: &Built, args: &Run) -> Result<Child> {
    let mut command = run::server(paths, built, args);
    command
        .env("LEPTOS_WATCH", "true")
        .env("LEPTOS_RELOAD_PORT", reload::PORT.to_string());
    let mut child = command
        .spawn()
        .map_err(|source| exec::cannot_start(&command, source))?;
    // A page that reloads before the server listens would show an error.
    let addr = args.addr.unwrap_or(DEFAULT_ADDR);
    while TcpStream::connect(addr).is_err() && matches!(child.try_wait(), Ok(None)) {
        thread::sleep(POLL);
    }
    Ok(child)
}

/// Asks the server to stop in order, and waits; it may have had the terminal's Ctrl-C already.
fn end(server: Option<Child>) -> Result<()> {
    let Some(mut server) = server else {
        return Ok(());
    };
    if matches!(server.try_wait(), Ok(None)) {
        // It may end between the question and the signal; then there is nobody to tell.
        let _ = kill_process(Pid::from_child(&server), Signal::TERM);
    }
    let ended = server.wait().map(|_| ());
    ended.map_err(|source| Error::Io {
        doing: "waiting for the server to stop".to_owned(),
        source,
    })
}

/// Every watched file with the time of its last change.
fn snapshot(root: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let mut files = BTreeMap::new();
    for name in WATCHED {
        collect(&root.join(name), &mut files);
    }
    files
}

/// What can't be read at this moment counts as not there; the next look will tell.
fn collect(path: &Path, files: &mut BTreeMap<PathBuf, SystemTime>) {
    let Ok(meta) = fs::metadata(path) else { return };
    if meta.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files);
        }
    } else if let Ok(changed) = meta.modified() {
        files.insert(path.to_path_buf(), changed);
    }
}

fn differing(
    before: &BTreeMap<PathBuf, SystemTime>,
    after: &BTreeMap<PathBuf, SystemTime>,
) -> String {
    let changed = after
        .iter()
        .filter(|(path, time)| before.get(*path) != Some(*time));
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let names = changed.map(|(path, _)| path).chain(gone);
    let names = names
        .filter_map(|path| path.file_name())
        .map(|name| name.to_string_lossy().into_owned());
    names.collect::<Vec<_>>().join(", ")
}
