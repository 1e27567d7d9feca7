//! Measures the ledger: a private PostgreSQL as durable as the server's own, and the measuring program of crate `ledger`.
//! It must never measure on a database that gives up durability, nor touch one that holds anything.

use std::ffi::OsString;
use std::path::PathBuf;

use embedded_postgres::{Config, EmbeddedPostgres};
use serde_json::Value;

use super::bench::{Figure, Results, Target};
use super::bench_quiet;
use crate::cli::Bench;
use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::setup::postgres;
use crate::{exec, interrupt, say};

const ROUNDS_DEFAULT: u32 = 5;
/// The cluster is thrown away, and writes as durably as the server's: these come last and win. No checkpoint falls into
/// an ordinary run, since each makes pages be written to the journal whole and so favours whoever comes long after it.
const SETTINGS: [(&str, &str); 6] = [
    ("fsync", "on"),
    ("synchronous_commit", "on"),
    ("full_page_writes", "on"),
    ("shared_buffers", "1GB"),
    ("max_wal_size", "8GB"),
    ("checkpoint_timeout", "30min"),
];
/// What the ledger promises. Everything else that is measured is told without a verdict.
const TARGETS: [(&str, Target); 8] = [
    ("engine_over_floor", Target::AtLeast(0.8)),
    ("own_over_tpcb", Target::AtLeast(3.0)),
    ("hot_over_uniform", Target::AtLeast(0.95)),
    ("idle_single_over_function", Target::AtMost(1.2)),
    ("p99_at_80_percent_ms", Target::AtMost(25.0)),
    ("bytes_per_transfer", Target::AtMost(520.0)),
    ("history_page_buffers_ratio", Target::AtMost(1.25)),
    ("balance_rows_read", Target::AtMost(1.0)),
];
/// A folder with `run.sql` for pgbench and what must be there before: a ledger to compare with.
const PEER: &str = "PEER_SQL";

/// Builds first, so that neither the compiler nor a start is in the way of what is measured.
pub fn measure(paths: &Paths, args: &Bench) -> Result<Results> {
    let scored = bench_quiet::is_scored()?;
    postgres::ensure(paths)?;
    let pgbench = pgbench(paths)?;
    say::step("measuring program built", || {
        exec::run(program(paths).arg("--no-run"))
    })?;

    interrupt::listen()?;
    let mut config = Config::new(paths.throwaway("bench-postgres"));
    config.tool_folders = vec![paths.tools()];
    config.settings = SETTINGS
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
    let told = SETTINGS.map(|(name, value)| format!("{name}={value}"));
    say::note(&format!("  {}", told.join(" ")));
    let cluster = say::step("durable PostgreSQL started", || {
        Ok(EmbeddedPostgres::start_throwaway(config)?)
    })?;
    let mut measuring = program(paths);
    measuring
        .env("TEST_DATABASE_URL", cluster.connection().superuser_url())
        .env(
            "OKPAY_BENCH_ROUNDS",
            args.rounds.unwrap_or(ROUNDS_DEFAULT).to_string(),
        )
        .env("OKPAY_BENCH_PGBENCH", pgbench);
    if let Some(peer) = peer()? {
        measuring.env(PEER, peer);
    }
    let printed = exec::output(&mut measuring);
    cluster.stop()?;
    if interrupt::came() {
        return Err(Error::Interrupted);
    }
    let figures = figures(&printed?)?;
    Ok(Results { figures, scored })
}

fn program(paths: &Paths) -> std::process::Command {
    let mut cargo = exec::cargo();
    cargo
        .args(["bench", "--quiet", "-p", "ledger", "--bench", "ledger"])
        .current_dir(&paths.root);
    cargo
}

/// The one that belongs to the server, else any.
fn pgbench(paths: &Paths) -> Result<PathBuf> {
    let beside = postgres::usable(paths)
        .into_iter()
        .map(|binaries| binaries.program("pgbench"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join("pgbench"));
    beside.chain(on_path).find(|program| program.is_file()).ok_or_else(|| {
        Error::missing(
            "there is no pgbench, the yardstick of this measurement, beside PostgreSQL's binaries or on the PATH",
            "Debian: apt-get install postgresql; macOS: brew install postgresql@18",
        )
    })
}

/// The measuring program runs in another folder, so the path is made whole.
fn peer() -> Result<Option<OsString>> {
    let Some(folder) = std::env::var_os(PEER).filter(|folder| !folder.is_empty()) else {
        return Ok(None);
    };
    let folder =
        std::path::absolute(&folder).map_err(|why| Error::step(format!("finding {PEER}"), why))?;
    if !folder.join("run.sql").is_file() {
        return Err(Error::missing(
            format!("{} holds no run.sql", folder.display()),
            format!("put the pgbench script there, or unset {PEER}"),
        ));
    }
    Ok(Some(folder.into()))
}

/// Reads what the measuring program printed, and knows of each figure whether it is promised.
fn figures(printed: &str) -> Result<Vec<Figure>> {
    let figures = printed
        .lines()
        .map(|line| {
            figure(line)
                .ok_or_else(|| Error::step("reading the figures", format!("no figure: {line}")))
        })
        .collect::<Result<Vec<_>>>()?;
    for (name, _) in TARGETS {
        if !figures.iter().any(|figure| figure.name == name) {
            return Err(Error::step(
                "reading the figures",
                format!("{name} is not among them"),
            ));
        }
    }
    Ok(figures)
}

fn figure(line: &str) -> Option<Figure> {
    let read: Value = serde_json::from_str(line).ok()?;
    let name = read.get("name")?.as_str()?.to_owned();
    let target = TARGETS
        .iter()
        .find(|(promised, _)| *promised == name)
        .map(|(_, target)| *target);
    Some(Figure {
        value: read.get("value")?.as_f64()?,
        unit: read.get("unit")?.as_str()?.to_owned(),
        target,
        name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promised_figure_gets_its_target_and_another_none() {
        let promised =
            figure(r#"{"name": "own_over_tpcb", "value": 3.5, "unit": "ratio"}"#).unwrap();
        assert!(
            matches!(promised.target, Some(Target::AtLeast(bound)) if (bound - 3.0).abs() < 1e-9)
        );
        let other = figure(r#"{"name": "floor.p50_ms", "value": 0.25, "unit": "ms"}"#).unwrap();
        assert!(other.target.is_none());
    }

    #[test]
    fn a_promised_figure_that_is_missing_is_told() {
        let error = figures("").err().unwrap().to_string();
        assert!(error.contains("engine_over_floor"), "{error}");
        assert!(figures("what is this").is_err());
    }
}
