//! Published exchange rates: one row a day, and what is known of each file of the source.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Currency, RateTable};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::{PgExecutor, types::Json};

use crate::error::{StorageError, StorageResult, corrupt, failed};

/// A published day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateDay {
    pub table: RateTable,
    /// Not to be used until somebody has looked at it.
    pub held: bool,
}

/// What is known of a file of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateFileState {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// When it was last asked for.
    pub checked_at: Option<DateTime<Utc>>,
    /// When it last gave a good answer.
    pub good_at: Option<DateTime<Utc>>,
    /// Why the last answer was none.
    pub trouble: Option<String>,
}

/// Stores a day unless it is there: a published day is never changed. Returns whether it is new.
pub async fn store(
    executor: impl PgExecutor<'_>,
    table: &RateTable,
    held: bool,
    at: DateTime<Utc>,
) -> StorageResult<bool> {
    let per_euro: BTreeMap<&str, String> = table
        .currencies()
        .filter_map(|currency| {
            let rate = table.per_euro(currency)?;
            Some((currency.code(), rate.to_string()))
        })
        .collect();
    sqlx::query!(
        "INSERT INTO wallet.rate_days (day, per_euro, stored_at, held_because)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (day) DO NOTHING",
        table.date(),
        Json(per_euro) as _,
        at,
        held.then_some("jump"),
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("store a day's rates"))
}

/// All stored days after this one, oldest first.
pub async fn after(executor: impl PgExecutor<'_>, day: NaiveDate) -> StorageResult<Vec<RateDay>> {
    const OPERATION: &str = "read rates";
    let rows = sqlx::query!(
        r#"SELECT day, per_euro, held_because IS NOT NULL AS "held!"
           FROM wallet.rate_days
           WHERE day > $1
           ORDER BY day"#,
        day,
    )
    .fetch_all(executor)
    .await
    .map_err(failed(OPERATION))?;
    rows.into_iter()
        .map(|row| {
            Ok(RateDay {
                table: table(OPERATION, row.day, &row.per_euro)?,
                held: row.held,
            })
        })
        .collect()
}

/// Lets a held day be used. Returns whether one was held.
pub async fn release(executor: impl PgExecutor<'_>, day: NaiveDate) -> StorageResult<bool> {
    sqlx::query!(
        "UPDATE wallet.rate_days SET held_because = NULL WHERE day = $1 AND held_because IS NOT NULL",
        day
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("release a day's rates"))
}

/// What is known of a file.
pub async fn file(executor: impl PgExecutor<'_>, url: &str) -> StorageResult<RateFileState> {
    sqlx::query_as!(
        RateFileState,
        r#"SELECT etag, last_modified, checked_at AS "checked_at?", good_at, trouble
           FROM wallet.rate_files
           WHERE url = $1"#,
        url,
    )
    .fetch_optional(executor)
    .await
    .map(Option::unwrap_or_default)
    .map_err(failed("read what is known of a file of rates"))
}

/// Notes what a file answered.
pub async fn note_file(
    executor: impl PgExecutor<'_>,
    url: &str,
    state: &RateFileState,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.rate_files (url, etag, last_modified, checked_at, good_at, trouble)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (url) DO UPDATE
         SET etag = $2, last_modified = $3, checked_at = $4, good_at = $5, trouble = $6",
        url,
        state.etag,
        state.last_modified,
        at,
        state.good_at,
        state.trouble,
    )
    .execute(executor)
    .await
    .map_err(failed("note what a file of rates answered"))?;
    Ok(())
}

fn table(
    operation: &'static str,
    day: NaiveDate,
    per_euro: &Value,
) -> Result<RateTable, StorageError> {
    let damaged = || corrupt(operation, "day of rates");
    let rates = per_euro
        .as_object()
        .ok_or_else(damaged)?
        .iter()
        .map(|(code, rate)| {
            let currency = Currency::parse(code).ok()?;
            let rate = Decimal::from_str_exact(rate.as_str()?).ok()?;
            Some((currency, rate))
        })
        .collect::<Option<BTreeMap<_, _>>>()
        .ok_or_else(damaged)?;
    RateTable::new(day, rates).map_err(|_| damaged())
}
