//! Lines of the bank's statement: recorded once each, before anything is done about them (invariant 7).

use chrono::{DateTime, Utc};
use domain::{Money, TopUpFailure};
use sqlx::PgExecutor;

use crate::error::{StorageResult, failed};

/// A line to record.
#[derive(Clone, Debug)]
pub struct BankLine<'a> {
    /// The bank's own id of the line.
    pub id: &'a str,
    pub reference: &'a str,
    pub amount: Money,
    /// None: the money arrived.
    pub failure: Option<TopUpFailure>,
    pub received_at: DateTime<Utc>,
}

/// Records a line; false when it was recorded before.
pub async fn record(executor: impl PgExecutor<'_>, line: &BankLine<'_>) -> StorageResult<bool> {
    sqlx::query!(
        "INSERT INTO wallet.bank_lines (id, reference, currency, amount, failure, received_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO NOTHING",
        line.id,
        line.reference,
        line.amount.currency().code(),
        line.amount.minor(),
        line.failure.map(TopUpFailure::as_str),
        line.received_at,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("record a bank line"))
}

/// Marks a line as dealt with.
pub async fn handled(executor: impl PgExecutor<'_>, id: &str, at: DateTime<Utc>) -> StorageResult<()> {
    sqlx::query!("UPDATE wallet.bank_lines SET handled_at = $2 WHERE id = $1 AND handled_at IS NULL", id, at)
        .execute(executor)
        .await
        .map_err(failed("mark a bank line as handled"))?;
    Ok(())
}
