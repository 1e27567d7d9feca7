//! Serves, and builds again, restarts and reloads whenever a source changes.
//! It must never take the running wallet down for a change that doesn't build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::reload::Reloader;
use super::run;
use super::serving::Serving;
use crate::build::{self, Built};
use crate::cli::Run;
use crate::error::Result;
use crate::paths::Paths;
use crate::{interrupt, say, setup};

const POLL: Duration = Duration::from_millis(300);
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
    setup::for_development(paths, run::database(args))?;
    if args.release {
        setup::for_release(paths)?;
    }
    interrupt::listen()?;
    let reloader = Reloader::listen()?;
    if args.tls {
        say::note(
            "  over https open pages are not reloaded by themselves: their socket would need a certificate too",
        );
    }

    let mut seen = snapshot(&paths.root);
    let mut server = start(paths, &build::build(paths, args.release)?, args, &reloader)?;
    while !interrupt::came() {
        thread::sleep(POLL);
        let now = snapshot(&paths.root);
        if now == seen {
            continue;
        }
        say::note(&format!("• changed: {}", differing(&seen, &now)));
        seen = now;
        match build::build(paths, args.release) {
            Ok(built) => {
                server.end()?;
                server = start(paths, &built, args, &reloader)?;
                reloader.reload();
            }
            Err(error) => say::failure(&error),
        }
    }
    server.end()
}

/// Returns when it serves: a page that reloads before would show an error.
fn start(paths: &Paths, built: &Built, args: &Run, reloader: &Reloader) -> Result<Serving> {
    let mut command = run::server(paths, built, args);
    command
        .env("LEPTOS_WATCH", "true")
        .env("LEPTOS_RELOAD_PORT", reloader.port().to_string());
    let server = Serving::start(&mut command, built)?;
    server.address();
    Ok(server)
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
