//! Everything the build tool prints goes through here, so that it looks alike and can be found.
//! It must never print a secret.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to its terminal"
)]

use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// A line of plain output, for data another program may read.
pub fn data(line: &str) {
    println!("{line}");
}

/// Progress, remarks and explanations.
pub fn note(line: &str) {
    eprintln!("{line}");
}

/// Announces a step, runs it, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("• {what}");
    let began = Instant::now();
    let result = work();
    let took = seconds(began.elapsed());
    match &result {
        Ok(_) => eprintln!("✓ {what} ({took})"),
        Err(_) => eprintln!("✗ {what} ({took})"),
    }
    result
}

/// Says what was found to be there already, so that no step passes in silence.
pub fn found(what: &str) {
    eprintln!("✓ {what}");
}

/// The last line of a run that failed.
pub fn failure(error: &Error) {
    eprintln!("error: {error}");
}

/// `0.4 s`, `12.3 s`, `3 min 05 s`.
pub fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole >= 60 {
        format!("{} min {:02} s", whole / 60, whole % 60)
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_time_has_tenths_and_a_long_one_has_minutes() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
