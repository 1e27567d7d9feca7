//! Saved cards: the rail's token and what a person may see of the card. A card number never comes here.

use chrono::{DateTime, Utc};
use domain::{CardId, PersonId};
use sqlx::{PgConnection, PgExecutor};

use crate::error::{StorageResult, corrupt, failed};

/// A saved card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: CardId,
    pub token: String,
    pub brand: String,
    pub last4: String,
    pub exp_month: u8,
    pub exp_year: u16,
}

struct CardRow {
    id: uuid::Uuid,
    token: String,
    brand: String,
    last4: String,
    exp_month: i16,
    exp_year: i16,
}

impl TryFrom<CardRow> for Card {
    type Error = crate::StorageError;

    fn try_from(row: CardRow) -> StorageResult<Self> {
        let bad = |_| corrupt("read a card", "expiry date");
        Ok(Self {
            id: CardId::from_uuid(row.id),
            token: row.token,
            brand: row.brand,
            last4: row.last4,
            exp_month: u8::try_from(row.exp_month).map_err(bad)?,
            exp_year: u16::try_from(row.exp_year).map_err(bad)?,
        })
    }
}

/// Writes a card down for a payment. It is offered again only once it has paid, see [`list`].
pub async fn save(
    connection: &mut PgConnection,
    person: PersonId,
    card: &Card,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    const OPERATION: &str = "save a card";
    let exp_year = i16::try_from(card.exp_year).map_err(|_| corrupt(OPERATION, "expiry year"))?;
    sqlx::query!(
        "INSERT INTO wallet.cards (person_id, id, token, brand, last4, exp_month, exp_year, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        person.as_uuid(),
        card.id.as_uuid(),
        card.token,
        card.brand,
        card.last4,
        i16::from(card.exp_month),
        exp_year,
        at,
    )
    .execute(connection)
    .await
    .map_err(failed(OPERATION))?;
    Ok(())
}

/// A person's cards that have paid before, newest first; of those that look the same to their owner the newest. A card
/// that was declined is none to choose.
pub async fn list(executor: impl PgExecutor<'_>, person: PersonId) -> StorageResult<Vec<Card>> {
    sqlx::query_as!(
        CardRow,
        r#"SELECT id AS "id!", token AS "token!", brand AS "brand!", last4 AS "last4!", exp_month AS "exp_month!",
                  exp_year AS "exp_year!"
           FROM (
               SELECT DISTINCT ON (c.brand, c.last4, c.exp_month, c.exp_year) c.*
               FROM wallet.cards AS c
               WHERE c.person_id = $1
                 AND c.removed_at IS NULL
                 AND EXISTS (
                     SELECT FROM wallet.topups AS t
                     WHERE t.person_id = c.person_id AND t.card_id = c.id AND t.state = 'paid'
                 )
               ORDER BY c.brand, c.last4, c.exp_month, c.exp_year, c.created_at DESC
           ) AS newest
           ORDER BY created_at DESC"#,
        person.as_uuid(),
    )
    .fetch_all(executor)
    .await
    .map_err(failed("list cards"))?
    .into_iter()
    .map(Card::try_from)
    .collect()
}

/// One card, removed or not: a payment in progress still needs it.
pub async fn find(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    id: CardId,
) -> StorageResult<Option<Card>> {
    sqlx::query_as!(
        CardRow,
        "SELECT id, token, brand, last4, exp_month, exp_year
         FROM wallet.cards
         WHERE person_id = $1 AND id = $2",
        person.as_uuid(),
        id.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("find a card"))?
    .map(Card::try_from)
    .transpose()
}

/// Forgets a card for new payments, and with it those that look the same to its owner.
pub async fn remove(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    id: CardId,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.cards AS c
         SET removed_at = $3
         FROM wallet.cards AS chosen
         WHERE chosen.person_id = $1
           AND chosen.id = $2
           AND c.person_id = $1
           AND (c.brand, c.last4, c.exp_month, c.exp_year)
               = (chosen.brand, chosen.last4, chosen.exp_month, chosen.exp_year)
           AND c.removed_at IS NULL",
        person.as_uuid(),
        id.as_uuid(),
        at,
    )
    .execute(executor)
    .await
    .map_err(failed("remove a card"))?;
    Ok(())
}
