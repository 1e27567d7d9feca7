//! The test runner. `cargo nextest` if it is installed; building it takes longer than it saves on a
//! first run, so without it the tests run under plain `cargo test`. It must never change which tests run.

use crate::exec;

/// Whether `cargo nextest` is there.
pub fn version() -> Option<String> {
    let text = exec::probe("cargo", &["nextest", "--version"])?;
    text.lines().next().map(str::to_owned)
}
