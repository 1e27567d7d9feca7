//! Shrinks release WASM by binaryen's `wasm-opt`, which comes from npm.
//! It must never use Debian's binaryen 108 (its output dies in the browser), nor `--all-features` (likewise).

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::{Doing, Result};
use crate::paths::Paths;
use crate::{exec, setup};

const FLAGS: [&str; 3] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
];

/// Rewrites each WASM file of the folder.
pub fn shrink(paths: &Paths, dir: &Path) -> Result<()> {
    let wasm_opt = setup::node::wasm_opt(paths)?;
    for entry in fs::read_dir(dir).doing("reading", dir)? {
        let path = entry.doing("reading", dir)?.path();
        if path.extension().is_some_and(|ext| ext == "wasm") {
            exec::run(
                Command::new(&wasm_opt)
                    .args(FLAGS)
                    .arg(&path)
                    .arg("-o")
                    .arg(&path),
            )?;
        }
    }
    Ok(())
}
