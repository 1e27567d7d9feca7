//! How the program connects to the database: bounded in number and time, and safe against callers that go away.
//! No pool may be made elsewhere: one without the `ROLLBACK` below can lose acknowledged writes.

use std::time::Duration;

use sqlx::{
    Executor, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::error::{StorageResult, failed};

/// Bounds of a pool.
#[derive(Clone, Debug)]
pub struct PoolConfig {
    /// Shown in `pg_stat_activity`.
    pub application_name: String,
    /// Connections at most; about four per core of the database is plenty.
    pub connections_max: u32,
    /// How long a caller waits for a free connection.
    pub acquire_timeout: Duration,
    /// How long one statement may run.
    pub statement_timeout: Duration,
    /// How long a transaction may sit idle before the server ends its session.
    pub idle_in_transaction_timeout: Duration,
}

impl Default for PoolConfig {
    fn default() -> Self {
        Self {
            application_name: "okpay".into(),
            connections_max: 8,
            acquire_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(10),
            idle_in_transaction_timeout: Duration::from_secs(5),
        }
    }
}

/// Connects to the database of this URL; fails when it cannot be reached.
///
/// # Errors
/// When the URL is no database URL, or no connection can be made in time.
pub async fn connect(url: &str, config: &PoolConfig) -> StorageResult<PgPool> {
    let pool = connect_lazily(
        url.parse().map_err(failed("read the database URL"))?,
        config,
    );
    pool.acquire()
        .await
        .map_err(failed("connect to the database"))?;
    Ok(pool)
}

/// A pool that connects when it is first used.
pub fn connect_lazily(server: PgConnectOptions, config: &PoolConfig) -> PgPool {
    PgPoolOptions::new()
        .max_connections(config.connections_max)
        .acquire_timeout(config.acquire_timeout)
        .test_before_acquire(false)
        // A future dropped inside `begin` leaves its connection in a transaction that sqlx 0.9.0 does not know of, and
        // the next user's autocommitted write is never committed (sqlx issue 4393). This also tells a dead connection.
        .before_acquire(|connection, _| {
            Box::pin(async move {
                connection.execute("ROLLBACK").await?;
                Ok(true)
            })
        })
        .connect_lazy_with(bounded(server, config))
}

fn bounded(server: PgConnectOptions, config: &PoolConfig) -> PgConnectOptions {
    server.application_name(&config.application_name).options([
        (
            "statement_timeout",
            config.statement_timeout.as_millis().to_string(),
        ),
        (
            "idle_in_transaction_session_timeout",
            config.idle_in_transaction_timeout.as_millis().to_string(),
        ),
        // `ROLLBACK` outside a transaction warns; nobody wants to read that a thousand times a second.
        ("client_min_messages", "error".into()),
        // The server forgets a client whose machine vanished after a minute, not after two hours.
        ("tcp_keepalives_idle", "30".into()),
        ("tcp_keepalives_interval", "10".into()),
        ("tcp_keepalives_count", "3".into()),
    ])
}
