//! How the results are told: a table and remarks on the standard error for people, figures on the standard output for
//! the program that asked. Nothing else may be printed to either.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measuring program talks to its terminal and to who started it"
)]

use serde_json::json;

use crate::figures::{Figure, middle};
use crate::rounds::{Rounds, Subject};
use crate::sample::Sample;

const HEAD: &str =
    "| work | transfers/s | p50 ms | p99 ms | server CPU µs | client CPU µs | WAL bytes |";

/// A remark for people.
pub fn note(line: &str) {
    eprintln!("{line}");
}

/// What one subject did just now.
pub fn progress(subject: Subject, sample: &Sample) {
    eprintln!("  {}", row(&subject.name(), sample));
}

/// The medians over all rounds.
pub fn table(rounds: &Rounds) {
    eprintln!("\nmedians, rounds: {}\n{HEAD}", rounds.samples.len());
    eprintln!("|---|---|---|---|---|---|---|");
    for subject in &rounds.subjects {
        eprintln!("{}", row(&subject.name(), &middle(&rounds.of(*subject))));
    }
    eprintln!();
}

/// One figure a line, as JSON.
pub fn figures(figures: &[Figure]) {
    for Figure { name, value, unit } in figures {
        println!("{}", json!({"name": name, "value": value, "unit": unit}));
    }
}

fn row(name: &str, sample: &Sample) -> String {
    let client = sample
        .client_cpu_us
        .map_or_else(|| "–".to_owned(), |us| format!("{us:.0}"));
    format!(
        "| {name:<15} | {:>7.0} | {:>8.3} | {:>8.3} | {:>5.0} | {client:>5} | {:>5.0} |",
        sample.per_second, sample.p50_ms, sample.p99_ms, sample.server_cpu_us, sample.wal_bytes
    )
}
