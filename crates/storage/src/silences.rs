//! What people do not want to be told, and where. No row means that it is told.

use domain::{Channel, Choices, PersonId, Topic};
use sqlx::{PgConnection, PgExecutor};

use crate::error::{StorageResult, failed};

/// A person's choices. What an older or newer program has written and this one does not know is left out.
pub async fn of(executor: impl PgExecutor<'_>, person: PersonId) -> StorageResult<Choices> {
    Ok(Choices::without(
        sqlx::query!(
            "SELECT kind, channel FROM wallet.silences WHERE person_id = $1",
            person.as_uuid(),
        )
        .fetch_all(executor)
        .await
        .map_err(failed("read a person's choices"))?
        .into_iter()
        .filter_map(|row| Some((Topic::parse(&row.kind)?, Channel::parse(&row.channel)?))),
    ))
}

/// Puts these choices in the place of those before. Needs a transaction.
pub async fn replace(
    connection: &mut PgConnection,
    person: PersonId,
    choices: &Choices,
) -> StorageResult<()> {
    const OPERATION: &str = "write a person's choices";
    let (kinds, channels): (Vec<String>, Vec<String>) = choices
        .silences()
        .map(|(topic, channel)| (topic.to_string(), channel.to_string()))
        .unzip();
    sqlx::query!(
        "DELETE FROM wallet.silences WHERE person_id = $1",
        person.as_uuid(),
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    sqlx::query!(
        "INSERT INTO wallet.silences (person_id, kind, channel)
         SELECT $1, q.kind, q.channel
         FROM unnest($2::text[], $3::text[]) AS q(kind, channel)
         ON CONFLICT DO NOTHING",
        person.as_uuid(),
        &kinds,
        &channels,
    )
    .execute(connection)
    .await
    .map_err(failed(OPERATION))?;
    Ok(())
}
