//! History the other way round: what was posted after a place, oldest first, and single postings by their names. For
//! those who keep something about postings of their own; it must never be needed to show what an account holds.

use domain::Currency;

use super::{Cursor, HISTORY_PAGE_MAX, Posting, PostingRow};
use crate::{Ledger, LedgerError, OwnerId, error::failed};

impl Ledger {
    /// At most `limit` postings (and at most [`HISTORY_PAGE_MAX`]) of the owner's wallet accounts with a sequence above
    /// the cursor's, oldest first; an account that the cursor does not name is read from its beginning. Sequences have
    /// no gaps and become visible in order, so whoever goes on from the last one of each account misses nothing.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn postings_after(
        &self,
        owner: OwnerId,
        place: Cursor,
        limit: u32,
    ) -> Result<Vec<Posting>, LedgerError> {
        const OPERATION: &str = "read on in the history";
        let (currencies, uptos) = place.into_columns();
        sqlx::query_as!(
            PostingRow,
            r#"WITH places AS (
                SELECT a.id, a.currency, coalesce(c.upto, 0) AS upto
                FROM ledger.accounts a
                JOIN ledger.balances b ON b.account_id = a.id
                LEFT JOIN unnest($2::text[], $3::bigint[]) AS c(currency, upto) ON c.currency = a.currency
                WHERE a.owner_id = $1 AND a.kind = 'wallet' AND b.seq > coalesce(c.upto, 0)
            )
            SELECT places.id AS "account!", places.currency AS "currency!", posting.seq AS "seq!",
                posting.amount AS "amount!", posting.balance_after AS "balance_after!",
                posting.recorded_at AS "recorded_at!", event.owner_id AS "owner!", posting.command_id AS "command!",
                event.kind AS "kind!", event.data AS "data!"
            FROM places
            CROSS JOIN LATERAL (
                SELECT last.seq, last.balance_after, last.recorded_at, last.owner_id, last.command_id,
                    last.balance_after - coalesce(older.balance_after, 0) AS amount
                FROM ledger.entries last
                LEFT JOIN ledger.entries newer ON newer.account_id = last.account_id AND newer.seq = last.seq + 1
                LEFT JOIN LATERAL (
                    SELECT e.balance_after
                    FROM ledger.entries e
                    WHERE e.account_id = last.account_id AND e.seq < last.seq
                        AND (e.owner_id, e.command_id) IS DISTINCT FROM (last.owner_id, last.command_id)
                    ORDER BY e.seq DESC
                    LIMIT 1
                ) older ON true
                WHERE last.account_id = places.id AND last.seq > places.upto
                    AND (newer.command_id IS DISTINCT FROM last.command_id
                        OR newer.owner_id IS DISTINCT FROM last.owner_id)
                ORDER BY last.seq
                LIMIT $4
            ) posting
            JOIN ledger.commands event ON event.owner_id = coalesce(posting.owner_id, $1) AND event.command_id = posting.command_id
            ORDER BY posting.recorded_at, places.currency, posting.seq
            LIMIT $4"#,
            owner.as_uuid(),
            &currencies,
            &uptos,
            i64::from(limit.clamp(1, HISTORY_PAGE_MAX)),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed(OPERATION))?
        .into_iter()
        .map(|row| row.read(OPERATION))
        .collect()
    }

    /// These postings of the owner's, each by its currency and [`Posting::seq`], in no order; what is not there is left
    /// out. At most [`HISTORY_PAGE_MAX`] are looked for.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn postings_at(
        &self,
        owner: OwnerId,
        names: &[(Currency, i64)],
    ) -> Result<Vec<Posting>, LedgerError> {
        const OPERATION: &str = "look up postings";
        let (currencies, seqs): (Vec<String>, Vec<i64>) = names
            .iter()
            .take(HISTORY_PAGE_MAX as usize)
            .map(|(currency, seq)| (currency.code().to_owned(), *seq))
            .unzip();
        sqlx::query_as!(
            PostingRow,
            r#"SELECT a.id AS account, a.currency, e.seq, e.balance_after, e.recorded_at, event.owner_id AS owner,
                e.command_id AS command, event.kind AS "kind!", event.data,
                e.balance_after - coalesce((
                    SELECT before.balance_after
                    FROM ledger.entries before
                    WHERE before.account_id = a.id AND before.seq < e.seq
                        AND (before.owner_id, before.command_id) IS DISTINCT FROM (e.owner_id, e.command_id)
                    ORDER BY before.seq DESC
                    LIMIT 1
                ), 0) AS "amount!"
            FROM unnest($2::text[], $3::bigint[]) AS name(currency, seq)
            JOIN ledger.accounts a ON a.owner_id = $1 AND a.kind = 'wallet' AND a.currency = name.currency
            JOIN ledger.entries e ON e.account_id = a.id AND e.seq = name.seq
            JOIN ledger.commands event ON event.owner_id = coalesce(e.owner_id, $1) AND event.command_id = e.command_id"#,
            owner.as_uuid(),
            &currencies,
            &seqs,
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed(OPERATION))?
        .into_iter()
        .map(|row| row.read(OPERATION))
        .collect()
    }
}
