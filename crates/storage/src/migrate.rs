//! Brings the schema up to what this program needs, as the role `okpay_owner`, and tells whether it is.
//! It must never undo a migration or mind one it does not know: an older program runs beside a newer one.

use sqlx::{
    PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::error::{StorageResult, failed};

/// How the database's schema compares to what this program was built for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schema {
    /// All migrations known here were run; there may be newer ones.
    Ready,
    /// These migrations are still to be run.
    Older { missing: Vec<i64> },
}

/// Every migration known to this program.
pub fn migrator() -> Migrator {
    let mut migrator = sqlx::migrate!("../../migrations");
    migrator.set_ignore_missing(true);
    migrator
}

/// Runs the migrations that were not run yet. Any number of servers may do this at once: they take turns under the
/// migrator's own lock.
///
/// # Errors
/// When the database cannot be reached, or a migration fails or differs from what was run under its number.
pub async fn migrate(owner: &PgConnectOptions) -> StorageResult<()> {
    const OPERATION: &str = "migrate the database";
    // One connection of its own, closed on failure too, which gives the lock back.
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .connect_with(owner.clone())
        .await
        .map_err(failed(OPERATION))?;
    let result = migrator().run(&pool).await;
    pool.close().await;
    result.map_err(|error| failed(OPERATION)(error.into()))
}

/// Compares the schema with what this program needs.
///
/// # Errors
/// When the database cannot be reached.
pub async fn check(pool: &PgPool) -> StorageResult<Schema> {
    let run: Vec<i64> =
        match sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success")
            .fetch_all(pool)
            .await
        {
            // `undefined_table`: nothing was ever run.
            Err(sqlx::Error::Database(refusal)) if refusal.code().as_deref() == Some("42P01") => {
                Vec::new()
            }
            result => result.map_err(failed("check the schema"))?,
        };
    let missing: Vec<i64> = migrator()
        .iter()
        .map(|migration| migration.version)
        .filter(|version| !run.contains(version))
        .collect();
    Ok(if missing.is_empty() {
        Schema::Ready
    } else {
        Schema::Older { missing }
    })
}
