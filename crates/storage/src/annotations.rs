//! What people write on entries of their history for themselves. Every query names the person: nobody else's is read.

use chrono::{DateTime, Utc};
use domain::PersonId;
use sqlx::PgExecutor;

use crate::error::{StorageResult, failed};

/// What a person wrote on one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// As shown.
    pub tags: Vec<String>,
    /// Empty when there is none.
    pub note: String,
}

/// What is written on one entry; nothing when nobody wrote anything.
pub async fn find(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    subject: &str,
) -> StorageResult<Annotation> {
    sqlx::query_as!(
        Annotation,
        "SELECT tags, note FROM wallet.annotations WHERE person_id = $1 AND subject = $2",
        person.as_uuid(),
        subject,
    )
    .fetch_optional(executor)
    .await
    .map(Option::unwrap_or_default)
    .map_err(failed("read an annotation"))
}

/// What is written on these entries, each with its subject; those without are left out.
pub async fn find_all(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    subjects: &[String],
) -> StorageResult<Vec<(String, Annotation)>> {
    let rows = sqlx::query!(
        "SELECT subject, tags, note
         FROM wallet.annotations
         WHERE person_id = $1 AND subject = ANY ($2)",
        person.as_uuid(),
        subjects,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("read annotations"))?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let annotation = Annotation {
                tags: row.tags,
                note: row.note,
            };
            (row.subject, annotation)
        })
        .collect())
}

/// Puts these tags on an entry, in place of those it had.
pub async fn put_tags(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    subject: &str,
    tags: &[String],
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.annotations (person_id, subject, tags, note, updated_at)
         VALUES ($1, $2, $3, '', $4)
         ON CONFLICT (person_id, subject) DO UPDATE SET tags = $3, updated_at = $4",
        person.as_uuid(),
        subject,
        tags,
        at,
    )
    .execute(executor)
    .await
    .map_err(failed("write an entry's tags"))?;
    Ok(())
}

/// Writes the note on an entry, in place of the one it had.
pub async fn put_note(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    subject: &str,
    note: &str,
    at: DateTime<Utc>,
) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.annotations (person_id, subject, tags, note, updated_at)
         VALUES ($1, $2, '{}', $3, $4)
         ON CONFLICT (person_id, subject) DO UPDATE SET note = $3, updated_at = $4",
        person.as_uuid(),
        subject,
        note,
        at,
    )
    .execute(executor)
    .await
    .map_err(failed("write an entry's note"))?;
    Ok(())
}
