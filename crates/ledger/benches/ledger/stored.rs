//! How much a transfer takes up for good, and what is read to show an account: neither may grow with time.
//! It must never count what was there before the first transfer.

use std::time::Duration;

use domain::Currency;
use ledger::{Cursor, Ledger};
use sqlx::postgres::PgConnection;
use sqlx::{Executor, PgPool};

use crate::Result;
use crate::drive::{self, Call};
use crate::figures::Figure;
use crate::payments::CURRENCY;
use crate::report::note;
use crate::settings::Settings;
use crate::stats::{float, median};
use crate::tables;
use crate::works::batches;
use crate::world::{Origin, World};

const TRANSFERS: usize = 200_000;
const BATCH: usize = 100;
/// As large as a batch may be: only what it leaves behind matters.
const FILL_BATCH: usize = 1_000;
/// Prepared at once; the rest would fill the memory.
const FILL_STEP: usize = 100_000;
const ENTRIES_FEW: usize = 10_000;
/// What a person sees first.
const PAGE: u32 = 50;
/// After so many the server has settled on its plans; then so many are looked at.
const READS: (usize, usize) = (10, 5);
/// Nothing here is ended by the clock.
const UNHURRIED: Duration = Duration::from_hours(24);

/// Bytes of tables and indexes for each transfer.
pub async fn bytes_per_transfer(origin: &Origin) -> Result<Figure> {
    let mut world = origin.copy("bytes", 1_000).await?;
    let mut connection = world.superuser().await?;
    let before = tables::sizes(&mut connection).await?;
    let calls = {
        let World {
            payments, wallets, ..
        } = &mut world;
        batches(TRANSFERS / BATCH, BATCH, || payments.between(wallets))
    };
    let done = drive::closed(&world.ledger, calls, 1, Call::Batch, UNHURRIED).await?;
    let after = tables::sizes(&mut connection).await?;
    let mut bytes = 0.0;
    for ((name, before), (_, after)) in before.iter().zip(&after) {
        let grown = float(u64::try_from(after - before).unwrap_or_default());
        let each = grown / float(done.transfers);
        if each > 0.0 {
            note(&format!("  {each:>6.1} bytes a transfer in {name}"));
        }
        bytes += each;
    }
    world.close().await?;
    Ok(Figure::new("bytes_per_transfer", bytes, "bytes"))
}

/// Pages touched for a page of history and rows read for a balance, of an account with few entries and then with many.
/// The table grows with the account, since an index is as deep as its table is long.
pub async fn reading(settings: &Settings, origin: &Origin) -> Result<Vec<Figure>> {
    let mut world = origin.copy("history", 2_000).await?;
    let few = settings.entries_many.min(ENTRIES_FEW);
    fill(&mut world, few).await?;
    let with_few = Reading::take(&world, few).await?;
    fill(&mut world, settings.entries_many - few).await?;
    let with_many = Reading::take(&world, settings.entries_many).await?;
    world.close().await?;

    let ratio = (with_many.first_page / with_few.first_page)
        .max(with_many.middle_page / with_few.middle_page);
    Ok(vec![
        Figure::new("history_page_buffers_ratio", ratio, "ratio"),
        Figure::new("history_page_buffers", with_many.first_page, "buffers"),
        Figure::new("balance_rows_read", with_many.balance_rows, "rows"),
    ])
}

/// Everybody pays the first account.
async fn fill(world: &mut World, mut entries: usize) -> Result<()> {
    while entries > 0 {
        let step = entries.min(FILL_STEP);
        let World {
            payments, wallets, ..
        } = &mut *world;
        let calls = batches(step / FILL_BATCH, FILL_BATCH, || {
            payments.paying_first(wallets)
        });
        drive::closed(&world.ledger, calls, 1, Call::Batch, UNHURRIED).await?;
        entries -= step;
    }
    // What the server does by itself in a while.
    world.superuser().await?.execute("VACUUM ANALYZE").await?;
    Ok(())
}

struct Reading {
    first_page: f64,
    middle_page: f64,
    balance_rows: f64,
}

impl Reading {
    async fn take(world: &World, entries: usize) -> Result<Self> {
        let owner = world.wallets[0].owner;
        let pool = world.alone();
        let ledger = Ledger::new(pool.clone());
        let mut middle = Cursor::default();
        middle.reach(CURRENCY, i64::try_from(entries / 2)?);
        let mut look = Look {
            pool,
            connection: world.superuser().await?,
        };
        let read = async |page: Option<Cursor>| {
            let page = ledger.history(owner, page, PAGE).await?;
            full(page.items.len())
        };
        let first_page = look.at(Count::Buffers, async || read(None).await).await?;
        let middle_page = look
            .at(Count::Buffers, async || read(Some(middle.clone())).await)
            .await?;
        let balance = async || {
            let balances = ledger.balances(owner).await?;
            one(balances.iter().map(|balance| balance.currency))
        };
        let balance_rows = look.at(Count::BalanceRows, balance).await?;
        look.pool.close().await;
        note(&format!(
            "  {entries} entries: {first_page:.0} buffers for the first page of history, {middle_page:.0} for one in the middle, {balance_rows:.0} row for a balance"
        ));
        Ok(Self {
            first_page,
            middle_page,
            balance_rows,
        })
    }
}

fn full(postings: usize) -> Result<()> {
    if u32::try_from(postings)? == PAGE {
        Ok(())
    } else {
        Err(format!("a page of history has {postings} postings").into())
    }
}

fn one(mut currencies: impl Iterator<Item = Currency>) -> Result<()> {
    match (currencies.next(), currencies.next()) {
        (Some(CURRENCY), None) => Ok(()),
        _ => Err("not one balance".into()),
    }
}

/// What the server counts.
#[derive(Clone, Copy)]
enum Count {
    Buffers,
    BalanceRows,
}

/// Sees through the server's own statistics what a function reads, whatever statements it is made of.
struct Look {
    /// What is looked at goes through its one connection.
    pool: PgPool,
    connection: PgConnection,
}

impl Look {
    /// The median of several calls.
    async fn at(&mut self, count: Count, read: impl AsyncFn() -> Result<()>) -> Result<f64> {
        let (before, looked_at) = READS;
        for _ in 0..before {
            read().await?;
        }
        let mut counts = Vec::new();
        for _ in 0..looked_at {
            let before = self.count(count).await?;
            read().await?;
            let after = self.count(count).await?;
            counts.push(float(u64::try_from(after - before)?));
        }
        Ok(median(counts))
    }

    async fn count(&mut self, count: Count) -> Result<i64> {
        // A session hands in its counts when it is idle, and at most once a second unless it is told to.
        sqlx::query("SELECT pg_stat_force_next_flush()")
            .execute(&self.pool)
            .await?;
        match count {
            Count::Buffers => tables::buffers_touched(&mut self.connection).await,
            Count::BalanceRows => tables::balance_rows_read(&mut self.connection).await,
        }
    }
}
