//! What a person's history is searched by. It follows from the ledger and may be made again at any time; it names
//! entries and never says what they are worth showing (ADR 10).

mod search;

use chrono::{DateTime, Utc};
use domain::{Currency, EntryStatus, EntryType, PersonId};
use sqlx::{PgConnection, PgExecutor};

use crate::error::{StorageResult, corrupt, failed};

pub use search::{Found, Place, Query, search};

/// How far a person's entries have been taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// By which rules; none before the first.
    pub rules: Option<i32>,
    /// The ledger's cursor as text; empty before the first.
    pub upto: String,
    /// Whether entries that changed wait to be taken in.
    pub waiting: bool,
}

/// A stretch of a person's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub block: i32,
    pub entries: i32,
    pub oldest: DateTime<Utc>,
    pub newest: DateTime<Utc>,
    /// Of all its entries' sizes.
    pub smallest: i64,
    pub largest: i64,
}

/// One entry as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub subject: String,
    pub block: i32,
    pub at: DateTime<Utc>,
    /// 0 while its money is not in the ledger.
    pub seq: i64,
    pub currency: Currency,
    pub kind: EntryType,
    pub status: EntryStatus,
    pub size: i64,
    /// Folded.
    pub words: String,
    /// Folded.
    pub tags: Vec<String>,
    pub terms: Vec<i64>,
}

/// An entry that is in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub subject: String,
    pub at: DateTime<Utc>,
    pub seq: i64,
    pub currency: Currency,
}

/// How far this person's entries have been taken in, without keeping anybody from going on.
pub async fn progress(executor: impl PgExecutor<'_>, person: PersonId) -> StorageResult<Progress> {
    let row = sqlx::query!(
        r#"SELECT place.rules AS "rules?", place.upto AS "upto?",
             EXISTS (SELECT FROM wallet.search_waiting w WHERE w.person_id = $1) AS "waiting!"
         FROM (VALUES (1)) AS always
         LEFT JOIN wallet.search_places place ON place.person_id = $1"#,
        person.as_uuid(),
    )
    .fetch_one(executor)
    .await
    .map_err(failed("read how far entries are taken in"))?;
    Ok(Progress {
        rules: row.rules,
        upto: row.upto.unwrap_or_default(),
        waiting: row.waiting,
    })
}

/// Keeps everybody else from taking in this person's entries until the transaction ends. The
/// answer is the rules and the place as they are now; whoever is first begins by `rules`.
pub async fn lock(
    connection: &mut PgConnection,
    person: PersonId,
    rules: i32,
) -> StorageResult<(i32, String)> {
    const OPERATION: &str = "lock a person's search index";
    sqlx::query!(
        "INSERT INTO wallet.search_places (person_id, rules, upto)
         VALUES ($1, $2, '')
         ON CONFLICT (person_id) DO NOTHING",
        person.as_uuid(),
        rules,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    sqlx::query!(
        "SELECT rules, upto FROM wallet.search_places WHERE person_id = $1 FOR UPDATE",
        person.as_uuid(),
    )
    .fetch_one(&mut *connection)
    .await
    .map(|row| (row.rules, row.upto))
    .map_err(failed(OPERATION))
}

/// Records by which rules and up to where this person's entries are taken in.
pub async fn reached(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    rules: i32,
    upto: &str,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.search_places SET rules = $2, upto = $3 WHERE person_id = $1",
        person.as_uuid(),
        rules,
        upto,
    )
    .execute(executor)
    .await
    .map_err(failed("record how far entries are taken in"))?;
    Ok(())
}

/// Forgets all that was taken in for this person, so that everything is taken in again. What they wrote stays.
pub async fn forget(connection: &mut PgConnection, person: PersonId) -> StorageResult<()> {
    const OPERATION: &str = "forget a person's search index";
    let person = person.as_uuid();
    sqlx::query!(
        "DELETE FROM wallet.search_entries WHERE person_id = $1",
        person
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    sqlx::query!(
        "DELETE FROM wallet.search_blocks WHERE person_id = $1",
        person
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    sqlx::query!(
        "INSERT INTO wallet.search_waiting (person_id, subject)
         SELECT person_id, id::text FROM wallet.topups WHERE person_id = $1 AND state <> 'paid'
         ON CONFLICT DO NOTHING",
        person,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    Ok(())
}

/// Marks an entry as changed: it waits to be taken in again.
pub async fn mark(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    subject: &str,
) -> StorageResult<()> {
    // The update is for its lock; see the trigger in `0007_history.sql`.
    sqlx::query!(
        "INSERT INTO wallet.search_waiting (person_id, subject)
         VALUES ($1, $2)
         ON CONFLICT (person_id, subject) DO UPDATE SET subject = EXCLUDED.subject",
        person.as_uuid(),
        subject,
    )
    .execute(executor)
    .await
    .map_err(failed("mark an entry as changed"))?;
    Ok(())
}

/// At most `limit` subjects that wait to be taken in.
pub async fn waiting(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    limit: i64,
) -> StorageResult<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT subject
         FROM wallet.search_waiting
         WHERE person_id = $1
         ORDER BY subject
         LIMIT $2",
        person.as_uuid(),
        limit,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("read which entries wait"))
}

/// Takes these marks off. Whoever is changing one of the entries is waited for, so that a later statement reads what
/// they wrote.
pub async fn unmark(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    subjects: &[String],
) -> StorageResult<()> {
    sqlx::query!(
        "DELETE FROM wallet.search_waiting WHERE person_id = $1 AND subject = ANY ($2)",
        person.as_uuid(),
        subjects,
    )
    .execute(executor)
    .await
    .map_err(failed("take in entries that wait"))?;
    Ok(())
}

/// Those of these entries that are in the index.
pub async fn standing(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    subjects: &[String],
) -> StorageResult<Vec<Standing>> {
    const OPERATION: &str = "find entries of the search index";
    let rows = sqlx::query!(
        "SELECT subject, at, seq, currency
         FROM wallet.search_entries
         WHERE person_id = $1 AND subject = ANY ($2)",
        person.as_uuid(),
        subjects,
    )
    .fetch_all(executor)
    .await
    .map_err(failed(OPERATION))?;
    rows.into_iter()
        .map(|row| {
            Ok(Standing {
                subject: row.subject,
                at: row.at,
                seq: row.seq,
                currency: Currency::parse(&row.currency)
                    .map_err(|_| corrupt(OPERATION, "currency"))?,
            })
        })
        .collect()
}

/// The blocks an entry of this time or a later one may be put into, oldest first: the last that begins no later, and
/// all after it.
pub async fn blocks_from(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    at: DateTime<Utc>,
) -> StorageResult<Vec<Block>> {
    sqlx::query_as!(
        Block,
        "SELECT block, entries, oldest, newest, smallest, largest
         FROM wallet.search_blocks
         WHERE person_id = $1 AND block >= coalesce((
             SELECT b.block
             FROM wallet.search_blocks b
             WHERE b.person_id = $1 AND b.oldest <= $2
             ORDER BY b.block DESC
             LIMIT 1), 0)
         ORDER BY block",
        person.as_uuid(),
        at,
    )
    .fetch_all(executor)
    .await
    .map_err(failed("read blocks of the search index"))
}

/// Writes blocks, new or as they are now.
pub async fn put_blocks(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    blocks: &[Block],
) -> StorageResult<()> {
    sqlx::query!(
        "INSERT INTO wallet.search_blocks (person_id, block, entries, oldest, newest, smallest, largest)
         SELECT $1, b.block, b.entries, b.oldest, b.newest, b.smallest, b.largest
         FROM unnest($2::integer[], $3::integer[], $4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::bigint[])
             AS b(block, entries, oldest, newest, smallest, largest)
         ON CONFLICT (person_id, block) DO UPDATE
         SET entries = EXCLUDED.entries, oldest = EXCLUDED.oldest, newest = EXCLUDED.newest,
             smallest = EXCLUDED.smallest, largest = EXCLUDED.largest",
        person.as_uuid(),
        &blocks.iter().map(|block| block.block).collect::<Vec<_>>(),
        &blocks.iter().map(|block| block.entries).collect::<Vec<_>>(),
        &blocks.iter().map(|block| block.oldest).collect::<Vec<_>>(),
        &blocks.iter().map(|block| block.newest).collect::<Vec<_>>(),
        &blocks.iter().map(|block| block.smallest).collect::<Vec<_>>(),
        &blocks.iter().map(|block| block.largest).collect::<Vec<_>>(),
    )
    .execute(executor)
    .await
    .map_err(failed("write blocks of the search index"))?;
    Ok(())
}

/// Writes entries, new or as they are now; each subject once. What is in the ledger is never replaced by what is not.
pub async fn put_entries(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    entries: &[Entry],
) -> StorageResult<()> {
    let column = |of: fn(&Entry) -> String| entries.iter().map(of).collect::<Vec<String>>();
    // Arrays of unequal arrays cannot be sent; numbers and folded tags never have the signs that are put between them.
    let terms = |entry: &Entry| {
        let terms: Vec<String> = entry.terms.iter().map(i64::to_string).collect();
        format!("{{{}}}", terms.join(","))
    };
    sqlx::query!(
        r"INSERT INTO wallet.search_entries
             (person_id, subject, block, at, seq, currency, kind, status, size, words, tags, terms)
         SELECT $1, e.subject, e.block, e.at, e.seq, e.currency, e.kind, e.status, e.size, e.words,
             string_to_array(e.tags, E'\n'), e.terms::bigint[]
         FROM unnest($2::text[], $3::integer[], $4::timestamptz[], $5::bigint[], $6::text[], $7::text[], $8::text[],
                 $9::bigint[], $10::text[], $11::text[], $12::text[])
             AS e(subject, block, at, seq, currency, kind, status, size, words, tags, terms)
         ON CONFLICT (person_id, subject) DO UPDATE
         SET block = EXCLUDED.block, at = EXCLUDED.at, seq = EXCLUDED.seq, currency = EXCLUDED.currency,
             kind = EXCLUDED.kind, status = EXCLUDED.status, size = EXCLUDED.size, words = EXCLUDED.words,
             tags = EXCLUDED.tags, terms = EXCLUDED.terms
         WHERE search_entries.seq = 0 OR EXCLUDED.seq > 0",
        person.as_uuid(),
        &column(|entry| entry.subject.clone()),
        &entries.iter().map(|entry| entry.block).collect::<Vec<_>>(),
        &entries.iter().map(|entry| entry.at).collect::<Vec<_>>(),
        &entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        &column(|entry| entry.currency.code().to_owned()),
        &column(|entry| entry.kind.as_str().to_owned()),
        &column(|entry| entry.status.as_str().to_owned()),
        &entries.iter().map(|entry| entry.size).collect::<Vec<_>>(),
        &column(|entry| entry.words.clone()),
        &column(|entry| entry.tags.join("\n")),
        &column(terms),
    )
    .execute(executor)
    .await
    .map_err(failed("write entries of the search index"))?;
    Ok(())
}

/// Removes requests whose money has arrived: it is found as what the ledger posted.
pub async fn remove_paid(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    subjects: &[String],
) -> StorageResult<()> {
    sqlx::query!(
        "DELETE FROM wallet.search_entries WHERE person_id = $1 AND subject = ANY ($2) AND seq = 0",
        person.as_uuid(),
        subjects,
    )
    .execute(executor)
    .await
    .map_err(failed("remove entries of the search index"))?;
    Ok(())
}
