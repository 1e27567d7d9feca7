//! What the environment asks for.
//! It must never have a default for how to reach the server: a guess might reach one whose data matters.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use crate::Result;

const ROUNDS_DEFAULT: usize = 5;
const SECONDS_DEFAULT: u64 = 4;
/// What is prepared for a work is held in memory.
const SECONDS_MAX: u64 = 30;

pub struct Settings {
    /// How often every work is measured; at least one.
    pub rounds: usize,
    /// How long a work runs in each round.
    pub span: Duration,
    pub pgbench: PathBuf,
    /// A folder with another ledger to compare with.
    pub peer: Option<PathBuf>,
    /// How many entries the account with a long history has.
    pub entries_many: usize,
}

impl Settings {
    pub fn read() -> Result<Self> {
        let rounds = number("OKPAY_BENCH_ROUNDS")?.unwrap_or(ROUNDS_DEFAULT);
        let seconds = number("OKPAY_BENCH_SECONDS")?.unwrap_or(SECONDS_DEFAULT);
        if rounds == 0 || !(1..=SECONDS_MAX).contains(&seconds) {
            return Err(format!(
                "OKPAY_BENCH_ROUNDS is at least 1, OKPAY_BENCH_SECONDS from 1 to {SECONDS_MAX}"
            )
            .into());
        }
        let full = env::var("OKPAY_BENCH_FULL").is_ok_and(|value| value == "1");
        Ok(Self {
            rounds,
            span: Duration::from_secs(seconds),
            pgbench: path("OKPAY_BENCH_PGBENCH").unwrap_or_else(|| "pgbench".into()),
            peer: path("PEER_SQL"),
            entries_many: if full { 10_000_000 } else { 1_000_000 },
        })
    }
}

fn path(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .filter(|value: &OsString| !value.is_empty())
        .map(PathBuf::from)
}

fn number<N: std::str::FromStr>(name: &str) -> Result<Option<N>> {
    let Ok(text) = env::var(name) else {
        return Ok(None);
    };
    let number = text.parse();
    number
        .map(Some)
        .map_err(|_| format!("{name} is no such number: {text}").into())
}
