//! Debian's and Ubuntu's packages, where this process may install them.
//! It must never run on another system, nor ask for a password.

use std::fs;
use std::process::Command;

use crate::error::Result;
use crate::exec;

/// Whether packages can be installed: root, on a system with `apt-get`.
pub fn usable() -> bool {
    embedded_postgres::running_as_root()
        && fs::exists("/etc/debian_version").unwrap_or(false)
        && exec::probe("apt-get", &["--version"]).is_some()
}

/// Refreshes the lists and installs the packages without what they merely recommend.
pub fn install(packages: &[&str]) -> Result<()> {
    exec::run(apt().args(["update", "-qq"]))?;
    exec::run(
        apt()
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(packages),
    )
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
