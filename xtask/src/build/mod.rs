//! Builds the wallet: the server, the WASM front, the styles, and the site folder that holds them.
//! It must never leave a half-written site: the new one replaces the old when it is whole.

mod compress;
mod css;
mod front;
mod server;
mod site;
mod wasm_opt;

use std::path::PathBuf;
use std::thread;

pub use site::short_hash;

use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::say;

/// The name of the WASM and JS files, which the server must have been compiled with.
pub const OUTPUT_NAME: &str = "okpay";
/// The folder of the hashed files within the site, which is also its path in URLs.
pub const PKG_DIR: &str = "pkg";

/// The file beside the site that says under which names it is served.
pub const HASH_FILE: &str = "hash.txt";

/// What a build gives.
#[derive(Debug)]
pub struct Built {
    pub server: PathBuf,
    pub site: PathBuf,
}

impl Built {
    /// The variables the server needs to find its site; Leptos reads them.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        vec![
            ("LEPTOS_OUTPUT_NAME", OUTPUT_NAME.to_owned()),
            ("LEPTOS_SITE_ROOT", self.site.display().to_string()),
            ("LEPTOS_SITE_PKG_DIR", PKG_DIR.to_owned()),
            ("LEPTOS_HASH_FILES", "true".to_owned()),
            (
                "LEPTOS_HASH_FILE_NAME",
                self.site.with_file_name(HASH_FILE).display().to_string(),
            ),
        ]
    }
}

/// Builds both halves at once and puts the site together.
pub fn build(paths: &Paths, release: bool) -> Result<Built> {
    let kind = if release { "release" } else { "development" };
    say::step(&format!("wallet built ({kind})"), || {
        let (server, front) = thread::scope(|scope| {
            let server = scope.spawn(|| server::build(paths, release));
            let front = front::build(paths, release);
            let server = server
                .join()
                .unwrap_or_else(|_| Err(Error::step("building the server", "it panicked")));
            (server, front)
        });
        let server = server?;
        let site = site::assemble(paths, &front?, release)?;
        Ok(Built { server, site })
    })
}

/// A folder for a test, gone after it.
#[cfg(test)]
struct Scratch(PathBuf);

#[cfg(test)]
impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("okpay-xtask-{}-{name}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> &std::path::Path {
        &self.0
    }
}

#[cfg(test)]
impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
