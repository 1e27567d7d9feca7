//! The ledger's own works, one for each way in which money moves through its public functions.
//! They must never share a prepared command: the ledger would give the stored answer and do nothing.

use std::time::Duration;

use ledger::Command;

use crate::Result;
use crate::drive::{self, Call};
use crate::payments::{Payments, Wallet};
use crate::sample::Sample;
use crate::tables;
use crate::usage::Meter;
use crate::world::World;

const BATCH: usize = 100;
/// More than can be done in a second; a work that has done all ends early, and its rate is right all the same.
const BATCHED_PER_SECOND: u64 = 40_000;
const SINGLE_PER_SECOND: u64 = 20_000;
const INTENTS_AT_ONCE: usize = 10_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Work {
    /// One call of the ledger's function for each transfer, eight callers.
    Function,
    /// Batches of 100 between any two accounts.
    Uniform { in_flight: usize },
    /// The same, everybody pays one account.
    Hot { in_flight: usize },
    /// Batches of 100 that each use up a stored intent.
    Intents,
    /// `Ledger::execute` with so many callers: what the wallet itself does.
    Execute { callers: usize },
}

/// As many callers as TPC-B has clients.
pub const EXECUTE_AS_TPCB: Work = Work::Execute { callers: 8 };
/// So many that none of the ledger's time is left: its peak.
pub const EXECUTE_PEAK: Work = Work::Execute { callers: 256 };
/// One batch at a time, and the next one sent while it is carried out.
pub const UNIFORM: [Work; 2] = [
    Work::Uniform { in_flight: 1 },
    Work::Uniform { in_flight: 2 },
];
pub const HOT: [Work; 2] = [Work::Hot { in_flight: 1 }, Work::Hot { in_flight: 2 }];

pub const ALL: [Work; 8] = [
    Work::Function,
    UNIFORM[0],
    UNIFORM[1],
    HOT[0],
    HOT[1],
    Work::Intents,
    EXECUTE_AS_TPCB,
    EXECUTE_PEAK,
];

impl Work {
    pub fn name(self) -> String {
        match self {
            Self::Function => "function".to_owned(),
            Self::Uniform { in_flight } => format!("batch_uniform_{in_flight}"),
            Self::Hot { in_flight } => format!("batch_hot_{in_flight}"),
            Self::Intents => "intents".to_owned(),
            Self::Execute { callers } => format!("execute_{callers}"),
        }
    }

    /// Prepares, and measures for that long.
    pub async fn measure(
        self,
        world: &mut World,
        meter: &mut Meter,
        span: Duration,
    ) -> Result<Sample> {
        let calls = self.prepare(world, span).await?;
        let (callers, call) = match self {
            Self::Function => (8, Call::Batch),
            Self::Uniform { in_flight } | Self::Hot { in_flight } => (in_flight, Call::Batch),
            Self::Intents => (2, Call::Batch),
            Self::Execute { callers } => (callers, Call::Single),
        };
        let before = meter.read().await?;
        let mut driven = drive::closed(&world.ledger, calls, callers, call, span).await?;
        let after = meter.read().await?;
        Ok(Sample::new(
            driven.transfers,
            driven.per_second,
            &mut driven.latencies_ms,
            &before,
            &after,
        ))
    }

    async fn prepare(self, world: &mut World, span: Duration) -> Result<Vec<Vec<Command>>> {
        let seconds = span.as_secs();
        let batched = usize::try_from(BATCHED_PER_SECOND * seconds)?;
        let payments = &mut world.payments;
        let wallets = &world.wallets;
        Ok(match self {
            Self::Function => {
                let single = usize::try_from(SINGLE_PER_SECOND * seconds)?;
                singles(payments, wallets, single)
            }
            Self::Execute { .. } => singles(payments, wallets, batched),
            Self::Uniform { .. } => batches(batched / BATCH, BATCH, || payments.between(wallets)),
            Self::Hot { .. } => batches(batched / BATCH, BATCH, || payments.paying_first(wallets)),
            Self::Intents => intended(world, batched).await?,
        })
    }
}

/// Calls with one command each.
pub fn singles(payments: &mut Payments, wallets: &[Wallet], count: usize) -> Vec<Vec<Command>> {
    batches(count, 1, || payments.between(wallets))
}

/// So many calls with so many commands each.
pub fn batches(
    count: usize,
    size: usize,
    mut command: impl FnMut() -> Command,
) -> Vec<Vec<Command>> {
    (0..count)
        .map(|_| (0..size).map(|_| command()).collect())
        .collect()
}

/// Batches whose intents are stored already.
async fn intended(world: &mut World, count: usize) -> Result<Vec<Vec<Command>>> {
    let (commands, intents): (Vec<_>, Vec<_>) = (0..count)
        .map(|_| world.payments.intended(&world.wallets))
        .unzip();
    let mut connection = world.superuser().await?;
    for intents in intents.chunks(INTENTS_AT_ONCE) {
        tables::store(&mut connection, intents).await?;
    }
    Ok(commands.chunks(BATCH).map(<[Command]>::to_vec).collect())
}
