//! Node, for what only npm has: binaryen for release builds, Playwright for the browser tests.
//! It must never be needed by a development build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::{exec, say};

/// The folder of the npm packages.
pub fn folder(paths: &Paths) -> PathBuf {
    paths.root.join("end2end")
}

/// Installs what `package-lock.json` names, unless exactly that is installed already.
pub fn ensure_packages(paths: &Paths) -> Result<()> {
    let folder = folder(paths);
    let lock = folder.join("package-lock.json");
    let mark = folder.join("node_modules/.okpay-installed");
    let wanted = fs::read_to_string(&lock).doing("reading", &lock)?;
    if fs::read_to_string(&mark).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    require()?;
    say::step("npm packages installed", || {
        // The browser is a step of its own, which prefers one that is installed.
        exec::run(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .current_dir(&folder),
        )?;
        fs::write(&mark, &wanted).doing("writing", &mark)
    })
}

/// The path of binaryen's `wasm-opt`.
pub fn wasm_opt(paths: &Paths) -> Result<PathBuf> {
    ensure_packages(paths)?;
    let path = folder(paths).join("node_modules/binaryen/bin/wasm-opt");
    existing(&path)
}

fn existing(path: &Path) -> Result<PathBuf> {
    if path.exists() {
        return Ok(path.to_path_buf());
    }
    Err(Error::missing(
        format!("npm's packages lack {}", path.display()),
        "remove end2end/node_modules and run this again",
    ))
}

/// Node's version, if there is one and its npm.
pub fn version() -> Option<String> {
    exec::probe("npm", &["--version"])?;
    exec::probe("node", &["--version"])
}

fn require() -> Result<()> {
    version().map(|_| ()).ok_or_else(|| {
        Error::missing(
            "Node.js with npm is needed for release builds and browser tests",
            "install Node.js 20 or later (Debian: apt-get install nodejs npm; macOS: brew install node)",
        )
    })
}
