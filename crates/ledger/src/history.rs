//! What happened in an owner's accounts, newest first, page by page. All entries of one command in one account are one
//! posting with their net amount. A page must never skip or repeat a posting, whatever is posted meanwhile.

mod cursor;
mod forward;

use chrono::{DateTime, Utc};
use domain::{AccountId, CommandId, Currency, Money};
use serde_json::Value;
use uuid::Uuid;

pub use self::cursor::{Cursor, CursorError};
use crate::{
    Ledger, LedgerError, OwnerId,
    error::{currency, failed},
};

/// Most postings on one page.
pub const HISTORY_PAGE_MAX: u32 = 200;

/// What one command did to one account.
#[derive(Clone, Debug, PartialEq)]
pub struct Posting {
    pub account: AccountId,
    pub currency: Currency,
    /// The sequence of the command's last entry in this account; with the currency it names the posting to its owner.
    pub seq: i64,
    /// The net of the command's entries: negative when money went out.
    pub amount: Money,
    pub balance_after: Money,
    pub recorded_at: DateTime<Utc>,
    /// Whose command it was: for money received, not the owner of this account.
    pub command_owner: OwnerId,
    pub command: CommandId,
    pub event_kind: String,
    pub event_data: Value,
}

/// Some postings and where to go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub items: Vec<Posting>,
    /// `None` at the end.
    pub next: Option<Cursor>,
}

impl Ledger {
    /// One page of the owner's postings over all of their wallet accounts, newest first. With a cursor it goes on where
    /// that page ended; what was posted since the first page is not shown. `limit` is at least 1 and at most
    /// [`HISTORY_PAGE_MAX`]; another number is brought into these bounds.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn history(
        &self,
        owner: OwnerId,
        cursor: Option<Cursor>,
        limit: u32,
    ) -> Result<Page, LedgerError> {
        const OPERATION: &str = "read history";
        let limit = limit.clamp(1, HISTORY_PAGE_MAX);
        let (currencies, belows) = cursor.map(Cursor::into_columns).unzip();
        // Per account, entries come from the index newest first; a posting's last entry is the one whose newer
        // neighbour is of another command, and its amount is the difference to the last entry of the posting before.
        // Neighbours are looked up, not computed over a window: that would sort the whole account for each page.
        let mut rows = sqlx::query!(
            r#"WITH bounds AS (
                SELECT a.id, a.currency, coalesce(c.below, b.seq + 1) AS below
                FROM ledger.accounts a
                JOIN ledger.balances b ON b.account_id = a.id
                LEFT JOIN unnest($2::text[], $3::bigint[]) AS c(currency, below) ON c.currency = a.currency
                WHERE a.owner_id = $1 AND a.kind = 'wallet' AND ($2 IS NULL OR c.below IS NOT NULL)
            ), page AS (
                SELECT bounds.id, bounds.currency, posting.*
                FROM bounds
                CROSS JOIN LATERAL (
                    SELECT last.seq, last.balance_after, last.recorded_at, last.owner_id, last.command_id,
                        last.balance_after - coalesce(older.balance_after, 0) AS amount,
                        coalesce(older.seq, 0) + 1 AS first_seq
                    FROM ledger.entries last
                    LEFT JOIN ledger.entries newer ON newer.account_id = last.account_id AND newer.seq = last.seq + 1
                    LEFT JOIN LATERAL (
                        SELECT e.seq, e.balance_after
                        FROM ledger.entries e
                        WHERE e.account_id = last.account_id AND e.seq < last.seq
                            AND (e.owner_id, e.command_id) IS DISTINCT FROM (last.owner_id, last.command_id)
                        ORDER BY e.seq DESC
                        LIMIT 1
                    ) older ON true
                    WHERE last.account_id = bounds.id AND last.seq < bounds.below
                        AND (newer.command_id IS DISTINCT FROM last.command_id
                            OR newer.owner_id IS DISTINCT FROM last.owner_id)
                    ORDER BY last.seq DESC
                    LIMIT $4
                ) posting
                ORDER BY posting.recorded_at DESC, bounds.currency, posting.seq DESC
                LIMIT $4
            )
            SELECT page.id, page.currency, page.seq, page.first_seq AS "first_seq!", page.amount AS "amount!",
                page.balance_after, page.recorded_at, event.owner_id, page.command_id, event.kind AS "kind!", event.data,
                (SELECT array_agg(bounds.currency ORDER BY bounds.currency) FROM bounds) AS "currencies!",
                (SELECT array_agg(bounds.below ORDER BY bounds.currency) FROM bounds) AS "belows!"
            FROM page
            JOIN ledger.commands event ON event.owner_id = coalesce(page.owner_id, $1) AND event.command_id = page.command_id
            ORDER BY page.recorded_at DESC, page.currency, page.seq DESC"#,
            owner.as_uuid(),
            currencies as Option<Vec<String>>,
            belows as Option<Vec<i64>>,
            i64::from(limit) + 1,
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed(OPERATION))?;

        let page_len = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut next = None;
        if rows.len() > page_len {
            rows.truncate(page_len);
            if let Some(row) = rows.first() {
                let mut cursor = Cursor::from_columns(OPERATION, &row.currencies, &row.belows)?;
                for row in &rows {
                    cursor.reach(currency(OPERATION, &row.currency)?, row.first_seq);
                }
                next = Some(cursor);
            }
        }
        let items = rows
            .into_iter()
            .map(|row| {
                PostingRow {
                    account: row.id,
                    currency: row.currency,
                    seq: row.seq,
                    amount: row.amount,
                    balance_after: row.balance_after,
                    recorded_at: row.recorded_at,
                    owner: row.owner_id,
                    command: row.command_id,
                    kind: row.kind,
                    data: row.data,
                }
                .read(OPERATION)
            })
            .collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }

    /// One posting of the owner's, by its currency and [`Posting::seq`].
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn posting(
        &self,
        owner: OwnerId,
        currency: Currency,
        seq: i64,
    ) -> Result<Option<Posting>, LedgerError> {
        const OPERATION: &str = "look up a posting";
        let row = sqlx::query_as!(
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
            FROM ledger.accounts a
            JOIN ledger.entries e ON e.account_id = a.id AND e.seq = $3
            JOIN ledger.commands event ON event.owner_id = coalesce(e.owner_id, $1) AND event.command_id = e.command_id
            WHERE a.owner_id = $1 AND a.kind = 'wallet' AND a.currency = $2
                AND NOT EXISTS (
                    SELECT FROM ledger.entries newer
                    WHERE newer.account_id = a.id AND newer.seq = e.seq + 1
                        AND newer.owner_id IS NOT DISTINCT FROM e.owner_id AND newer.command_id = e.command_id
                )"#,
            owner.as_uuid(),
            currency.code(),
            seq,
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed(OPERATION))?;
        row.map(|row| row.read(OPERATION)).transpose()
    }

    /// What the owner's own command did to their own account: the one its first leg debits, or else credits. `None`
    /// when there is no such command, it was refused, or it did not touch the owner's accounts.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn posting_of(
        &self,
        owner: OwnerId,
        command: CommandId,
    ) -> Result<Option<Posting>, LedgerError> {
        match self.place_of(owner, owner, command).await? {
            Some((currency, seq)) => self.posting(owner, currency, seq).await,
            None => Ok(None),
        }
    }

    /// Where anybody's command stands in the owner's history: its currency and [`Posting::seq`], in the account its
    /// first leg debits, or else credits. `None` when it did not touch the owner's accounts.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn place_of(
        &self,
        owner: OwnerId,
        command_owner: OwnerId,
        command: CommandId,
    ) -> Result<Option<(Currency, i64)>, LedgerError> {
        const OPERATION: &str = "look up a command's posting";
        // OFFSET 0 keeps the planner from joining all entries there are: by their keys they are few.
        let place = sqlx::query!(
            r#"SELECT a.currency, max(e.seq) AS "seq!"
            FROM ledger.commands c
            JOIN ledger.accounts a ON a.owner_id = $1 AND a.kind = 'wallet'
            CROSS JOIN LATERAL ledger.balance_at(a.id, c.recorded_at - interval '1 microsecond') AS before
            CROSS JOIN LATERAL ledger.balance_at(a.id, c.recorded_at) AS upto
            CROSS JOIN LATERAL (
                SELECT seq, leg, amount, owner_id, command_id
                FROM ledger.entries
                WHERE account_id = a.id AND seq > before.seq AND seq <= upto.seq
                OFFSET 0
            ) e
            WHERE coalesce(e.owner_id, $1) = c.owner_id AND e.command_id = c.command_id
                AND c.owner_id = $2 AND c.command_id = $3
            GROUP BY a.currency
            ORDER BY min(coalesce(e.leg, 1) * 2 + CASE WHEN e.amount < 0 THEN 0 ELSE 1 END)
            LIMIT 1"#,
            owner.as_uuid(),
            command_owner.as_uuid(),
            command.as_uuid(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed(OPERATION))?;
        place
            .map(|place| Ok((currency(OPERATION, &place.currency)?, place.seq)))
            .transpose()
    }
}

/// A posting before its strings are trusted.
struct PostingRow {
    account: Uuid,
    currency: String,
    seq: i64,
    amount: i64,
    balance_after: i64,
    recorded_at: DateTime<Utc>,
    owner: Uuid,
    command: Uuid,
    kind: String,
    data: Value,
}

impl PostingRow {
    fn read(self, operation: &'static str) -> Result<Posting, LedgerError> {
        let currency = currency(operation, &self.currency)?;
        Ok(Posting {
            account: AccountId::from_uuid(self.account),
            currency,
            seq: self.seq,
            amount: Money::new(self.amount, currency),
            balance_after: Money::new(self.balance_after, currency),
            recorded_at: self.recorded_at,
            command_owner: OwnerId::from_uuid(self.owner),
            command: CommandId::from_uuid(self.command),
            event_kind: self.kind,
            event_data: self.data,
        })
    }
}
