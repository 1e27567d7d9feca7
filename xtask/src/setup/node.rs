//! Node, for what only npm has: binaryen for release builds, Playwright for the browser tests.
//! It must never be needed by a development build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::{exec, say};

/// What Playwright and binaryen ask for.
const MAJOR_MIN: u32 = 20;
/// How to get it. Distributions are often behind.
pub const TODO: &str = "install Node.js 20 or later from https://nodejs.org, by nvm or NodeSource (Debian 12's own is version 18; macOS: brew install node)";

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
    version()?;
    say::step("npm packages installed", || {
        // The browser is a step of its own, which prefers one that is installed.
        let mut npm = ci(&folder);
        npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        exec::run(&mut npm).map_err(|error| npm_failed(error, "the packages of end2end"))?;
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

/// `npm ci` in a folder, quiet but for errors.
pub fn ci(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder);
    npm
}

/// One line for what npm has told at length.
pub fn npm_failed(error: Error, what: &str) -> Error {
    match error {
        Error::Command { .. } => Error::missing(
            format!("npm could not fetch {what}"),
            "see what it says above (it needs the npm registry; behind a proxy HTTPS_PROXY), and run this again",
        ),
        other => other,
    }
}

/// Whether there is an npm, of whatever version: enough to fetch a package.
pub fn has_npm() -> bool {
    exec::probe("npm", &["--version"]).is_some() && exec::probe("node", &["--version"]).is_some()
}

/// Node's version, if it is recent enough and has its npm.
///
/// # Errors
/// Says what is missing or too old.
pub fn version() -> Result<String> {
    let found = exec::probe("npm", &["--version"]).and(exec::probe("node", &["--version"]));
    let Some(version) = found else {
        return Err(Error::missing(
            "Node.js with npm is needed for release builds and browser tests",
            TODO,
        ));
    };
    if major_of(&version).is_some_and(|major| major >= MAJOR_MIN) {
        return Ok(version);
    }
    Err(Error::missing(
        format!("Node.js {version} is too old for release builds and browser tests"),
        TODO,
    ))
}

/// From `v20.20.2`.
fn major_of(version: &str) -> Option<u32> {
    let digits = version.trim().strip_prefix('v')?.split('.').next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_says() {
        assert_eq!(major_of("v20.20.2"), Some(20));
        assert_eq!(major_of("v18.19.0\n"), Some(18));
        assert_eq!(major_of("node"), None);
    }
}
