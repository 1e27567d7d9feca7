//! Money that people ask each other for.

use chrono::{DateTime, Utc};
use domain::{Address, Currency, Money, PersonId, RequestEnd, RequestId};
use sqlx::{PgConnection, PgExecutor};

use crate::{
    error::{StorageResult, corrupt, failed},
    people::stored_address,
};

const READ: &str = "read a request";

/// Who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A member, named by account number.
    Member(PersonId),
    /// Whoever has proved this address, now or later.
    Address(Address),
}

/// A request for money, or how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub asker: PersonId,
    pub id: RequestId,
    pub asked: Asked,
    pub amount: Money,
    pub note: Option<String>,
    pub created_at: DateTime<Utc>,
    /// From then on it cannot be paid.
    pub expires_at: DateTime<Utc>,
    pub ended: Option<(RequestEnd, DateTime<Utc>)>,
}

struct RequestRow {
    asker_id: uuid::Uuid,
    id: uuid::Uuid,
    payer_id: Option<uuid::Uuid>,
    address_kind: Option<String>,
    address: Option<String>,
    currency: String,
    amount: i64,
    note: Option<String>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    ended_as: Option<String>,
    ended_at: Option<DateTime<Utc>>,
}

impl TryFrom<RequestRow> for Request {
    type Error = crate::StorageError;

    fn try_from(row: RequestRow) -> StorageResult<Self> {
        let currency = Currency::parse(&row.currency).map_err(|_| corrupt(READ, "currency"))?;
        let asked = match (row.payer_id, row.address_kind, row.address) {
            (Some(payer), _, _) => Asked::Member(PersonId::from_uuid(payer)),
            (None, Some(kind), Some(address)) => {
                Asked::Address(stored_address(READ, &kind, &address)?)
            }
            _ => return Err(corrupt(READ, "who is asked")),
        };
        let ended_as = row
            .ended_as
            .map(|text| RequestEnd::parse(&text).ok_or_else(|| corrupt(READ, "end")))
            .transpose()?;
        Ok(Self {
            asker: PersonId::from_uuid(row.asker_id),
            id: RequestId::from_uuid(row.id),
            asked,
            amount: Money::new(row.amount, currency),
            note: row.note,
            created_at: row.created_at,
            expires_at: row.expires_at,
            ended: ended_as.zip(row.ended_at),
        })
    }
}

/// Writes a request, unless the asker has `limit` open ones already; tells whether it was written.
pub async fn open(connection: &mut PgConnection, new: &Request, limit: i64) -> StorageResult<bool> {
    const OPERATION: &str = "write a request";
    // The person's row is the lock under which the open requests of one person are counted.
    sqlx::query!(
        "SELECT id FROM wallet.people WHERE id = $1 FOR NO KEY UPDATE",
        new.asker.as_uuid()
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    let (payer, kind, address) = match &new.asked {
        Asked::Member(payer) => (Some(payer.as_uuid()), None, None),
        Asked::Address(address) => (None, Some(address.kind().as_str()), Some(address.as_str())),
    };
    let written = sqlx::query!(
        "INSERT INTO wallet.requests
             (asker_id, id, payer_id, address_kind, address, currency, amount, note, created_at, expires_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
         WHERE $11 > (
             SELECT count(*)
             FROM wallet.requests
             WHERE asker_id = $1 AND ended_as IS NULL AND expires_at > $9)",
        new.asker.as_uuid(),
        new.id.as_uuid(),
        payer,
        kind,
        address,
        new.amount.currency().code(),
        new.amount.minor(),
        new.note,
        new.created_at,
        new.expires_at,
        limit,
    )
    .execute(connection)
    .await
    .map_err(failed(OPERATION))?;
    Ok(written.rows_affected() == 1)
}

/// Ends a request that is open, or notes that it was paid, which counts more than any other end. Tells whether this was
/// its end.
pub async fn end(
    executor: impl PgExecutor<'_>,
    id: RequestId,
    end: RequestEnd,
    at: DateTime<Utc>,
) -> StorageResult<bool> {
    let done = sqlx::query!(
        "UPDATE wallet.requests
         SET ended_as = $2, ended_at = $3
         WHERE id = $1 AND (ended_as IS NULL OR ($2 = 'paid' AND ended_as <> 'paid'))",
        id.as_uuid(),
        end.as_str(),
        at,
    )
    .execute(executor)
    .await
    .map_err(failed("end a request"))?;
    Ok(done.rows_affected() == 1)
}

/// The request with this id.
pub async fn find(executor: impl PgExecutor<'_>, id: RequestId) -> StorageResult<Option<Request>> {
    sqlx::query_as!(
        RequestRow,
        "SELECT asker_id, id, payer_id, address_kind, address, currency, amount, note, created_at, expires_at,
             ended_as, ended_at
         FROM wallet.requests
         WHERE id = $1",
        id.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed(READ))?
    .map(Request::try_from)
    .transpose()
}

/// Whether this request is for this person.
pub async fn is_for(
    executor: impl PgExecutor<'_>,
    id: RequestId,
    person: PersonId,
) -> StorageResult<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (
             SELECT
             FROM wallet.requests AS r
             LEFT JOIN wallet.addresses AS a ON a.kind = r.address_kind AND a.value = r.address
             WHERE r.id = $1 AND coalesce(r.payer_id, a.person_id) = $2) AS "found!""#,
        id.as_uuid(),
        person.as_uuid(),
    )
    .fetch_one(executor)
    .await
    .map_err(failed(READ))
}

/// The latest requests this person has made, newest first, at most `limit`.
pub async fn made_by(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    limit: i64,
) -> StorageResult<Vec<Request>> {
    sqlx::query_as!(
        RequestRow,
        "SELECT asker_id, id, payer_id, address_kind, address, currency, amount, note, created_at, expires_at,
             ended_as, ended_at
         FROM wallet.requests
         WHERE asker_id = $1
         ORDER BY id DESC
         LIMIT $2",
        person.as_uuid(),
        limit,
    )
    .fetch_all(executor)
    .await
    .map_err(failed(READ))?
    .into_iter()
    .map(Request::try_from)
    .collect()
}

/// What this person is asked for and can still pay, newest first, at most `limit`.
pub async fn open_for(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    now: DateTime<Utc>,
    limit: i64,
) -> StorageResult<Vec<Request>> {
    sqlx::query_as!(
        RequestRow,
        r#"SELECT r.asker_id AS "asker_id!", r.id AS "id!", r.payer_id, r.address_kind, r.address,
             r.currency AS "currency!", r.amount AS "amount!", r.note, r.created_at AS "created_at!",
             r.expires_at AS "expires_at!", r.ended_as, r.ended_at
         FROM (
             SELECT * FROM wallet.requests WHERE payer_id = $1 AND ended_as IS NULL
             UNION ALL
             SELECT r.*
             FROM wallet.addresses AS a
             JOIN wallet.requests AS r ON r.address_kind = a.kind AND r.address = a.value
             WHERE a.person_id = $1 AND r.ended_as IS NULL
         ) AS r
         WHERE r.expires_at > $2
         ORDER BY r.id DESC
         LIMIT $3"#,
        person.as_uuid(),
        now,
        limit,
    )
    .fetch_all(executor)
    .await
    .map_err(failed(READ))?
    .into_iter()
    .map(Request::try_from)
    .collect()
}
