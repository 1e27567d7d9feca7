//! The small numbers by which an open page learns that something of its person's has changed, and the hint that tells
//! servers to look. Nothing here says what has changed.

use std::collections::HashMap;

use domain::PersonId;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::error::{StorageResult, corrupt, failed};

/// The channel of hints about people; the payload is a person's id. A hint may be lost: servers also look by themselves.
pub const PEOPLE_CHANNEL: &str = "okpay_people";

/// What has changed for a person outside the ledger, in numbers that grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// Changes of requests to add money.
    pub topups: u64,
    /// Notifications written, and times that some were marked as read.
    pub inbox: u64,
    /// Notifications that were not read.
    pub unread: u32,
}

impl Pulse {
    /// From the columns; a person to whom nothing ever happened has no row.
    pub(crate) fn from_columns(
        operation: &'static str,
        topups: Option<i64>,
        inbox: Option<i64>,
        unread: Option<i32>,
    ) -> StorageResult<Self> {
        let bad = || corrupt(operation, "pulse");
        Ok(Self {
            topups: u64::try_from(topups.unwrap_or_default()).map_err(|_| bad())?,
            inbox: u64::try_from(inbox.unwrap_or_default()).map_err(|_| bad())?,
            unread: u32::try_from(unread.unwrap_or_default()).map_err(|_| bad())?,
        })
    }
}

/// The pulses of these people; whoever is missing in the answer has none yet.
pub async fn of(
    executor: impl PgExecutor<'_>,
    people: &[PersonId],
) -> StorageResult<HashMap<PersonId, Pulse>> {
    const OPERATION: &str = "read pulses";
    let ids: Vec<Uuid> = people.iter().map(|person| person.as_uuid()).collect();
    sqlx::query!(
        "SELECT person_id, topups, inbox, unread FROM wallet.pulses WHERE person_id = ANY($1)",
        &ids,
    )
    .fetch_all(executor)
    .await
    .map_err(failed(OPERATION))?
    .into_iter()
    .map(|row| {
        let pulse = Pulse::from_columns(
            OPERATION,
            Some(row.topups),
            Some(row.inbox),
            Some(row.unread),
        )?;
        Ok((PersonId::from_uuid(row.person_id), pulse))
    })
    .collect()
}

/// Tells all servers to look at these people. To be called after the commit: inside a transaction it would make
/// commits wait for each other.
pub async fn hint(executor: impl PgExecutor<'_>, people: &[PersonId]) -> StorageResult<()> {
    let ids: Vec<Uuid> = people.iter().map(|person| person.as_uuid()).collect();
    sqlx::query!(
        "SELECT pg_notify($1, id::text) FROM unnest($2::uuid[]) AS id",
        PEOPLE_CHANNEL,
        &ids,
    )
    .execute(executor)
    .await
    .map_err(failed("hint at people"))?;
    Ok(())
}
