//! How entries are found. By terms it goes through the blocks, newest first, looks each up in the index, and stops as soon
//! as it has enough; by time and size alone it walks an index in the order of what is found. Whatever there is to find,
//! and however PostgreSQL estimates it, nothing larger than a block is ever sorted.

use chrono::{DateTime, Utc};
use domain::{Currency, EntryStatus, EntryType, PersonId};
use sqlx::{PgExecutor, PgPool};

use crate::error::{StorageError, StorageResult, corrupt, failed};

/// Blocks looked into at first, and at most, at once.
const BLOCKS_AT_FIRST: usize = 2;
const BLOCKS_AT_ONCE: usize = 32;

/// Where an entry stands in the order of what is found: newest first, then by sequence and subject, highest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub at: DateTime<Utc>,
    pub seq: i64,
    pub subject: String,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Query {
    /// All must be there. Without any, what is looked for has neither words nor a kind, status, currency or tag.
    pub terms: Vec<i64>,
    /// Folded words that must stand in the entry's.
    pub words: Vec<String>,
    pub kind: Option<EntryType>,
    pub status: Option<EntryStatus>,
    pub currency: Option<Currency>,
    /// Folded.
    pub tag: Option<String>,
    /// Sizes, both included.
    pub smallest: i64,
    pub largest: i64,
    /// The first moment and the one after the last.
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// Only what comes after this in the order of what is found.
    pub after: Place,
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub place: Place,
    pub currency: Currency,
}

struct FoundRow {
    subject: String,
    currency: String,
    at: DateTime<Utc>,
    seq: i64,
}

impl TryFrom<FoundRow> for Found {
    type Error = StorageError;

    fn try_from(row: FoundRow) -> StorageResult<Self> {
        let currency =
            Currency::parse(&row.currency).map_err(|_| corrupt("search a history", "currency"))?;
        let place = Place {
            at: row.at,
            seq: row.seq,
            subject: row.subject,
        };
        Ok(Self { place, currency })
    }
}

/// The first `limit` entries that are as looked for.
pub async fn search(
    pool: &PgPool,
    person: PersonId,
    query: &Query,
    limit: usize,
) -> StorageResult<Vec<Found>> {
    let rows = if query.terms.is_empty() {
        by_time(pool, person, query, limit).await
    } else {
        by_terms(pool, person, query, limit).await
    };
    rows.map_err(failed("search a history"))?
        .into_iter()
        .map(Found::try_from)
        .collect()
}

/// Looks into a few blocks first, then into more and more at once: what is in every block is found in one step, what is
/// rare in a few.
async fn by_terms(
    pool: &PgPool,
    person: PersonId,
    query: &Query,
    limit: usize,
) -> sqlx::Result<Vec<FoundRow>> {
    let blocks = blocks_of(pool, person, query).await?;
    let mut found = Vec::new();
    let (mut rest, mut at_once) = (blocks.as_slice(), BLOCKS_AT_FIRST);
    while found.len() < limit && !rest.is_empty() {
        let (here, later) = rest.split_at(at_once.min(rest.len()));
        found.extend(in_blocks(pool, person, query, here, limit - found.len()).await?);
        rest = later;
        at_once = at_once.saturating_mul(4).min(BLOCKS_AT_ONCE);
    }
    Ok(found)
}

/// The blocks that may hold something, newest first.
async fn blocks_of(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    query: &Query,
) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        "SELECT block
         FROM wallet.search_blocks
         WHERE person_id = $1 AND oldest <= $6 AND oldest < $5 AND newest >= $4 AND largest >= $2 AND smallest <= $3
         ORDER BY block DESC",
        person.as_uuid(),
        query.smallest,
        query.largest,
        query.from,
        query.until,
        query.after.at,
    )
    .fetch_all(executor)
    .await
}

/// What is found in these blocks. They do not overlap in time, so that the order of time is that of the blocks.
async fn in_blocks(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    query: &Query,
    blocks: &[i32],
    limit: usize,
) -> sqlx::Result<Vec<FoundRow>> {
    // The terms alone lead: hashes of this person and one block find a block's rows at most. Whatever else could lead
    // would be taken for better by a plan that is made for any arguments. Each row is then looked at, so that two things
    // with one hash do no harm.
    sqlx::query_as!(
        FoundRow,
        r#"SELECT found.subject AS "subject!", found.currency AS "currency!", found.at AS "at!", found.seq AS "seq!"
         FROM (
             SELECT number, ARRAY(SELECT term # (number::bigint << 32) FROM unnest($3::bigint[]) AS term) AS terms
             FROM unnest($2::integer[]) AS number
         ) AS block
         CROSS JOIN LATERAL (
             WITH e AS MATERIALIZED (
                 SELECT person_id, block, subject, currency, at, seq, size, kind, status, tags, words
                 FROM wallet.search_entries
                 WHERE terms @> block.terms
             )
             SELECT e.subject, e.currency, e.at, e.seq
             FROM e
             WHERE e.person_id = $1 AND e.block = block.number
                 AND (e.at, e.seq, e.subject) < ($12, $13, $14)
                 AND e.at >= $10 AND e.at < $11
                 AND e.size BETWEEN $8 AND $9
                 AND ($5::text IS NULL OR e.kind = $5)
                 AND ($6::text IS NULL OR e.status = $6)
                 AND ($7::text IS NULL OR e.currency = $7)
                 AND ($15::text IS NULL OR $15 = ANY (e.tags))
                 AND NOT EXISTS (SELECT FROM unnest($4::text[]) AS word WHERE position(word IN e.words) = 0)
             ORDER BY e.at DESC, e.seq DESC, e.subject DESC
             LIMIT $16
         ) AS found
         ORDER BY found.at DESC, found.seq DESC, found.subject DESC
         LIMIT $16"#,
        person.as_uuid(),
        blocks,
        &query.terms,
        &query.words,
        query.kind.map(EntryType::as_str),
        query.status.map(EntryStatus::as_str),
        query.currency.map(Currency::code),
        query.smallest,
        query.largest,
        query.from,
        query.until,
        query.after.at,
        query.after.seq,
        query.after.subject,
        query.tag.as_deref(),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(executor)
    .await
}

async fn by_time(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    query: &Query,
    limit: usize,
) -> sqlx::Result<Vec<FoundRow>> {
    sqlx::query_as!(
        FoundRow,
        "SELECT subject, currency, at, seq
         FROM wallet.search_entries
         WHERE person_id = $1 AND (at, seq, subject) < ($6, $7, $8) AND at >= $4 AND at < $5
             AND size BETWEEN $2 AND $3
         ORDER BY at DESC, seq DESC, subject DESC
         LIMIT $9",
        person.as_uuid(),
        query.smallest,
        query.largest,
        query.from,
        query.until,
        query.after.at,
        query.after.seq,
        query.after.subject,
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(executor)
    .await
}
