//! Puts prepared commands to the ledger and looks at the clock: callers that wait for their answers, or a steady stream.
//! It must never prepare anything while the clock runs, nor count money that did not move.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ledger::{Command, Ledger, Outcome};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::Result;
use crate::stats::{float, median};

/// How often the stream looks whether the next ones are due.
const TICK: Duration = Duration::from_millis(1);
/// What being turned away counts as: longer than anybody would wait.
const TURNED_AWAY_MS: f64 = 60_000.0;

/// What callers ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// `Ledger::execute_batch`.
    Batch,
    /// `Ledger::execute`, which may put together what several callers ask for; each call has one command.
    Single,
}

/// What the callers got done.
pub struct Driven {
    pub transfers: u64,
    pub per_second: f64,
    /// Of each call.
    pub latencies_ms: Vec<f64>,
}

/// So many callers, each of which waits for an answer before the next call. It ends after `span`, or earlier when
/// nothing is left of the calls; what was begun is waited for.
pub async fn closed(
    ledger: &Ledger,
    calls: Vec<Vec<Command>>,
    callers: usize,
    call: Call,
    span: Duration,
) -> Result<Driven> {
    let calls = Arc::new(Mutex::new(calls.into_iter()));
    let mut tasks = JoinSet::new();
    let began = Instant::now();
    for _ in 0..callers {
        let (ledger, calls) = (ledger.clone(), Arc::clone(&calls));
        tasks.spawn(async move {
            let (mut transfers, mut latencies_ms) = (0, Vec::new());
            while began.elapsed() < span {
                let next = calls.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(commands) = next else { break };
                let asked = Instant::now();
                transfers += put(&ledger, commands, call).await?;
                latencies_ms.push(ms(asked.elapsed()));
            }
            Ok::<_, crate::Error>((transfers, latencies_ms))
        });
    }
    let (mut transfers, mut latencies_ms) = (0, Vec::new());
    while let Some(done) = tasks.join_next().await {
        let (of_one, latencies_of_one) = done??;
        transfers += of_one;
        latencies_ms.extend(latencies_of_one);
    }
    Ok(Driven {
        transfers,
        per_second: float(transfers) / began.elapsed().as_secs_f64(),
        latencies_ms,
    })
}

/// A command at a time to an idle ledger, in turn by either call: the medians' ratio, single to batch of one.
pub async fn alone(ledger: &Ledger, commands: Vec<Command>, span: Duration) -> Result<f64> {
    let (mut singles_ms, mut batches_ms) = (Vec::new(), Vec::new());
    let began = Instant::now();
    for (place, command) in commands.into_iter().enumerate() {
        if began.elapsed() >= span {
            break;
        }
        let (call, latencies_ms) = if place % 2 == 0 {
            (Call::Single, &mut singles_ms)
        } else {
            (Call::Batch, &mut batches_ms)
        };
        let asked = Instant::now();
        put(ledger, vec![command], call).await?;
        latencies_ms.push(ms(asked.elapsed()));
    }
    Ok(median(singles_ms) / median(batches_ms))
}

/// A steady stream of so many a second, whether answers come or not. Each latency counts from when the command was due,
/// so that no delay of the stream itself is forgiven; being turned away counts as a minute.
pub async fn open(ledger: &Ledger, commands: Vec<Command>, per_second: f64) -> Result<Vec<f64>> {
    let mut tasks = JoinSet::new();
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let began = Instant::now();
    for (place, command) in (0_u32..).zip(commands) {
        let due = began + Duration::from_secs_f64(f64::from(place) / per_second);
        while Instant::now() < due {
            ticks.tick().await;
        }
        let ledger = ledger.clone();
        tasks.spawn(async move {
            match ledger.execute(command).await {
                Ok(outcome) => all_posted(&[outcome]).map(|()| ms(due.elapsed())),
                Err(error) if error.is_unavailable() => Ok(TURNED_AWAY_MS),
                Err(error) => Err(error.into()),
            }
        });
    }
    let mut latencies_ms = Vec::new();
    while let Some(latency_ms) = tasks.join_next().await {
        latencies_ms.push(latency_ms??);
    }
    Ok(latencies_ms)
}

/// How many transfers were posted: all, or it is an error.
async fn put(ledger: &Ledger, mut commands: Vec<Command>, call: Call) -> Result<u64> {
    let outcomes = match call {
        Call::Batch => ledger.execute_batch(commands).await?,
        Call::Single => {
            let command = commands.pop().ok_or("a call without a command")?;
            vec![ledger.execute(command).await?]
        }
    };
    all_posted(&outcomes)?;
    Ok(u64::try_from(outcomes.len())?)
}

/// Fails unless all of it was posted, and for the first time.
pub fn all_posted(outcomes: &[Outcome]) -> Result<()> {
    match outcomes
        .iter()
        .find(|outcome| !outcome.is_posted() || outcome.replayed)
    {
        None => Ok(()),
        Some(outcome) => Err(format!("a transfer was not posted: {outcome:?}").into()),
    }
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
