//! A ledger whose people have money: made once, copied for whatever is measured, so that all begin alike.
//! It must never be used on after a measurement that left it unsound.

use std::sync::Arc;
use std::time::Duration;

use domain::Money;
use ledger::{AccountKind, Command, HouseAccount, Ledger};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use storage::pool::{PoolConfig, connect_lazily};
use storage::testing::TestDb;
use tokio::task::JoinSet;

use crate::Result;
use crate::drive::all_posted;
use crate::payments::{CURRENCY, Payments, Wallet};
use crate::server::Server;

/// Everybody has so much that nobody runs out, and all of it together still fits a balance.
const FUNDS_MINOR: i64 = 10_000_000_000;
/// The pool's size and that of its every rival.
const CONNECTIONS: u32 = 8;
/// So many accounts are opened at once.
const OPENERS: usize = 8;
const BATCH: usize = 100;
/// Reading every entry takes as long as it takes.
const CHECK_WITHIN: Duration = Duration::from_mins(30);

/// The ledger that is copied. Nobody is connected to it.
pub struct Origin {
    server: Server,
    app: PgConnectOptions,
    wallets: Arc<[Wallet]>,
}

/// A copy.
pub struct World {
    pub ledger: Ledger,
    pub wallets: Arc<[Wallet]>,
    pub payments: Payments,
    server: Server,
    pool: PgPool,
    app: PgConnectOptions,
    database: String,
}

impl Origin {
    /// A new ledger with so many people, each with a funded wallet.
    pub async fn make(server: &Server, people: usize) -> Result<Self> {
        let db = TestDb::new().await;
        let ledger = Ledger::new(db.app.clone());
        let mut payments = Payments::new(1);
        let wallets = open(&ledger, &mut payments, people).await?;
        fund(&ledger, &mut payments, &wallets).await?;
        let app = db.app_options();
        for pool in [db.app, db.owner, db.jobs] {
            pool.close().await;
        }
        Ok(Self {
            server: server.clone(),
            app,
            wallets: wallets.into(),
        })
    }

    /// A copy of that name, with all connections made. The seed tells what will be paid in it.
    pub async fn copy(&self, name: &str, seed: u64) -> Result<World> {
        let database = format!("bench_{name}");
        let template = self.app.get_database().ok_or("a database without a name")?;
        self.server.create(&database, template).await?;
        self.server.run(&database, "VACUUM ANALYZE").await?;
        let app = self.app.clone().database(&database);
        let config = PoolConfig {
            connections_max: CONNECTIONS,
            // On a machine that is not quiet an answer may take long; it is still an answer.
            acquire_timeout: Duration::from_mins(1),
            statement_timeout: Duration::from_mins(1),
            ..PoolConfig::default()
        };
        let pool = connect_lazily(app.clone(), &config);
        // All at once, or they would be made one by one on the clock.
        let mut connections = Vec::new();
        for _ in 0..CONNECTIONS {
            connections.push(pool.acquire().await?);
        }
        drop(connections);
        Ok(World {
            ledger: Ledger::new(pool.clone()),
            wallets: Arc::clone(&self.wallets),
            payments: Payments::new(seed),
            server: self.server.clone(),
            pool,
            app,
            database,
        })
    }
}

impl World {
    /// A pool of one connection, with all the time in the world.
    pub fn alone(&self) -> PgPool {
        let config = PoolConfig {
            connections_max: 1,
            statement_timeout: CHECK_WITHIN,
            ..PoolConfig::default()
        };
        connect_lazily(self.app.clone(), &config)
    }

    /// As the superuser, for looking.
    pub async fn superuser(&self) -> Result<PgConnection> {
        self.server.connect(&self.database).await
    }

    /// Fails when the ledger does not add up.
    pub async fn assert_sound(&self) -> Result<()> {
        let pool = self.alone();
        let check = Ledger::new(pool.clone()).check().await?;
        pool.close().await;
        if check.is_sound() {
            Ok(())
        } else {
            Err(format!("the ledger in {} is not sound: {check:?}", self.database).into())
        }
    }

    /// Proves it sound and lets go of it.
    pub async fn close(self) -> Result<()> {
        self.assert_sound().await?;
        self.pool.close().await;
        Ok(())
    }
}

async fn open(ledger: &Ledger, payments: &mut Payments, people: usize) -> Result<Vec<Wallet>> {
    let owners: Vec<_> = (0..people).map(|_| payments.person()).collect();
    let mut tasks = JoinSet::new();
    for share in owners.chunks(people.div_ceil(OPENERS)) {
        let (ledger, share) = (ledger.clone(), share.to_vec());
        tasks.spawn(async move {
            let mut wallets = Vec::new();
            for owner in share {
                let account = ledger
                    .open_account(owner, AccountKind::Wallet, CURRENCY)
                    .await?;
                wallets.push(Wallet { owner, account });
            }
            Ok::<_, ledger::LedgerError>(wallets)
        });
    }
    let mut wallets = Vec::new();
    while let Some(opened) = tasks.join_next().await {
        wallets.extend(opened??);
    }
    // Tasks end in any order; the same people in the same order make the same payments.
    wallets.sort_by_key(|wallet| wallet.account);
    Ok(wallets)
}

async fn fund(ledger: &Ledger, payments: &mut Payments, wallets: &[Wallet]) -> Result<()> {
    let clearing = ledger
        .house_account(HouseAccount::BankClearing, CURRENCY)
        .await?;
    let amount = Money::new(FUNDS_MINOR, CURRENCY);
    for share in wallets.chunks(BATCH) {
        let top_ups: Vec<Command> = share
            .iter()
            .map(|to| payments.command(to.owner, "top_up", clearing, to.account, amount))
            .collect();
        all_posted(&ledger.execute_batch(top_ups).await?)?;
    }
    Ok(())
}
