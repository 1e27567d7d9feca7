//! A Chromium for the browser tests: an installed one, Debian's package, or Playwright's own.
//! It must never take a program for a browser that does not tell its version (Ubuntu's stub).

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{apt, node};
use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::{exec, say};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const MAC_APPS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Which browser the tests use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Browser {
    /// A program of the machine.
    Installed(PathBuf),
    /// The one Playwright keeps for itself.
    Playwrights,
}

/// An installed browser that answers.
pub fn installed() -> Option<PathBuf> {
    let chosen = std::env::var_os("CHROMIUM_PATH").map(PathBuf::from);
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let named = NAMES.iter().flat_map(|name| {
        std::env::split_paths(&on_path)
            .map(move |dir| dir.join(name))
            .collect::<Vec<_>>()
    });
    let mac = MAC_APPS.iter().map(PathBuf::from);
    chosen
        .into_iter()
        .chain(named)
        .chain(mac)
        .find(|path| answers(path))
}

fn answers(path: &Path) -> bool {
    path.is_file()
        && path
            .to_str()
            .is_some_and(|path| exec::probe(path, &["--version"]).is_some())
}

/// Makes sure that there is one.
pub fn ensure(paths: &Paths) -> Result<Browser> {
    if let Some(path) = installed() {
        return Ok(Browser::Installed(path));
    }
    if apt::usable() {
        let done = say::step("Chromium installed", || {
            apt::install(&["chromium", "fonts-noto-cjk"])
        });
        if let (Ok(()), Some(path)) = (done, installed()) {
            return Ok(Browser::Installed(path));
        }
    }
    say::step("Playwright's Chromium installed", || {
        let mut npx = Command::new("npx");
        npx.args(["playwright", "install", "chromium"])
            .current_dir(node::folder(paths));
        exec::run(&mut npx).map_err(|_| {
            Error::missing(
                "no Chromium or Chrome on this machine, and Playwright could not fetch its own",
                "install Chromium or Chrome, or name one in CHROMIUM_PATH",
            )
        })
    })?;
    Ok(Browser::Playwrights)
}
