//! The sandbox's mailbox and phone for everybody; empty when the rails are real.

use chrono::{DateTime, Utc};
use domain::MessageId;
use sqlx::PgExecutor;

use crate::error::{StorageResult, failed};

/// A delivered message, as a person would read it.
#[derive(Clone, Debug)]
pub struct Delivered {
    pub id: MessageId,
    pub address: String,
    pub kind: String,
    pub subject: String,
    pub body: String,
    pub code: Option<String>,
    pub link: Option<String>,
    pub at: DateTime<Utc>,
}

/// Puts a message into the box; a second delivery of the same message changes nothing.
pub async fn deliver(executor: impl PgExecutor<'_>, message: &Delivered) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.sandbox_outbox (id, address, kind, subject, body, code, link, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO NOTHING",
        message.id.as_uuid(),
        message.address,
        message.kind,
        message.subject,
        message.body,
        message.code,
        message.link,
        message.at,
    )
    .execute(executor)
    .await
    .map_err(failed("deliver to the sandbox outbox"))?;
    Ok(())
}

/// The newest messages, of one address or of all.
pub async fn list(
    executor: impl PgExecutor<'_>,
    address: Option<&str>,
    limit: i64,
) -> StorageResult<Vec<Delivered>> {
    Ok(sqlx::query!(
        "SELECT id, address, kind, subject, body, code, link, at
         FROM wallet.sandbox_outbox
         WHERE $1::text IS NULL OR address = $1
         ORDER BY at DESC, id DESC
         LIMIT $2",
        address,
        limit,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("list the sandbox outbox"))?
    .into_iter()
    .map(|row| Delivered {
        id: MessageId::from_uuid(row.id),
        address: row.address,
        kind: row.kind,
        subject: row.subject,
        body: row.body,
        code: row.code,
        link: row.link,
        at: row.at,
    })
    .collect())
}
