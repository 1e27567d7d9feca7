//! Lines of the bank's statement: recorded once each, before anything is done about them (invariant 7).

use chrono::{DateTime, Utc};
use domain::{Money, PersonId, TopUpFailure, TopUpId};
use sqlx::{PgExecutor, PgPool};

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

/// What is known of a recorded line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedLine {
    /// The request it settles: the one that waited under its reference and currency when the line was recorded.
    pub topup: Option<(PersonId, TopUpId)>,
    /// Whether it has been dealt with.
    pub handled: bool,
}

/// Records a line with the request it settles. A line that was recorded before stays as it was.
pub async fn record(db: &PgPool, line: &BankLine<'_>) -> StorageResult<RecordedLine> {
    const OPERATION: &str = "record a bank line";
    /// Two lines for one request at once: the second one sees the first at its next try.
    const TRIES: usize = 3;
    for _ in 0..TRIES {
        let written = sqlx::query!(
            "WITH waiting AS (
                 SELECT t.person_id, t.id
                 FROM wallet.topups AS t
                 WHERE t.reference = $2 AND t.currency = $3 AND t.state IN ('awaiting_transfer', 'processing')
                     AND NOT EXISTS (SELECT FROM wallet.bank_lines AS b WHERE b.topup_id = t.id)
             )
             INSERT INTO wallet.bank_lines (id, reference, currency, amount, failure, received_at, person_id, topup_id)
             VALUES ($1, $2, $3, $4, $5, $6, (SELECT person_id FROM waiting), (SELECT id FROM waiting))
             ON CONFLICT (id) DO NOTHING",
            line.id,
            line.reference,
            line.amount.currency().code(),
            line.amount.minor(),
            line.failure.map(TopUpFailure::as_str),
            line.received_at,
        )
        .execute(db)
        .await;
        match written {
            Ok(_) => break,
            Err(sqlx::Error::Database(refusal)) if refusal.is_unique_violation() => {}
            Err(error) => return Err(failed(OPERATION)(error)),
        }
    }
    let row = sqlx::query!(
        r#"SELECT person_id, topup_id, handled_at IS NOT NULL AS "handled!" FROM wallet.bank_lines WHERE id = $1"#,
        line.id,
    )
    .fetch_one(db)
    .await
    .map_err(failed(OPERATION))?;
    Ok(RecordedLine {
        topup: row
            .person_id
            .zip(row.topup_id)
            .map(|(person, id)| (PersonId::from_uuid(person), TopUpId::from_uuid(id))),
        handled: row.handled,
    })
}

/// When the bank received the money of a request.
pub async fn received_at(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    topup: TopUpId,
) -> StorageResult<Option<DateTime<Utc>>> {
    sqlx::query_scalar!(
        "SELECT received_at FROM wallet.bank_lines WHERE person_id = $1 AND topup_id = $2",
        person.as_uuid(),
        topup.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("find a top-up's bank line"))
}

/// Marks a line as dealt with.
pub async fn handled(
    executor: impl PgExecutor<'_>,
    id: &str,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.bank_lines SET handled_at = $2 WHERE id = $1 AND handled_at IS NULL",
        id,
        at
    )
    .execute(executor)
    .await
    .map_err(failed("mark a bank line as handled"))?;
    Ok(())
}
