//! How far each reader of the ledger's events has come.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::error::{StorageResult, failed};

/// The recorded time up to which this reader has read; the start of time if it never did.
pub async fn upto(executor: impl PgExecutor<'_>, name: &str) -> StorageResult<DateTime<Utc>> {
    sqlx::query_scalar!("SELECT upto FROM wallet.readers WHERE name = $1", name)
        .fetch_optional(executor)
        .await
        .map(|upto| upto.unwrap_or(DateTime::UNIX_EPOCH))
        .map_err(failed("read a reader's place"))
}

/// Moves the reader forward, never back.
pub async fn advance(
    executor: impl PgExecutor<'_>,
    name: &str,
    upto: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.readers AS r (name, upto)
         VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET upto = greatest(r.upto, $2)",
        name,
        upto,
    )
    .execute(executor)
    .await
    .map_err(failed("advance a reader"))?;
    Ok(())
}
