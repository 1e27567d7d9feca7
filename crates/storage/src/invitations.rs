//! Money that waits for somebody who has no account yet: found by the address it waits for, by its time, by its id.

use chrono::{DateTime, Utc};
use domain::{Address, Currency, InvitationEnd, InvitationId, Money, PersonId};
use sqlx::PgExecutor;

use crate::{
    error::{StorageResult, corrupt, failed},
    people::stored_address,
};

const READ: &str = "read an invitation";

/// A payment that waits, or how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub payer: PersonId,
    pub id: InvitationId,
    /// Whoever proves it gets the money.
    pub address: Address,
    pub amount: Money,
    pub created_at: DateTime<Utc>,
    /// From then on it can only go back.
    pub expires_at: DateTime<Utc>,
    pub ended: Option<(InvitationEnd, DateTime<Utc>)>,
}

struct InvitationRow {
    payer_id: uuid::Uuid,
    id: uuid::Uuid,
    address_kind: String,
    address: String,
    currency: String,
    amount: i64,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    ended_as: Option<String>,
    ended_at: Option<DateTime<Utc>>,
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = crate::StorageError;

    fn try_from(row: InvitationRow) -> StorageResult<Self> {
        let currency = Currency::parse(&row.currency).map_err(|_| corrupt(READ, "currency"))?;
        let ended_as = row
            .ended_as
            .map(|text| InvitationEnd::parse(&text).ok_or_else(|| corrupt(READ, "end")))
            .transpose()?;
        Ok(Self {
            payer: PersonId::from_uuid(row.payer_id),
            id: InvitationId::from_uuid(row.id),
            address: stored_address(READ, &row.address_kind, &row.address)?,
            amount: Money::new(row.amount, currency),
            created_at: row.created_at,
            expires_at: row.expires_at,
            ended: ended_as.zip(row.ended_at),
        })
    }
}

/// Notes that a payment waits; nothing happens when that is known already.
pub async fn open(executor: impl PgExecutor<'_>, new: &Invitation) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.invitations
             (payer_id, id, address_kind, address, currency, amount, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT DO NOTHING",
        new.payer.as_uuid(),
        new.id.as_uuid(),
        new.address.kind().as_str(),
        new.address.as_str(),
        new.amount.currency().code(),
        new.amount.minor(),
        new.created_at,
        new.expires_at,
    )
    .execute(executor)
    .await
    .map_err(failed("note an invitation"))?;
    Ok(())
}

/// Notes how a payment that waited ended; the first end stays. Its entry is taken in anew by what the history is
/// searched by.
pub async fn end(
    executor: impl PgExecutor<'_>,
    id: InvitationId,
    end: InvitationEnd,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "WITH ended AS (
             UPDATE wallet.invitations
             SET ended_as = $2, ended_at = $3
             WHERE id = $1 AND ended_as IS NULL
             RETURNING payer_id, id
         )
         INSERT INTO wallet.search_waiting (person_id, subject)
         SELECT payer_id, id::text FROM ended
         ON CONFLICT (person_id, subject) DO UPDATE SET subject = EXCLUDED.subject",
        id.as_uuid(),
        end.as_str(),
        at,
    )
    .execute(executor)
    .await
    .map_err(failed("end an invitation"))?;
    Ok(())
}

/// How and when those of this payer's invitations ended that have.
pub async fn ends(
    executor: impl PgExecutor<'_>,
    payer: PersonId,
    ids: &[InvitationId],
) -> StorageResult<Vec<(InvitationId, InvitationEnd, DateTime<Utc>)>> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT id, ended_as AS "ended_as!", ended_at AS "ended_at!"
         FROM wallet.invitations
         WHERE payer_id = $1 AND id = ANY ($2) AND ended_as IS NOT NULL"#,
        payer.as_uuid(),
        &ids,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("read how invitations ended"))?;
    rows.into_iter()
        .map(|row| {
            let end = InvitationEnd::parse(&row.ended_as).ok_or_else(|| corrupt(READ, "end"))?;
            Ok((InvitationId::from_uuid(row.id), end, row.ended_at))
        })
        .collect()
}

/// The invitation with this id.
pub async fn find(
    executor: impl PgExecutor<'_>,
    id: InvitationId,
) -> StorageResult<Option<Invitation>> {
    sqlx::query_as!(
        InvitationRow,
        "SELECT payer_id, id, address_kind, address, currency, amount, created_at, expires_at, ended_as, ended_at
         FROM wallet.invitations
         WHERE id = $1",
        id.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed(READ))?
    .map(Invitation::try_from)
    .transpose()
}

/// What waits for this person: for an address that they have proved.
pub async fn waiting_for(
    executor: impl PgExecutor<'_>,
    person: PersonId,
) -> StorageResult<Vec<Invitation>> {
    sqlx::query_as!(
        InvitationRow,
        "SELECT i.payer_id, i.id, i.address_kind, i.address, i.currency, i.amount, i.created_at, i.expires_at,
             i.ended_as, i.ended_at
         FROM wallet.addresses AS a
         JOIN wallet.invitations AS i ON i.address_kind = a.kind AND i.address = a.value
         WHERE a.person_id = $1 AND i.ended_as IS NULL
         ORDER BY i.id",
        person.as_uuid(),
    )
    .fetch_all(executor)
    .await
    .map_err(failed(READ))?
    .into_iter()
    .map(Invitation::try_from)
    .collect()
}

/// People who have an address now for which something still waits, at most `limit`.
pub async fn claimants(executor: impl PgExecutor<'_>, limit: i64) -> StorageResult<Vec<PersonId>> {
    let rows = sqlx::query_scalar!(
        "SELECT DISTINCT a.person_id
         FROM wallet.invitations AS i
         JOIN wallet.addresses AS a ON a.kind = i.address_kind AND a.value = i.address
         WHERE i.ended_as IS NULL
         LIMIT $1",
        limit,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("find who can claim"))?;
    Ok(rows.into_iter().map(PersonId::from_uuid).collect())
}

/// What nobody came for until `now`, the oldest first, at most `limit`.
pub async fn lapsed(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    limit: i64,
) -> StorageResult<Vec<Invitation>> {
    sqlx::query_as!(
        InvitationRow,
        "SELECT payer_id, id, address_kind, address, currency, amount, created_at, expires_at, ended_as, ended_at
         FROM wallet.invitations
         WHERE ended_as IS NULL AND expires_at <= $1
         ORDER BY expires_at
         LIMIT $2",
        now,
        limit,
    )
    .fetch_all(executor)
    .await
    .map_err(failed(READ))?
    .into_iter()
    .map(Invitation::try_from)
    .collect()
}
