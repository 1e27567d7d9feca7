//! Sessions, found by the hash of a token that only the browser holds.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{PersonId, SessionId};
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::{
    error::{StorageResult, failed},
    people::{Person, PersonRow},
    pulses::Pulse,
};

/// SHA-256 of a session token.
pub type TokenHash = [u8; 32];

/// Who is behind a live session.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub session: SessionId,
    pub person: Person,
    pub has_payment_password: bool,
    pub last_seen_at: DateTime<Utc>,
    /// What has changed for the person outside the ledger so far.
    pub pulse: Pulse,
}

/// A session that lives.
#[derive(Clone, Debug)]
pub struct LiveSession {
    pub id: SessionId,
    pub created_at: DateTime<Utc>,
    /// Noted once a minute at most.
    pub last_seen_at: DateTime<Utc>,
    /// As the browser named itself; never to be shown as it is.
    pub user_agent: String,
}

/// Opens a session.
pub async fn open(
    executor: impl PgExecutor<'_>,
    token: &TokenHash,
    id: SessionId,
    person: PersonId,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    user_agent: &str,
) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.sessions (token_hash, id, person_id, created_at, last_seen_at, expires_at, user_agent)
         VALUES ($1, $2, $3, $4, $4, $5, $6)",
        token,
        id.as_uuid(),
        person.as_uuid(),
        at,
        expires_at,
        user_agent,
    )
    .execute(executor)
    .await
    .map_err(failed("open a session"))?;
    Ok(())
}

/// The viewer of a session that has not ended, expired or idled since before `idle_since`.
pub async fn find(
    executor: impl PgExecutor<'_>,
    token: &TokenHash,
    at: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> StorageResult<Option<Viewer>> {
    const OPERATION: &str = "find a session";
    let row = sqlx::query!(
        r#"SELECT s.id AS session_id, s.last_seen_at, p.id, p.account_number, p.name, p.locale, p.display_currency,
                  p.time_zone, p.level, c.payment_hash IS NOT NULL AS "has_payment_password!",
                  u.topups AS "topups?", u.inbox AS "inbox?", u.unread AS "unread?"
           FROM wallet.sessions AS s
           JOIN wallet.people AS p ON p.id = s.person_id
           JOIN wallet.credentials AS c ON c.person_id = s.person_id
           LEFT JOIN wallet.pulses AS u ON u.person_id = s.person_id
           WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.last_seen_at > $3"#,
        token,
        at,
        idle_since,
    )
    .fetch_optional(executor)
    .await
    .map_err(failed(OPERATION))?;
    row.map(|row| {
        Ok(Viewer {
            pulse: Pulse::from_columns(OPERATION, row.topups, row.inbox, row.unread)?,
            session: SessionId::from_uuid(row.session_id),
            has_payment_password: row.has_payment_password,
            last_seen_at: row.last_seen_at,
            person: Person::try_from(PersonRow {
                id: row.id,
                account_number: row.account_number,
                name: row.name,
                locale: row.locale,
                display_currency: row.display_currency,
                time_zone: row.time_zone,
                level: row.level,
            })?,
        })
    })
    .transpose()
}

/// Notes that the session was used.
pub async fn touch(
    executor: impl PgExecutor<'_>,
    token: &TokenHash,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.sessions SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2",
        token,
        at
    )
    .execute(executor)
    .await
    .map_err(failed("touch a session"))?;
    Ok(())
}

/// Ends one session.
pub async fn end(
    executor: impl PgExecutor<'_>,
    token: &TokenHash,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.sessions SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL",
        token,
        at
    )
    .execute(executor)
    .await
    .map_err(failed("end a session"))?;
    Ok(())
}

/// Ends every session of a person but, when given, one.
pub async fn end_all(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    keep: Option<SessionId>,
    at: DateTime<Utc>,
) -> StorageResult<u64> {
    sqlx::query!(
        "UPDATE wallet.sessions
         SET ended_at = $3
         WHERE person_id = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR id <> $2)",
        person.as_uuid(),
        keep.map(SessionId::as_uuid),
        at,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed("end a person's sessions"))
}

/// A person's sessions that live, last used first.
pub async fn living_of(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    at: DateTime<Utc>,
    idle_since: DateTime<Utc>,
    limit: u32,
) -> StorageResult<Vec<LiveSession>> {
    Ok(sqlx::query!(
        "SELECT id, created_at, last_seen_at, user_agent
         FROM wallet.sessions
         WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 AND last_seen_at > $3
         ORDER BY last_seen_at DESC, id DESC
         LIMIT $4",
        person.as_uuid(),
        at,
        idle_since,
        i64::from(limit),
    )
    .fetch_all(executor)
    .await
    .map_err(failed("list a person's sessions"))?
    .into_iter()
    .map(|row| LiveSession {
        id: SessionId::from_uuid(row.id),
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        user_agent: row.user_agent,
    })
    .collect())
}

/// Which of these sessions live.
pub async fn living(
    executor: impl PgExecutor<'_>,
    sessions: &[SessionId],
    at: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> StorageResult<HashSet<SessionId>> {
    let ids: Vec<Uuid> = sessions.iter().map(|session| session.as_uuid()).collect();
    Ok(sqlx::query_scalar!(
        "SELECT id
         FROM wallet.sessions
         WHERE id = ANY($1) AND ended_at IS NULL AND expires_at > $2 AND last_seen_at > $3",
        &ids,
        at,
        idle_since,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("look which sessions live"))?
    .into_iter()
    .map(SessionId::from_uuid)
    .collect())
}

/// Ends one of a person's sessions; false when the person has no such session that lives.
pub async fn end_one(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    session: SessionId,
    at: DateTime<Utc>,
) -> StorageResult<bool> {
    sqlx::query!(
        "UPDATE wallet.sessions SET ended_at = $3 WHERE person_id = $1 AND id = $2 AND ended_at IS NULL",
        person.as_uuid(),
        session.as_uuid(),
        at,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("end a session of a person"))
}
