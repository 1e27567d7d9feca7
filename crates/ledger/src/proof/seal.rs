//! Sealing: links for what was posted since, and a head over all of them. One sealer at a time, whichever server it is on;
//! one that was away too long writes nothing more.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, postgres::types::PgInterval};
use uuid::Uuid;

use super::{
    Head,
    digest::{Hash, MerkleTree},
};
use crate::{Ledger, LedgerError, error::failed, snapshot};

/// How long a sealer may be away before another takes its place, in seconds. It is taken anew before each step.
const LEASE_SECONDS: i64 = 300;
/// Accounts and entries of each that are sealed in one step: at most a hundred thousand entries, so that no step is long.
const ACCOUNTS_MAX: i32 = 200;
const ENTRIES_MAX: i32 = 500;
/// Steps of one round; the next round goes on.
const STEPS_MAX: usize = 10_000;
/// Links read at once for a root.
const PAGE: i64 = 10_000;

const OPERATION: &str = "seal the journal";

/// Who seals: one for each process, drawn at its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealerId(pub Uuid);

impl Ledger {
    /// Seals what was posted since the last time, as of `now`, and stores a head if there is anything new. `None` when
    /// there is not, or when somebody else seals.
    ///
    /// # Errors
    /// When the database cannot be reached, or another sealer took over in the middle; nothing is lost by either.
    pub async fn seal(
        &self,
        who: SealerId,
        now: DateTime<Utc>,
    ) -> Result<Option<Head>, LedgerError> {
        let Some(fence) = self.lease(who).await? else {
            return Ok(None);
        };
        for _ in 0..STEPS_MAX {
            let step = sqlx::query!(
                r#"SELECT is_all AS "is_all!" FROM ledger.seal($1, $2, $3)"#,
                fence,
                ACCOUNTS_MAX,
                ENTRIES_MAX,
            )
            .fetch_one(&self.pool)
            .await
            .map_err(failed(OPERATION))?;
            // What came meanwhile is for the next round.
            if step.is_all {
                break;
            }
            self.lease(who).await?;
        }
        let mut snapshot = self.snapshot(OPERATION).await?;
        let before = last_head(&mut snapshot).await?;
        let chains = chains_upto(&mut snapshot, i64::MAX).await?;
        if let Some(before) = &before {
            if chains.entries == before.entries {
                return Ok(None);
            }
            // A head over links that were changed would make them look right.
            if !chains_upto(&mut snapshot, before.number)
                .await?
                .are_of(before)
            {
                return Err(LedgerError::Corrupt {
                    operation: OPERATION,
                    what: "chain of links",
                });
            }
        }
        snapshot.rollback().await.map_err(failed(OPERATION))?;
        self.lease(who).await?;
        // What is stored has no finer time.
        let taken_at = DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now);
        let stored = sqlx::query!(
            r#"SELECT number AS "number!", hash AS "hash!" FROM ledger.store_head($1, $2, $3, $4, $5)"#,
            fence,
            taken_at,
            chains.accounts,
            chains.entries,
            chains.root.as_slice(),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed(OPERATION))?;
        Ok(Some(Head {
            number: stored.number,
            taken_at,
            accounts: chains.accounts,
            entries: chains.entries,
            root: chains.root,
            hash: hash(OPERATION, &stored.hash)?,
        }))
    }

    async fn lease(&self, who: SealerId) -> Result<Option<i64>, LedgerError> {
        let how_long = PgInterval {
            months: 0,
            days: 0,
            microseconds: LEASE_SECONDS * 1_000_000,
        };
        sqlx::query_scalar!("SELECT ledger.lease_sealer($1, $2)", who.0, how_long)
            .fetch_one(&self.pool)
            .await
            .map_err(failed(OPERATION))
    }

    /// A transaction that sees the ledger as it is now, however long it reads.
    pub(super) async fn snapshot(
        &self,
        operation: &'static str,
    ) -> Result<sqlx::Transaction<'static, sqlx::Postgres>, LedgerError> {
        let begun = self.pool.begin_with(snapshot::BEGIN).await;
        let mut snapshot = begun.map_err(failed(operation))?;
        snapshot::lift_timeouts(&mut snapshot, operation).await?;
        Ok(snapshot)
    }
}

async fn last_head(snapshot: &mut PgConnection) -> Result<Option<Head>, LedgerError> {
    sqlx::query_as!(
        HeadRow,
        "SELECT number, taken_at, accounts, entries, root, hash FROM ledger.heads ORDER BY number DESC LIMIT 1"
    )
    .fetch_optional(snapshot)
    .await
    .map_err(failed(OPERATION))?
    .map(|row| row.read(OPERATION))
    .transpose()
}

/// A head before its hashes are trusted to be some.
pub(super) struct HeadRow {
    pub number: i64,
    pub taken_at: DateTime<Utc>,
    pub accounts: i64,
    pub entries: i64,
    pub root: Vec<u8>,
    pub hash: Vec<u8>,
}

impl HeadRow {
    pub fn read(self, operation: &'static str) -> Result<Head, LedgerError> {
        Ok(Head {
            number: self.number,
            taken_at: self.taken_at,
            accounts: self.accounts,
            entries: self.entries,
            root: hash(operation, &self.root)?,
            hash: hash(operation, &self.hash)?,
        })
    }
}

/// What a head is made of.
pub(super) struct Chains {
    pub accounts: i64,
    pub entries: i64,
    pub root: Hash,
}

impl Chains {
    /// Whether the head was made of them.
    pub fn are_of(&self, head: &Head) -> bool {
        (self.root, self.accounts, self.entries) == (head.root, head.accounts, head.entries)
    }
}

/// The last links of all accounts that were there with this head.
pub(super) async fn chains_upto(
    snapshot: &mut PgConnection,
    head: i64,
) -> Result<Chains, LedgerError> {
    let mut tree = MerkleTree::default();
    let (mut accounts, mut entries) = (0, 0);
    let mut place = Uuid::nil();
    loop {
        let page = sqlx::query!(
            "SELECT a.id, l.seq, l.hash
            FROM ledger.accounts a
            CROSS JOIN LATERAL (
                SELECT l.seq, l.hash
                FROM ledger.links l
                WHERE l.account_id = a.id AND l.head <= $1
                ORDER BY l.seq DESC
                LIMIT 1
            ) l
            WHERE a.id > $2
            ORDER BY a.id
            LIMIT $3",
            head,
            place,
            PAGE,
        )
        .fetch_all(&mut *snapshot)
        .await
        .map_err(failed(OPERATION))?;
        let Some(last) = page.last() else { break };
        place = last.id;
        for link in &page {
            tree.add(link.id, link.seq, &link.hash);
            accounts += 1;
            entries += link.seq;
        }
    }
    Ok(Chains {
        accounts,
        entries,
        root: tree.root(),
    })
}

/// Reads a stored hash.
fn hash(operation: &'static str, stored: &[u8]) -> Result<Hash, LedgerError> {
    stored.try_into().map_err(|_| LedgerError::Corrupt {
        operation,
        what: "hash",
    })
}
