//! The compiler's WASM target.
//! It must never rely on rustup adding it by itself: that may be switched off.

use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};
use crate::{exec, say};

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target unless it is there.
pub fn ensure() -> Result<()> {
    if installed() {
        return Ok(());
    }
    say::step("WASM target added", || {
        exec::run(Command::new("rustup").args(["target", "add", TARGET])).map_err(|_| {
            Error::missing(
                format!("Rust has no target {TARGET} here, and rustup could not add it"),
                format!("rustup target add {TARGET}"),
            )
        })
    })
}

/// Whether the compiler in use has the target's libraries, however it was installed.
pub fn installed() -> bool {
    let args = ["--print", "target-libdir", "--target", TARGET];
    exec::probe("rustc", &args).is_some_and(|dir| Path::new(&dir).is_dir())
}
