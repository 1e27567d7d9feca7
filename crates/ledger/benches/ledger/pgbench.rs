//! Runs pgbench, the yardstick, and reads what it says.
//! It must never take a run in which transactions failed for a good one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::Result;
use crate::sample::Sample;
use crate::server::Server;
use crate::settings::Settings;
use crate::usage::Meter;

/// The same for all: as many as the ledger's pool has connections, on as many threads as the smallest machine has cores.
const CLIENTS: [&str; 6] = ["-M", "prepared", "-c", "8", "-j", "2"];
/// Of the transactions one in ten has its time written down: writing down all of them slows pgbench itself.
const LOGGED: &str = "0.1";

pub struct Pgbench {
    program: PathBuf,
    server: Server,
    /// Where it writes how long each transaction took.
    logs: PathBuf,
}

impl Pgbench {
    pub fn new(settings: &Settings, server: Server) -> Result<Self> {
        let logs = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("bench-ledger-{}", std::process::id()));
        fs::create_dir_all(&logs)?;
        Ok(Self {
            program: settings.pgbench.clone(),
            server,
            logs,
        })
    }

    /// Fills a database for TPC-B.
    pub async fn initialise(&self, database: &str, scale: u32) -> Result<()> {
        let scale = scale.to_string();
        self.output(database, &["-i", "-q", "-s", &scale]).await?;
        Ok(())
    }

    /// Measures a script, or TPC-B without one. Each transaction of it counts as one transfer.
    pub async fn measure(
        &self,
        meter: &mut Meter,
        database: &str,
        script: Option<&Path>,
        span: Duration,
    ) -> Result<Sample> {
        let seconds = span.as_secs().to_string();
        let prefix = self.logs.join("log").to_string_lossy().into_owned();
        let mut args = CLIENTS.to_vec();
        args.extend(["-n", "-T", &seconds, "-l", "--sampling-rate", LOGGED]);
        args.extend(["--log-prefix", &prefix]);
        let script = script.map(|path| path.to_string_lossy().into_owned());
        if let Some(script) = &script {
            args.extend(["-f", script]);
        }
        let before = meter.read().await?;
        let printed = self.output(database, &args).await?;
        let after = meter.read().await?;
        let mut latencies_ms = self.take_logs()?;
        let transfers = said(&printed, "number of transactions actually processed: ")?;
        let per_second = said(&printed, "tps = ")?;
        if said::<u64>(&printed, "number of failed transactions: ").is_ok_and(|failed| failed > 0) {
            return Err(format!("transactions failed in {database}:\n{printed}").into());
        }
        Ok(Sample::new(transfers, per_second, &mut latencies_ms, &before, &after).by_another())
    }

    async fn output(&self, database: &str, args: &[&str]) -> Result<String> {
        let mut command = Command::new(&self.program);
        self.server.reached_by(&mut command, database);
        command.args(args);
        let output = tokio::task::spawn_blocking(move || command.output())
            .await?
            .map_err(|why| {
                format!(
                    "pgbench cannot be run as {}: {why}; it comes with PostgreSQL's server, and OKPAY_BENCH_PGBENCH may name it",
                    self.program.display()
                )
            })?;
        let errors = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() || errors.contains("aborted") {
            return Err(format!("pgbench failed in {database}:\n{errors}").into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// How long transactions took, in milliseconds: the third field, in microseconds. The logs are gone afterwards.
    fn take_logs(&self) -> Result<Vec<f64>> {
        let mut latencies_ms = Vec::new();
        for entry in fs::read_dir(&self.logs)? {
            let path = entry?.path();
            let text = fs::read_to_string(&path)?;
            latencies_ms.extend(
                text.lines()
                    .filter_map(|line| line.split(' ').nth(2)?.parse::<f64>().ok())
                    .map(|us| us / 1_000.0),
            );
            fs::remove_file(&path)?;
        }
        Ok(latencies_ms)
    }
}

impl Drop for Pgbench {
    fn drop(&mut self) {
        // Litter in a folder that is there to be thrown away.
        let _ = fs::remove_dir_all(&self.logs);
    }
}

/// The number that comes after these words.
fn said<N: std::str::FromStr>(printed: &str, words: &str) -> Result<N> {
    printed
        .lines()
        .find_map(|line| line.strip_prefix(words)?.split(' ').next()?.parse().ok())
        .ok_or_else(|| format!("pgbench did not say “{words}”:\n{printed}").into())
}
