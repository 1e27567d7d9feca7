//! Writes the whole journal for auditors, in syntaxes whose own tools add it up again.
//! It must never let out what an event says: kinds, ids, times and amounts leave, no names and no notes.
//!
//! All syntaxes have the signs of plain-text accounting: debits are positive, credits negative. What the house owes a
//! person is negative, what is on its way from a bank positive: each amount is the opposite of the ledger's own.

mod beancount;
mod csv;
mod hledger;
mod rows;

use std::io::{self, Write};

use chrono::NaiveDate;
use domain::Currency;
use futures_util::TryStreamExt;
use sqlx::Connection;

use self::rows::{AccountRow, Closing, Entry, EntryRow};
use crate::{
    Ledger, LedgerError,
    error::{currency, failed},
    snapshot,
};

const OPERATION: &str = "export the journal";

/// In which syntax the journal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// hledger's journal, version 1.25 or later.
    Hledger,
    /// Beancount, version 2 or later.
    Beancount,
    /// A row for each entry; without the accounts' balances at the end.
    Csv,
}

/// Why an export broke off. What was written before is no journal.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("write the journal: {0}")]
    Write(#[source] io::Error),
}

impl Ledger {
    /// Writes every entry, by recorded time and command, and then what each account holds, all of one snapshot. The
    /// database sorts, on disk if it must; here one command is held at a time, and written in one go. Money that is
    /// only held has not moved and is not here.
    ///
    /// The thread waits for `out`, and the snapshot keeps the database from cleaning up: not for the path of a request.
    ///
    /// # Errors
    /// When the database cannot be reached, an entry is not of a posted command, or `out` refuses.
    pub async fn export(
        &self,
        format: ExportFormat,
        out: &mut impl Write,
    ) -> Result<(), ExportError> {
        // A connection of its own: it is needed for long, and when the reader goes away it closes with all that was
        // still to come, which a pool would read to its end.
        let mut connection = self
            .pool
            .acquire()
            .await
            .map_err(failed(OPERATION))?
            .detach();
        let mut snapshot = connection
            .begin_with(snapshot::BEGIN)
            .await
            .map_err(failed(OPERATION))?;
        // It lasts as long as its reader takes.
        snapshot::lift_timeouts(&mut snapshot, OPERATION).await?;

        let currencies =
            sqlx::query_scalar!("SELECT DISTINCT currency FROM ledger.accounts ORDER BY currency")
                .fetch_all(&mut *snapshot)
                .await
                .map_err(failed(OPERATION))?
                .iter()
                .map(|code| currency(OPERATION, code))
                .collect::<Result<Vec<_>, _>>()?;
        let mut sheet = Sheet { format, out };
        sheet.write(|page| format.head(page, &currencies))?;

        let mut command: Vec<Entry> = Vec::new();
        let mut last_day = None;
        let mut entries = sqlx::query_as!(
            EntryRow,
            r#"SELECT e.recorded_at AS "recorded_at!", c.event_at, e.owner_id AS "owner!", e.command_id AS "command!",
                c.kind AS event_kind, e.leg AS "leg!", e.seq AS "seq!", e.amount AS "amount!",
                e.balance_after AS "balance_after!", e.account_id AS "account!", e.account_owner_id AS "account_owner!",
                e.account_kind AS "account_kind!", k.normal_side, e.currency AS "currency!"
            FROM ledger.journal e
            JOIN ledger.account_kinds k ON k.kind = e.account_kind
            LEFT JOIN ledger.commands c ON c.owner_id = e.owner_id AND c.command_id = e.command_id
            ORDER BY e.recorded_at, e.owner_id, e.command_id, e.leg, e.amount"#,
        )
        .fetch(&mut *snapshot);
        while let Some(row) = entries.try_next().await.map_err(failed(OPERATION))? {
            let entry = row.read()?;
            if command.last().is_some_and(|last| !last.is_beside(&entry)) {
                sheet.command(&command)?;
                command.clear();
            }
            last_day = Some(entry.day());
            command.push(entry);
        }
        drop(entries);
        sheet.command(&command)?;

        if let Some(day) = last_day {
            let mut accounts = sqlx::query_as!(
                AccountRow,
                r#"SELECT a.id, a.owner_id AS owner, a.kind, k.normal_side, a.currency, coalesce(b.seq, 0) AS "seq!",
                    coalesce(b.posted, 0) AS "posted!"
                FROM ledger.accounts a
                JOIN ledger.account_kinds k ON k.kind = a.kind
                LEFT JOIN ledger.balances b ON b.account_id = a.id
                ORDER BY a.owner_id, a.kind, a.currency"#,
            )
            .fetch(&mut *snapshot);
            while let Some(row) = accounts.try_next().await.map_err(failed(OPERATION))? {
                let closing = row.read()?;
                sheet.write(|page| format.closing(page, day, &closing))?;
            }
        }
        snapshot.rollback().await.map_err(failed(OPERATION))?;
        connection.close().await.map_err(failed(OPERATION))?;
        out.flush().map_err(ExportError::Write)
    }
}

/// Where the journal goes.
struct Sheet<'a, W> {
    format: ExportFormat,
    out: &'a mut W,
}

impl<W: Write> Sheet<'_, W> {
    /// What belongs to one command; nothing before the first.
    fn command(&mut self, entries: &[Entry]) -> Result<(), ExportError> {
        let format = self.format;
        self.write(|page| format.command(page, entries))
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> Result<(), ExportError> {
        let mut page = Vec::new();
        write(&mut page)
            .and_then(|()| self.out.write_all(&page))
            .map_err(ExportError::Write)
    }
}

impl ExportFormat {
    fn head(self, page: &mut Vec<u8>, currencies: &[Currency]) -> io::Result<()> {
        match self {
            Self::Hledger => hledger::head(page, currencies),
            Self::Beancount => beancount::head(page, currencies),
            Self::Csv => csv::head(page),
        }
    }

    fn command(self, page: &mut Vec<u8>, entries: &[Entry]) -> io::Result<()> {
        match self {
            Self::Hledger => hledger::command(page, entries),
            Self::Beancount => beancount::command(page, entries),
            Self::Csv => csv::command(page, entries),
        }
    }

    /// What an account holds, after all entries, the last of which were recorded on that day.
    fn closing(self, page: &mut Vec<u8>, last_day: NaiveDate, closing: &Closing) -> io::Result<()> {
        match self {
            Self::Hledger => hledger::closing(page, last_day, closing),
            Self::Beancount => beancount::closing(page, last_day, closing),
            Self::Csv => Ok(()),
        }
    }
}
