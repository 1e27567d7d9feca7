//! The job queue (`graphile_worker` in schema `jobs`): installed here, filled inside the transaction of a job's cause,
//! emptied by the server's workers. A payment needs no job: its readers follow the ledger's events.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

use crate::error::{StorageResult, failed};

/// The schema the queue lives in; `okpay_jobs` owns it.
pub const SCHEMA: &str = "jobs";

/// Creates or updates the queue's tables. `jobs` is a pool of `okpay_jobs`.
///
/// # Errors
/// When the library's migrations or our function cannot be written.
pub async fn install(jobs: &PgPool) -> StorageResult<()> {
    const OPERATION: &str = "install the job queue";
    graphile_worker::WorkerOptions::default()
        .schema(SCHEMA)
        .pg_pool(jobs.clone())
        .init()
        .await
        .map_err(|error| sqlx::Error::Configuration(Box::new(error)))
        .map_err(failed(OPERATION))?;
    // The server's role may add a job and nothing else; the library's own functions run with the caller's rights.
    sqlx::raw_sql(
        "CREATE OR REPLACE FUNCTION jobs.enqueue(task text, payload jsonb, due timestamptz, job_key text) RETURNS void
         LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, jobs, pg_temp AS $$
             SELECT jobs.add_job(identifier => task, payload => payload::json, run_at => due, job_key => job_key)
         $$;
         REVOKE ALL ON FUNCTION jobs.enqueue(text, jsonb, timestamptz, text) FROM PUBLIC;
         GRANT USAGE ON SCHEMA jobs TO okpay_app;
         GRANT EXECUTE ON FUNCTION jobs.enqueue(text, jsonb, timestamptz, text) TO okpay_app;",
    )
    .execute(jobs)
    .await
    .map_err(failed(OPERATION))?;
    Ok(())
}

/// Adds a job that becomes due at `due`; with a key, a waiting job of that key is replaced.
pub async fn enqueue(
    connection: &mut PgConnection,
    task: &str,
    payload: &Value,
    due: DateTime<Utc>,
    key: Option<&str>,
) -> StorageResult<()> {
    // Not a checked query: the schema is the library's, made at run time.
    sqlx::query("SELECT jobs.enqueue($1, $2, $3, $4)")
        .bind(task)
        .bind(sqlx::types::Json(payload))
        .bind(due)
        .bind(key)
        .execute(connection)
        .await
        .map_err(failed("enqueue a job"))?;
    Ok(())
}
