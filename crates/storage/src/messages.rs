//! Messages to people: written in the transaction of their cause, sent by a job, forgotten of secrets once sent.

use chrono::{DateTime, Utc};
use domain::{Address, Locale, MessageId};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};

use crate::{
    error::{StorageResult, corrupt, failed},
    jobs::{self, Priority},
    people::stored_address,
};

/// Name of the job that sends a message.
pub const SEND_TASK: &str = "send_message";

/// A message to somebody.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    pub address: Address,
    pub locale: Locale,
    /// The outbox kind, such as `register_code`.
    pub kind: String,
    /// The facts from which the words are made.
    pub body: Value,
    pub created_at: DateTime<Utc>,
}

/// Writes the message and the job that sends it; false when a message with this id exists already.
pub async fn queue(connection: &mut PgConnection, message: &Message) -> StorageResult<bool> {
    let written = sqlx::query!(
        "INSERT INTO wallet.messages (id, channel, address, locale, kind, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO NOTHING",
        message.id.as_uuid(),
        message.address.kind().as_str(),
        message.address.as_str(),
        message.locale.as_str(),
        message.kind,
        message.body,
        message.created_at,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed("write a message"))?;
    if written.rows_affected() == 0 {
        return Ok(false);
    }
    let payload = serde_json::json!({ "message": message.id });
    jobs::enqueue(
        connection,
        SEND_TASK,
        &payload,
        message.created_at,
        Priority::Awaited,
    )
    .await?;
    Ok(true)
}

/// A message that has not been sent.
pub async fn unsent(
    executor: impl PgExecutor<'_>,
    id: MessageId,
) -> StorageResult<Option<Message>> {
    const OPERATION: &str = "read a message";
    let row = sqlx::query!(
        "SELECT channel, address, locale, kind, body, created_at
         FROM wallet.messages
         WHERE id = $1 AND sent_at IS NULL",
        id.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed(OPERATION))?;
    row.map(|row| {
        Ok(Message {
            id,
            address: stored_address(OPERATION, &row.channel, &row.address)?,
            locale: Locale::from_tag(&row.locale).ok_or_else(|| corrupt(OPERATION, "locale"))?,
            kind: row.kind,
            body: row.body,
            created_at: row.created_at,
        })
    })
    .transpose()
}

/// Marks a message as sent and drops its facts: a code or link in them is worth something.
pub async fn sent(
    executor: impl PgExecutor<'_>,
    id: MessageId,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.messages SET sent_at = $2, body = '{}' WHERE id = $1",
        id.as_uuid(),
        at
    )
    .execute(executor)
    .await
    .map_err(failed("mark a message as sent"))?;
    Ok(())
}
