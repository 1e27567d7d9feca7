//! What people say of themselves.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{PersonId, Region};
use sqlx::PgExecutor;

use crate::error::{StorageResult, corrupt, failed};

/// What one person said; all of it may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub birthday: Option<NaiveDate>,
    pub country: Option<Region>,
    pub street: Option<String>,
    pub city: Option<String>,
    pub postal_code: Option<String>,
}

/// What this person said; nothing yet is an empty profile.
pub async fn find(executor: impl PgExecutor<'_>, person: PersonId) -> StorageResult<Profile> {
    const OPERATION: &str = "read a profile";
    let row = sqlx::query!(
        "SELECT birthday, country, street, city, postal_code FROM wallet.profiles WHERE person_id = $1",
        person.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed(OPERATION))?;
    let Some(row) = row else {
        return Ok(Profile::default());
    };
    let country = row
        .country
        .map(|code| Region::parse(&code).map_err(|_| corrupt(OPERATION, "country")))
        .transpose()?;
    Ok(Profile {
        birthday: row.birthday,
        country,
        street: row.street,
        city: row.city,
        postal_code: row.postal_code,
    })
}

/// Writes what this person says now, in place of what they said before.
pub async fn set(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    profile: &Profile,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.profiles (person_id, birthday, country, street, city, postal_code, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (person_id) DO UPDATE
         SET birthday = EXCLUDED.birthday, country = EXCLUDED.country, street = EXCLUDED.street,
             city = EXCLUDED.city, postal_code = EXCLUDED.postal_code, updated_at = EXCLUDED.updated_at",
        person.as_uuid(),
        profile.birthday,
        profile.country.map(Region::as_str),
        profile.street,
        profile.city,
        profile.postal_code,
        at,
    )
    .execute(executor)
    .await
    .map_err(failed("write a profile"))?;
    Ok(())
}
