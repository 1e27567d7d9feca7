//! For those who watch: whose accounts have moved lately, and a mark of all an owner's accounts that differs after
//! every movement. Reads only; says nothing of amounts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Ledger, LedgerError, OwnerId, error::failed};

/// Whose accounts have moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Each once; the house is left out.
    pub owners: Vec<OwnerId>,
    /// Where to go on; `None` when nothing was seen yet.
    pub upto: Option<DateTime<Utc>>,
}

/// FNV-1a's constants.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

impl Ledger {
    /// A mark for each owner, made from the entry sequence and the held amount of each of their accounts (FNV-1a, 64
    /// bits: nobody gains by a collision). Owners without an account are missing: their mark is 0.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn marks(&self, owners: &[OwnerId]) -> Result<HashMap<OwnerId, u64>, LedgerError> {
        let ids: Vec<Uuid> = owners.iter().map(|owner| owner.as_uuid()).collect();
        let rows = sqlx::query!(
            "SELECT a.owner_id, a.id, b.seq, b.held
            FROM ledger.accounts a
            JOIN ledger.balances b ON b.account_id = a.id
            WHERE a.owner_id = ANY($1)
            ORDER BY a.owner_id, a.id",
            &ids,
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("read what has moved"))?;
        let mut marks = HashMap::new();
        for row in rows {
            let mark = marks
                .entry(OwnerId::from_uuid(row.owner_id))
                .or_insert(OFFSET);
            let parts: [&[u8]; 3] = [
                row.id.as_bytes(),
                &row.seq.to_le_bytes(),
                &row.held.to_le_bytes(),
            ];
            *mark = parts.concat().iter().fold(*mark, |mark, byte| {
                (mark ^ u64::from(*byte)).wrapping_mul(PRIME)
            });
        }
        Ok(marks)
    }

    /// Whose accounts were moved by what was stored since `place`: the payer, the payee, whoever a leg touched. Looks
    /// two seconds further back, or that far from now without a place. What becomes visible later still is not seen:
    /// whoever must miss nothing also compares marks from time to time.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn moved_since(&self, place: Option<DateTime<Utc>>) -> Result<Moved, LedgerError> {
        let rows = sqlx::query!(
            r#"WITH fresh AS MATERIALIZED (
                SELECT owner_id, command_id, recorded_at, stored_at
                FROM ledger.commands
                WHERE stored_at >= coalesce($1, now()) - interval '2 seconds' AND kind IS NOT NULL
            )
            SELECT moved.owner_id AS "owner_id!", max(moved.stored_at) AS "stored_at!"
            FROM (
                SELECT e.account_owner_id AS owner_id, f.stored_at
                FROM fresh f
                JOIN ledger.journal e ON e.owner_id = f.owner_id AND e.command_id = f.command_id
                WHERE e.recorded_at BETWEEN (SELECT min(recorded_at) FROM fresh) AND (SELECT max(recorded_at) FROM fresh)
                UNION ALL
                -- What only keeps or frees money has no entries.
                SELECT owner_id, stored_at FROM fresh
            ) moved
            WHERE moved.owner_id <> $2
            GROUP BY moved.owner_id"#,
            place,
            OwnerId::HOUSE.as_uuid(),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("read who has moved"))?;
        let newest = rows.iter().map(|row| row.stored_at).max();
        Ok(Moved {
            owners: rows
                .into_iter()
                .map(|row| OwnerId::from_uuid(row.owner_id))
                .collect(),
            upto: newest.or(place),
        })
    }
}
