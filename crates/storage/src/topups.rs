//! Requests to add money. The row tells how far the outside world has come; only the ledger tells what arrived.

use chrono::{DateTime, Utc};
use domain::{CardId, Currency, Money, PersonId, TopUpFailure, TopUpId, TopUpState};
use sqlx::PgExecutor;

use crate::error::{StorageResult, corrupt, failed};

/// How the money comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// By bank transfer that carries this reference.
    Bank { reference: String },
    /// From this saved card; `challenge` is the rail's open authentication, if it asks for one.
    Card {
        card: CardId,
        challenge: Option<String>,
    },
}

/// A request to add money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUp {
    pub person: PersonId,
    pub id: TopUpId,
    pub method: Method,
    /// What reaches the balance.
    pub amount: Money,
    /// What is paid on top of it.
    pub fee: Money,
    pub state: TopUpState,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

struct TopUpRow {
    person_id: uuid::Uuid,
    id: uuid::Uuid,
    currency: String,
    amount: i64,
    fee: i64,
    state: String,
    failure: Option<String>,
    reference: Option<String>,
    card_id: Option<uuid::Uuid>,
    challenge: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl TryFrom<TopUpRow> for TopUp {
    type Error = crate::StorageError;

    fn try_from(row: TopUpRow) -> StorageResult<Self> {
        let bad = |what| corrupt("read a top-up", what);
        let currency = Currency::parse(&row.currency).map_err(|_| bad("currency"))?;
        let method = match (row.reference, row.card_id) {
            (Some(reference), None) => Method::Bank { reference },
            (None, Some(card)) => Method::Card {
                card: CardId::from_uuid(card),
                challenge: row.challenge,
            },
            _ => return Err(bad("method")),
        };
        Ok(Self {
            person: PersonId::from_uuid(row.person_id),
            id: TopUpId::from_uuid(row.id),
            method,
            amount: Money::new(row.amount, currency),
            fee: Money::new(row.fee, currency),
            state: TopUpState::parse(&row.state, row.failure.as_deref())
                .ok_or_else(|| bad("state"))?,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// Writes a new request; false when there is one with this id already, or one with this reference.
pub async fn insert(executor: impl PgExecutor<'_>, new: &TopUp) -> StorageResult<bool> {
    let (kind, reference, card, challenge) = match &new.method {
        Method::Bank { reference } => ("bank", Some(reference.as_str()), None, None),
        Method::Card { card, challenge } => {
            ("card", None, Some(card.as_uuid()), challenge.as_deref())
        }
    };
    sqlx::query!(
        "INSERT INTO wallet.topups
             (person_id, id, method, currency, amount, fee, state, failure, reference, card_id, challenge, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
         ON CONFLICT DO NOTHING",
        new.person.as_uuid(),
        new.id.as_uuid(),
        kind,
        new.amount.currency().code(),
        new.amount.minor(),
        new.fee.minor(),
        new.state.as_str(),
        new.state.failure().map(TopUpFailure::as_str),
        reference,
        card,
        challenge,
        new.created_at,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("insert a top-up"))
}

/// One of a person's requests.
pub async fn find(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    id: TopUpId,
) -> StorageResult<Option<TopUp>> {
    sqlx::query_as!(
        TopUpRow,
        "SELECT person_id, id, currency, amount, fee, state, failure, reference, card_id, challenge, created_at, updated_at
         FROM wallet.topups
         WHERE person_id = $1 AND id = $2",
        person.as_uuid(),
        id.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("find a top-up"))?
    .map(TopUp::try_from)
    .transpose()
}

/// Those of a person's requests that are there, in no order.
pub async fn find_all(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    ids: &[TopUpId],
) -> StorageResult<Vec<TopUp>> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    sqlx::query_as!(
        TopUpRow,
        "SELECT person_id, id, currency, amount, fee, state, failure, reference, card_id, challenge, created_at, updated_at
         FROM wallet.topups
         WHERE person_id = $1 AND id = ANY ($2)",
        person.as_uuid(),
        &ids,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("find top-ups"))?
    .into_iter()
    .map(TopUp::try_from)
    .collect()
}

/// The request a bank transfer's reference belongs to.
pub async fn find_by_reference(
    executor: impl PgExecutor<'_>,
    reference: &str,
) -> StorageResult<Option<TopUp>> {
    sqlx::query_as!(
        TopUpRow,
        "SELECT person_id, id, currency, amount, fee, state, failure, reference, card_id, challenge, created_at, updated_at
         FROM wallet.topups
         WHERE reference = $1",
        reference,
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("find a top-up by reference"))?
    .map(TopUp::try_from)
    .transpose()
}

/// Moves a request from one state to another; false when it was no longer in `from`.
pub async fn advance(
    executor: impl PgExecutor<'_>,
    topup: &TopUp,
    from: TopUpState,
    to: TopUpState,
    challenge: Option<&str>,
    at: DateTime<Utc>,
) -> StorageResult<bool> {
    sqlx::query!(
        "UPDATE wallet.topups
         SET state = $4, failure = $5, challenge = $6, updated_at = greatest($7, updated_at)
         WHERE person_id = $1 AND id = $2 AND state = $3",
        topup.person.as_uuid(),
        topup.id.as_uuid(),
        from.as_str(),
        to.as_str(),
        to.failure().map(TopUpFailure::as_str),
        challenge,
        at,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("advance a top-up"))
}

/// The amount that came by bank may differ from what was announced: what came counts.
pub async fn set_amount(
    executor: impl PgExecutor<'_>,
    topup: &TopUp,
    amount: Money,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.topups SET amount = $3 WHERE person_id = $1 AND id = $2 AND state <> 'paid'",
        topup.person.as_uuid(),
        topup.id.as_uuid(),
        amount.minor(),
    )
    .execute(executor)
    .await
    .map_err(failed("set a top-up's amount"))?;
    Ok(())
}

/// Requests whose money is not (yet) in the ledger and that were made before `before`, newest first.
pub async fn unposted(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    before: DateTime<Utc>,
    limit: i64,
) -> StorageResult<Vec<TopUp>> {
    sqlx::query_as!(
        TopUpRow,
        "SELECT person_id, id, currency, amount, fee, state, failure, reference, card_id, challenge, created_at, updated_at
         FROM wallet.topups
         WHERE person_id = $1 AND state <> 'paid' AND created_at < $2
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
        person.as_uuid(),
        before,
        limit,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("list unposted top-ups"))?
    .into_iter()
    .map(TopUp::try_from)
    .collect()
}
