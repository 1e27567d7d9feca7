//! The compiler's companions for the checks: rustfmt and clippy.
//! It must never be needed by a build.

use std::process::Command;

use crate::error::{Error, Result};
use crate::{exec, say};

/// Cargo's sub-command, and the component that brings it.
const COMPONENTS: [(&str, &str); 2] = [("fmt", "rustfmt"), ("clippy", "clippy")];

/// Adds those that are missing.
pub fn ensure() -> Result<()> {
    for (command, component) in COMPONENTS {
        if exec::probe("cargo", &[command, "--version"]).is_some() {
            continue;
        }
        say::step(&format!("{component} added"), || {
            exec::run(Command::new("rustup").args(["component", "add", component])).map_err(|_| {
                Error::missing(
                    format!("`cargo {command}` is missing, and rustup could not add it"),
                    format!("rustup component add {component}"),
                )
            })
        })?;
    }
    Ok(())
}
