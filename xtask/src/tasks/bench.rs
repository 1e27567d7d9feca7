//! Measurements by name.
//! It must never print a figure that was not measured in the same run as what it is compared with.

use crate::cli::Bench;
use crate::error::{Error, Result};

/// The measurements there are. None yet: each comes with the part it measures.
const NAMES: [&str; 0] = [];

/// Runs the measurement of that name.
pub fn bench(args: &Bench) -> Result<()> {
    let known = if NAMES.is_empty() {
        "there are none yet".to_owned()
    } else {
        NAMES.join(", ")
    };
    Err(Error::missing(
        format!("no such benchmark: {}", args.name),
        format!("choose one of these: {known}"),
    ))
}
