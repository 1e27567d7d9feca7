//! Wrong tries, counted in the database so that every server counts together.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::error::{StorageResult, failed};

/// Keyed hash of what is guarded: an account, a network address.
pub type ThrottleKey = [u8; 32];

/// Until when any of the keys is blocked, if one is.
pub async fn blocked_until(
    executor: impl PgExecutor<'_>,
    keys: &[ThrottleKey],
    at: DateTime<Utc>,
) -> StorageResult<Option<DateTime<Utc>>> {
    let keys: Vec<Vec<u8>> = keys.iter().map(|key| key.to_vec()).collect();
    sqlx::query_scalar!(
        "SELECT max(blocked_until) FROM wallet.throttles WHERE key = ANY($1) AND blocked_until > $2",
        &keys,
        at,
    )
    .fetch_one(executor)
    .await
    .map_err(failed("read throttles"))
}

/// Counts a failure; failures older than `forget_before` no longer count. Returns the count.
pub async fn count_failure(
    executor: impl PgExecutor<'_>,
    key: &ThrottleKey,
    at: DateTime<Utc>,
    forget_before: DateTime<Utc>,
) -> StorageResult<i32> {
    sqlx::query_scalar!(
        "INSERT INTO wallet.throttles AS t (key, failures, last_at)
         VALUES ($1, 1, $2)
         ON CONFLICT (key) DO UPDATE
         SET failures = CASE WHEN t.last_at < $3 THEN 1 ELSE t.failures + 1 END, last_at = $2
         RETURNING failures",
        key,
        at,
        forget_before,
    )
    .fetch_one(executor)
    .await
    .map_err(failed("count a failure"))
}

/// Blocks further tries until then.
pub async fn block(
    executor: impl PgExecutor<'_>,
    key: &ThrottleKey,
    until: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.throttles SET blocked_until = $2 WHERE key = $1",
        key,
        until
    )
    .execute(executor)
    .await
    .map_err(failed("block tries"))?;
    Ok(())
}

/// A right try: the count starts anew.
pub async fn clear(executor: impl PgExecutor<'_>, key: &ThrottleKey) -> StorageResult<()> {
    sqlx::query!("DELETE FROM wallet.throttles WHERE key = $1", key)
        .execute(executor)
        .await
        .map_err(failed("clear a throttle"))?;
    Ok(())
}
