//! What the sandbox's card processor remembers: written once, never changed.

use sqlx::PgPool;

use crate::error::{StorageResult, failed};

/// Keeps the record unless there is one under this key; returns the one that is kept.
pub async fn keep(db: &PgPool, key: &str, record: &str) -> StorageResult<String> {
    const OPERATION: &str = "keep a sandbox record";
    sqlx::query!("INSERT INTO wallet.sandbox_records (key, record) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING", key, record)
        .execute(db)
        .await
        .map_err(failed(OPERATION))?;
    // A statement of its own sees the row of whoever was first.
    find(db, key)
        .await
        .map(|found| found.unwrap_or_else(|| record.to_owned()))
}

/// The record under this key.
pub async fn find(db: &PgPool, key: &str) -> StorageResult<Option<String>> {
    sqlx::query_scalar!(
        "SELECT record FROM wallet.sandbox_records WHERE key = $1",
        key
    )
    .fetch_optional(db)
    .await
    .map_err(failed("find a sandbox record"))
}
