//! Whom a person looked up as a payee, counted by keyed hashes.

use chrono::{DateTime, Utc};
use domain::PersonId;
use sqlx::PgConnection;

use crate::error::{StorageResult, failed};

/// Notes the look-up of a payee, unless it is new and `limit` new ones were noted since `since`; tells whether it is allowed.
pub async fn note(
    connection: &mut PgConnection,
    person: PersonId,
    payee_mac: &[u8; 32],
    at: DateTime<Utc>,
    since: DateTime<Utc>,
    limit: i64,
) -> StorageResult<bool> {
    const OPERATION: &str = "note a payee look-up";
    // The person's row is the lock under which look-ups of one person are counted.
    sqlx::query!(
        "SELECT id FROM wallet.people WHERE id = $1 FOR NO KEY UPDATE",
        person.as_uuid()
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    let counted = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE first_at > $3) AS "new!", coalesce(bool_or(payee_mac = $2), false) AS "known!"
           FROM wallet.lookups
           WHERE person_id = $1"#,
        person.as_uuid(),
        &payee_mac[..],
        since,
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    if counted.known {
        return Ok(true);
    }
    if counted.new >= limit {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO wallet.lookups (person_id, payee_mac, first_at)
         VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        person.as_uuid(),
        &payee_mac[..],
        at,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    Ok(true)
}
