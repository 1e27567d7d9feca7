//! Compiles the server's half.
//! It must never be compiled without `LEPTOS_OUTPUT_NAME`: its pages would ask for files that don't exist.

use std::path::PathBuf;

use super::OUTPUT_NAME;
use crate::error::Result;
use crate::paths::Paths;
use crate::{exec, say};

/// Gives the path of the binary.
pub fn build(paths: &Paths, release: bool) -> Result<PathBuf> {
    let mut cargo = exec::cargo();
    cargo.args(["build", "--package", "server", "--bin", "okpay"]);
    if release {
        cargo.arg("--release");
    }
    cargo
        .current_dir(&paths.root)
        .env("LEPTOS_OUTPUT_NAME", OUTPUT_NAME);
    say::step("server compiled", || exec::run(&mut cargo))?;
    Ok(paths.server(release))
}
