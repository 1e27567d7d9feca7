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

/// What `CHROMIUM_PATH` names, if it is set.
fn chosen() -> Option<PathBuf> {
    std::env::var_os("CHROMIUM_PATH")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}

/// An installed browser that answers.
pub fn installed() -> Option<PathBuf> {
    let chosen = chosen();
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

/// Whether Playwright has fetched its own before.
fn playwright_has_one(paths: &Paths) -> bool {
    const ASK: &str = "process.stdout.write(require('@playwright/test').chromium.executablePath())";
    let mut node = Command::new("node");
    node.args(["-e", ASK]).current_dir(node::folder(paths));
    exec::output(&mut node).is_ok_and(|path| Path::new(path.trim()).is_file())
}

/// Makes sure that there is one.
pub fn ensure(paths: &Paths) -> Result<Browser> {
    if let Some(path) = chosen().filter(|path| !answers(path)) {
        say::note(&format!(
            "  CHROMIUM_PATH names {}, which does not answer: another browser is looked for",
            path.display()
        ));
    }
    if let Some(path) = installed() {
        return Ok(Browser::Installed(path));
    }
    if playwright_has_one(paths) {
        return Ok(Browser::Playwrights);
    }
    if apt::usable() && apt::is_debian() {
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
        if apt::usable() {
            // The libraries it is linked with; Playwright knows their names on Ubuntu and Debian.
            npx.arg("--with-deps");
        }
        exec::run(&mut npx).map_err(|_| {
            Error::missing(
                "no Chromium or Chrome on this machine, and Playwright could not fetch its own",
                "install Chromium or Chrome, or name one in CHROMIUM_PATH",
            )
        })
    })?;
    Ok(Browser::Playwrights)
}
