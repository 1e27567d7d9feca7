//! How the whole ledger is read: as it is at one moment, for as long as that takes.

use sqlx::PgConnection;

use crate::{LedgerError, error::failed};

/// Begins such a reading.
pub(crate) const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Lets the reading that was begun take as long as it needs.
pub(crate) async fn lift_timeouts(
    snapshot: &mut PgConnection,
    operation: &'static str,
) -> Result<(), LedgerError> {
    sqlx::raw_sql(
        "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
    )
    .execute(snapshot)
    .await
    .map(drop)
    .map_err(failed(operation))
}
