//! Measures how fast the ledger moves money, beside what the same server does at best. `cargo xtask bench ledger` makes
//! a durable server, runs this program on it and judges the figures it prints; the judging is never done here.

mod drive;
mod figures;
mod payments;
mod pgbench;
mod report;
mod rounds;
mod sample;
mod server;
mod settings;
mod stats;
mod stored;
mod tables;
mod usage;
mod works;
mod world;
mod yardsticks;

use std::time::Duration;

use crate::figures::Figure;
use crate::report::note;
use crate::rounds::Rounds;
use crate::server::Server;
use crate::settings::Settings;
use crate::stats::percentile;
use crate::usage::Meter;
use crate::world::Origin;
use crate::yardsticks::Yardsticks;

type Error = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Error>;

const PEOPLE: usize = 10_000;
/// Few, so that almost all of the table is the one account's history.
const PEOPLE_OF_HISTORY: usize = 100;
/// How busy the ledger is kept, of what it can do.
const STEADY_SHARE: f64 = 0.8;
const STEADY_FOR: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<()> {
    let settings = Settings::read()?;
    let server = Server::find()?;
    let mut meter = Meter::new(&server).await?;
    note("databases are filled");
    let yardsticks = Yardsticks::set_up(&settings, &server).await?;
    let origin = Origin::make(&server, PEOPLE).await?;

    let rounds = Rounds::measure(&settings, &yardsticks, &origin, &mut meter).await?;
    note(&format!("a steady stream at {STEADY_SHARE} of the peak"));
    let steady = steady(&origin, figures::peak(&rounds) * STEADY_SHARE).await?;
    note("what a transfer takes up");
    let bytes = stored::bytes_per_transfer(&origin).await?;
    note("what is read of a long history");
    let origin = Origin::make(&server, PEOPLE_OF_HISTORY).await?;
    let reading = stored::reading(&settings, &origin).await?;

    report::table(&rounds);
    report::figures(&figures::derived(&rounds));
    report::figures(&steady);
    report::figures(&[bytes]);
    report::figures(&reading);
    report::figures(&figures::medians(&rounds));
    Ok(())
}

/// How long people wait when the ledger is as busy as it should ever be.
async fn steady(origin: &Origin, per_second: f64) -> Result<[Figure; 2]> {
    let mut world = origin.copy("steady", 3_000).await?;
    let all = per_second * STEADY_FOR.as_secs_f64();
    let mut commands = Vec::new();
    while stats::float(u64::try_from(commands.len())?) < all {
        commands.push(world.payments.between(&world.wallets));
    }
    let mut latencies_ms = drive::open(&world.ledger, commands, per_second).await?;
    world.close().await?;
    Ok([
        Figure::new(
            "p99_at_80_percent_ms",
            percentile(&mut latencies_ms, 99),
            "ms",
        ),
        Figure::new(
            "p50_at_80_percent_ms",
            percentile(&mut latencies_ms, 50),
            "ms",
        ),
    ])
}
