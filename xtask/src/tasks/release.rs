//! The release build, gathered in one folder that can be copied to a server.
//! It must never need anything of the checkout once it is made.

use std::fs;

use crate::build::{self, HASH_FILE};
use crate::error::{Doing, Result};
use crate::paths::Paths;
use crate::{say, setup};

/// Builds, and lays the binary and the hash file beside the site.
pub fn build(paths: &Paths) -> Result<()> {
    setup::for_release(paths)?;
    let built = build::build(paths, true)?;
    let dist = paths.dist();
    let binary = dist.join("okpay");
    // A binary that runs can't be written to, but it can be replaced.
    let next = dist.join("okpay.next");
    fs::copy(&built.server, &next).doing("copying", &built.server)?;
    fs::rename(&next, &binary).doing("naming", &binary)?;
    say::note(&format!("  {}  the server", binary.display()));
    say::note(&format!(
        "  {}  what it serves as files",
        built.site.display()
    ));
    say::note(&format!(
        "  {}  the names it serves them under",
        dist.join(HASH_FILE).display()
    ));
    Ok(())
}
