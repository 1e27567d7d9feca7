//! Debian's and Ubuntu's packages, where this process may install them.
//! It must never run on another system, nor ask for a password.

use std::fs;
use std::process::Command;

use crate::error::{Error, Result};
use crate::exec;

/// Another installation may be under way, as on a machine that has just been set up.
const LOCK_WAIT: &str = "DPkg::Lock::Timeout=120";

/// Whether packages can be installed: root, on a system with `apt-get`.
pub fn usable() -> bool {
    embedded_postgres::running_as_root()
        && fs::exists("/etc/debian_version").unwrap_or(false)
        && exec::probe("apt-get", &["--version"]).is_some()
}

/// Whether this is Debian itself: Ubuntu's package of Chromium is a stub for something else.
pub fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| names_debian(&text))
}

fn names_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID="))
        .any(|id| id.trim_matches('"') == "debian")
}

/// Refreshes the lists and installs the packages without what they merely recommend.
pub fn install(packages: &[&str]) -> Result<()> {
    // What an interrupted installation left half done would make every later one fail. Neither this
    // nor the refreshing decides: the lists there are may do.
    exec::succeeds(Command::new("dpkg").args(["--configure", "-a"]))?;
    exec::succeeds(apt().args(["update", "-qq"]))?;
    exec::run(
        apt()
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(packages),
    )
    .map_err(|error| match error {
        Error::Command { .. } => Error::missing(
            format!("apt-get could not install {}", packages.join(" ")),
            "see what it says above, install that by hand, and run this again",
        ),
        other => other,
    })
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command
        .args(["-o", LOCK_WAIT])
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ubuntu_is_not_debian() {
        assert!(names_debian("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(!names_debian("ID=ubuntu\nID_LIKE=debian\n"));
    }
}
