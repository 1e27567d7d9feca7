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
        "CREATE OR REPLACE FUNCTION jobs.enqueue(task text, payload jsonb, due timestamptz, priority integer)
             RETURNS void
         LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, jobs, pg_temp AS $$
             SELECT jobs.add_job(identifier => task, payload => payload::json, run_at => due, priority => priority)
         $$;
         REVOKE ALL ON FUNCTION jobs.enqueue(text, jsonb, timestamptz, integer) FROM PUBLIC;
         GRANT USAGE ON SCHEMA jobs TO okpay_app;
         GRANT EXECUTE ON FUNCTION jobs.enqueue(text, jsonb, timestamptz, integer) TO okpay_app;",
    )
    .execute(jobs)
    .await
    .map_err(failed(OPERATION))?;
    Ok(())
}

/// Which of the jobs that are due is done first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits for it, such as for a code.
    Awaited,
    /// Nobody does.
    Background,
}

impl Priority {
    /// As the queue orders by it: the least first.
    const fn rank(self) -> i32 {
        match self {
            Self::Awaited => 0,
            Self::Background => 10,
        }
    }
}

/// Adds a job that becomes due at `due`.
pub async fn enqueue(
    connection: &mut PgConnection,
    task: &str,
    payload: &Value,
    due: DateTime<Utc>,
    priority: Priority,
) -> StorageResult<()> {
    // Not a checked query: the schema is the library's, made at run time.
    sqlx::query("SELECT jobs.enqueue($1, $2, $3, $4)")
        .bind(task)
        .bind(sqlx::types::Json(payload))
        .bind(due)
        .bind(priority.rank())
        .execute(connection)
        .await
        .map_err(failed("enqueue a job"))?;
    Ok(())
}
