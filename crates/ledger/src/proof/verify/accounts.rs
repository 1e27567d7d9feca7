//! Reads accounts page by page, in the order of their ids, and each one's entries in order.

use std::collections::HashMap;

use domain::{AccountId, Currency};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Finding, OPERATION, Progress, Verified,
    walk::{Link, Walk},
};
use crate::{
    LedgerError,
    error::{currency, failed},
    proof::digest::{Entry, account_id},
};

/// Accounts and entries read at once.
const ACCOUNTS: i64 = 1_000;
const ENTRIES: i64 = 10_000;

/// One account as its row says.
pub(super) struct Account {
    pub id: Uuid,
    pub owner: Uuid,
    pub kind: String,
    pub currency: Currency,
    pub seq: i64,
    pub posted: i64,
}

pub(super) async fn verify(
    snapshot: &mut PgConnection,
    after: Option<AccountId>,
    verified: &mut Verified,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), LedgerError> {
    let mut sums: HashMap<Currency, i128> = HashMap::new();
    let mut place = after.map(AccountId::as_uuid);
    loop {
        let accounts = page_of_accounts(snapshot, place).await?;
        let Some(last) = accounts.last().map(|account| account.id) else {
            break;
        };
        let mut links = links_of(snapshot, &accounts).await?;
        for account in &accounts {
            if account.id != account_id(account.owner, &account.kind, account.currency.code()) {
                verified.findings.push(Finding::AccountBroken {
                    account: AccountId::from_uuid(account.id),
                });
            }
            let links = links.remove(&account.id).unwrap_or_default();
            let posted = read_account(snapshot, account, links, verified).await?;
            *sums.entry(account.currency).or_default() += i128::from(posted);
            verified.accounts += 1;
        }
        place = Some(last);
        progress(Progress {
            entries: verified.entries,
            accounts: verified.accounts,
            account: AccountId::from_uuid(last),
        });
    }
    if after.is_none() {
        let broken = sums.into_iter().filter(|(_, sum)| *sum != 0);
        verified
            .findings
            .extend(broken.map(|(currency, sum_minor)| Finding::SumBroken {
                currency,
                sum_minor,
            }));
    }
    Ok(())
}

/// Reads one account and gives back what its entries sum to.
async fn read_account(
    snapshot: &mut PgConnection,
    account: &Account,
    links: Vec<Link>,
    verified: &mut Verified,
) -> Result<i64, LedgerError> {
    let mut walk = Walk::new(account, links);
    loop {
        let page = sqlx::query_as!(
            Entry,
            r#"SELECT e.seq, e.amount, e.balance_after, e.recorded_at, coalesce(e.owner_id, $2) AS "owner!", e.command_id AS command,
                coalesce(e.leg, 1::smallint) AS "leg!", c.fingerprint AS "fingerprint?",
                coalesce(c.event_at, c.recorded_at) AS event_at, c.kind, c.data::text AS data
            FROM ledger.entries e
            LEFT JOIN ledger.commands c ON c.owner_id = coalesce(e.owner_id, $2) AND c.command_id = e.command_id
            WHERE e.account_id = $1 AND e.seq > $3
            ORDER BY e.seq
            LIMIT $4"#,
            account.id,
            account.owner,
            walk.seq(),
            ENTRIES,
        )
        .fetch_all(&mut *snapshot)
        .await
        .map_err(failed(OPERATION))?;
        if page.is_empty() {
            break;
        }
        for entry in &page {
            walk.take(entry, &mut verified.findings);
            verified.entries += 1;
        }
    }
    let (posted, unsealed) = walk.end(account, &mut verified.findings);
    verified.unsealed += unsealed;
    Ok(posted)
}

async fn page_of_accounts(
    snapshot: &mut PgConnection,
    after: Option<Uuid>,
) -> Result<Vec<Account>, LedgerError> {
    sqlx::query!(
        r#"SELECT a.id, a.owner_id, a.kind, a.currency, coalesce(b.seq, -1) AS "seq!", coalesce(b.posted, 0) AS "posted!"
        FROM ledger.accounts a
        LEFT JOIN ledger.balances b ON b.account_id = a.id
        WHERE $1::uuid IS NULL OR a.id > $1
        ORDER BY a.id
        LIMIT $2"#,
        after,
        ACCOUNTS,
    )
    .fetch_all(&mut *snapshot)
    .await
    .map_err(failed(OPERATION))?
    .into_iter()
    .map(|row| {
        Ok(Account {
            id: row.id,
            owner: row.owner_id,
            kind: row.kind,
            currency: currency(OPERATION, &row.currency)?,
            seq: row.seq,
            posted: row.posted,
        })
    })
    .collect()
}

async fn links_of(
    snapshot: &mut PgConnection,
    accounts: &[Account],
) -> Result<HashMap<Uuid, Vec<Link>>, LedgerError> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.id).collect();
    let rows = sqlx::query!(
        "SELECT account_id, seq, hash FROM ledger.links WHERE account_id = ANY($1) ORDER BY account_id, seq",
        &ids,
    )
    .fetch_all(&mut *snapshot)
    .await
    .map_err(failed(OPERATION))?;
    let mut links: HashMap<Uuid, Vec<Link>> = HashMap::new();
    for row in rows {
        links.entry(row.account_id).or_default().push(Link {
            seq: row.seq,
            hash: row.hash,
        });
    }
    Ok(links)
}
