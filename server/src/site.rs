//! Where the built assets are and what they are called, told to Leptos. Reads the environment that the build tool of
//! Leptos sets, so that `cargo leptos` works as well as our own.

use std::{
    env,
    path::{Path, PathBuf},
};

use leptos::config::{Env, LeptosOptions};

use crate::config::Config;

/// The build's name for itself; it must be the same when compiling and when serving.
const OUTPUT_NAME: &str = match option_env!("LEPTOS_OUTPUT_NAME") {
    Some(name) => name,
    None => "okpay",
};
/// Lists the hash of each asset: lines of `js: …`, `wasm: …`, `css: …`, `split: …`, `manifest: …`.
const HASH_FILE: &str = "hash.txt";
/// Folder of the site root for what the build makes.
const PKG: &str = "pkg";

/// Options for the app's shell. `hash_file` is an absolute path, or `hash_files` is false.
pub fn leptos_options(config: &Config) -> LeptosOptions {
    let hash_file = hash_file(&config.site_root);
    let port = |name: &str, usual: u32| {
        env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(usual)
    };
    let environment = if cfg!(debug_assertions) {
        Env::DEV
    } else {
        Env::PROD
    };
    let mut options = LeptosOptions::builder()
        .output_name(OUTPUT_NAME)
        .site_root(config.site_root.to_string_lossy().into_owned())
        .site_pkg_dir(PKG)
        .site_addr(config.addr)
        .env(environment)
        .reload_port(port("LEPTOS_RELOAD_PORT", 3001))
        .build();
    options.hash_files = hash_file.is_some();
    if let Some(path) = hash_file {
        options.hash_file = path.to_string_lossy().into();
    }
    options
}

/// `hash.txt` where the build says, beside the site root, in it or beside the program, unless it was left over from
/// another build: what it names must be there.
fn hash_file(site_root: &Path) -> Option<PathBuf> {
    if env::var("LEPTOS_HASH_FILES").is_ok_and(|wish| wish.eq_ignore_ascii_case("false")) {
        return None;
    }
    let program = env::current_exe().unwrap_or_default();
    let told = env::var_os("LEPTOS_HASH_FILE_NAME").map(|name| program.with_file_name(name));
    let usual = [
        site_root.with_file_name(HASH_FILE),
        site_root.join(HASH_FILE),
        program.with_file_name(HASH_FILE),
    ];
    told.into_iter()
        .chain(usual)
        .find(|path| names_what_is_there(path, site_root))
        .and_then(|path| path.canonicalize().ok())
}

fn names_what_is_there(hash_file: &Path, site_root: &Path) -> bool {
    let Ok(lines) = std::fs::read_to_string(hash_file) else {
        return false;
    };
    let js = lines
        .lines()
        .find_map(|line| line.trim().strip_prefix("js:"));
    js.is_some_and(|hash| {
        site_root
            .join(PKG)
            .join(format!("{OUTPUT_NAME}.{}.js", hash.trim()))
            .exists()
    })
}
