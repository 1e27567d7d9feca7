//! What a person was told inside the wallet. Each cause is written once; the order is the person's own sequence, made
//! under the lock of their pulse, so that a reader who saw a number has seen all below it.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{EventId, PersonId, Topic};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::error::{StorageResult, corrupt, failed};

/// Most notifications in one answer.
pub const PAGE_MAX: u32 = 100;

/// Something to tell a person.
#[derive(Clone, Debug)]
pub struct NewNotification<'a> {
    pub person: PersonId,
    /// What it follows from; the same cause is told once.
    pub cause: EventId,
    pub topic: Topic,
    /// The facts from which the words are made.
    pub facts: &'a Value,
    /// The entry of the person's history it is about.
    pub activity: Option<&'a str>,
    pub at: DateTime<Utc>,
    /// Whether the person wants it in the wallet; if not, only the cause is noted.
    pub shown: bool,
}

/// Something a person was told.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredNotification {
    /// The place in the person's own sequence.
    pub seq: u64,
    pub facts: Value,
    pub activity: Option<String>,
    pub at: DateTime<Utc>,
    pub is_read: bool,
}

/// Which of these were told already.
pub async fn told(
    executor: impl PgExecutor<'_>,
    causes: &[(PersonId, EventId)],
) -> StorageResult<HashSet<(PersonId, EventId)>> {
    let (people, ids): (Vec<Uuid>, Vec<Uuid>) = causes
        .iter()
        .map(|(person, cause)| (person.as_uuid(), cause.as_uuid()))
        .unzip();
    Ok(sqlx::query!(
        "SELECT n.person_id, n.cause
         FROM unnest($1::uuid[], $2::uuid[]) AS q(person_id, cause)
         JOIN wallet.notifications AS n ON n.person_id = q.person_id AND n.cause = q.cause",
        &people,
        &ids,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("look up what was told"))?
    .into_iter()
    .map(|row| {
        (
            PersonId::from_uuid(row.person_id),
            EventId::from_uuid(row.cause),
        )
    })
    .collect())
}

/// Writes a notification; false when its cause was told before. Runs in the transaction of the messages beside it.
pub async fn write(
    connection: &mut PgConnection,
    new: &NewNotification<'_>,
) -> StorageResult<bool> {
    const OPERATION: &str = "write a notification";
    let person = new.person.as_uuid();
    let last = lock_pulse(connection, new.person).await?;
    let written = sqlx::query!(
        "INSERT INTO wallet.notifications (person_id, cause, seq, kind, facts, activity, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (person_id, cause) DO NOTHING",
        person,
        new.cause.as_uuid(),
        new.shown.then_some(last + 1),
        new.topic.as_str(),
        new.facts,
        new.activity,
        new.at,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    if written.rows_affected() == 0 {
        return Ok(false);
    }
    if new.shown {
        sqlx::query!(
            "UPDATE wallet.pulses SET inbox = inbox + 1, unread = unread + 1 WHERE person_id = $1",
            person,
        )
        .execute(connection)
        .await
        .map_err(failed(OPERATION))?;
    }
    Ok(true)
}

/// Makes all who write or mark this person's notifications take turns; returns the last number of their sequence.
async fn lock_pulse(connection: &mut PgConnection, person: PersonId) -> StorageResult<i64> {
    const OPERATION: &str = "lock a pulse";
    sqlx::query!(
        "INSERT INTO wallet.pulses (person_id) VALUES ($1) ON CONFLICT DO NOTHING",
        person.as_uuid(),
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    sqlx::query_scalar!(
        "SELECT inbox FROM wallet.pulses WHERE person_id = $1 FOR UPDATE",
        person.as_uuid(),
    )
    .fetch_one(connection)
    .await
    .map_err(failed(OPERATION))
}

/// What a person was told, newest first, below `before` when it is given.
pub async fn list(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    before: Option<u64>,
    limit: u32,
) -> StorageResult<Vec<StoredNotification>> {
    const OPERATION: &str = "list notifications";
    sqlx::query!(
        r#"SELECT seq AS "seq!", facts, activity, at, read_at IS NOT NULL AS "is_read!"
         FROM wallet.notifications
         WHERE person_id = $1 AND seq IS NOT NULL AND seq < $2
         ORDER BY seq DESC
         LIMIT $3"#,
        person.as_uuid(),
        before.map_or(i64::MAX, bound),
        i64::from(limit.min(PAGE_MAX)),
    )
    .fetch_all(executor)
    .await
    .map_err(failed(OPERATION))?
    .into_iter()
    .map(|row| {
        Ok(StoredNotification {
            seq: u64::try_from(row.seq).map_err(|_| corrupt(OPERATION, "sequence"))?,
            facts: row.facts,
            activity: row.activity,
            at: row.at,
            is_read: row.is_read,
        })
    })
    .collect()
}

/// What each of these people was told after this number of their sequence: the newest few, oldest first.
pub async fn after(
    executor: impl PgExecutor<'_>,
    places: &[(PersonId, u64)],
    limit: u32,
) -> StorageResult<Vec<(PersonId, StoredNotification)>> {
    const OPERATION: &str = "read new notifications";
    let (people, seqs): (Vec<Uuid>, Vec<i64>) = places
        .iter()
        .map(|(person, seq)| (person.as_uuid(), bound(*seq)))
        .unzip();
    sqlx::query!(
        r#"SELECT q.person_id AS "person_id!", n.seq AS "seq!", n.facts AS "facts!", n.activity, n.at AS "at!",
                n.read_at IS NOT NULL AS "is_read!"
         FROM unnest($1::uuid[], $2::bigint[]) AS q(person_id, seq)
         CROSS JOIN LATERAL (
             SELECT seq, facts, activity, at, read_at
             FROM wallet.notifications
             WHERE person_id = q.person_id AND seq IS NOT NULL AND seq > q.seq
             ORDER BY seq DESC
             LIMIT $3
         ) AS n
         ORDER BY n.seq"#,
        &people,
        &seqs,
        i64::from(limit.min(PAGE_MAX)),
    )
    .fetch_all(executor)
    .await
    .map_err(failed(OPERATION))?
    .into_iter()
    .map(|row| {
        let notification = StoredNotification {
            seq: u64::try_from(row.seq).map_err(|_| corrupt(OPERATION, "sequence"))?,
            facts: row.facts,
            activity: row.activity,
            at: row.at,
            is_read: row.is_read,
        };
        Ok((PersonId::from_uuid(row.person_id), notification))
    })
    .collect()
}

/// Marks everything up to this number as read; returns how many were not. Needs a transaction.
pub async fn mark_read(
    connection: &mut PgConnection,
    person: PersonId,
    upto: u64,
    at: DateTime<Utc>,
) -> StorageResult<u64> {
    const OPERATION: &str = "mark notifications as read";
    lock_pulse(connection, person).await?;
    let marked = sqlx::query!(
        "UPDATE wallet.notifications
         SET read_at = $3
         WHERE person_id = $1 AND seq IS NOT NULL AND seq <= $2 AND read_at IS NULL",
        person.as_uuid(),
        bound(upto),
        at,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?
    .rows_affected();
    if marked > 0 {
        sqlx::query!(
            "UPDATE wallet.pulses SET inbox = inbox + 1, unread = unread - $2 WHERE person_id = $1",
            person.as_uuid(),
            i32::try_from(marked).map_err(|_| corrupt(OPERATION, "number of unread"))?,
        )
        .execute(connection)
        .await
        .map_err(failed(OPERATION))?;
    }
    Ok(marked)
}

/// A place in a sequence as the database counts; nobody has more than it can.
fn bound(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}
