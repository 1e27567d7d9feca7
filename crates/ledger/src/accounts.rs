//! Opens and finds accounts, and reads what they hold and how much of a limit is used up.
//! A balance must never be summed up here: it is one stored row.

use chrono::NaiveDate;
use domain::{AccountId, Currency, Money};

use crate::{
    AccountKind, Balance, HouseAccount, Ledger, LedgerError, OwnerId,
    error::{currency, failed},
};

impl Ledger {
    /// The owner's account of this kind and currency, opened if it is not there. Any number of calls at once open one.
    ///
    /// # Errors
    /// When the database cannot be reached or refuses, as for a person's kind of account with the house as owner.
    pub async fn open_account(
        &self,
        owner: OwnerId,
        kind: AccountKind,
        currency: Currency,
    ) -> Result<AccountId, LedgerError> {
        self.open(owner, kind.as_str(), currency).await
    }

    /// The house's account of this kind and currency, opened if it is not there.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn house_account(
        &self,
        account: HouseAccount,
        currency: Currency,
    ) -> Result<AccountId, LedgerError> {
        self.open(OwnerId::HOUSE, account.as_str(), currency).await
    }

    async fn open(
        &self,
        owner: OwnerId,
        kind: &str,
        currency: Currency,
    ) -> Result<AccountId, LedgerError> {
        sqlx::query_scalar!(
            r#"SELECT ledger.open_account($1, $2, $3) AS "id!""#,
            owner.as_uuid(),
            kind,
            currency.code(),
        )
        .fetch_one(&self.pool)
        .await
        .map(AccountId::from_uuid)
        .map_err(failed("open an account"))
    }

    /// What the owner's accounts hold, by currency code.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn balances(&self, owner: OwnerId) -> Result<Vec<Balance>, LedgerError> {
        const OPERATION: &str = "read balances";
        let rows = sqlx::query!(
            "SELECT a.id, a.currency, b.posted, b.held, b.seq
            FROM ledger.accounts a
            JOIN ledger.balances b ON b.account_id = a.id
            WHERE a.owner_id = $1
            ORDER BY a.currency, a.kind",
            owner.as_uuid(),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed(OPERATION))?;
        rows.into_iter()
            .map(|row| {
                let currency = currency(OPERATION, &row.currency)?;
                Ok(Balance {
                    account: AccountId::from_uuid(row.id),
                    currency,
                    posted: Money::new(row.posted, currency),
                    held: Money::new(row.held, currency),
                    seq: row.seq,
                })
            })
            .collect()
    }

    /// How much of a limit the owner has used in the period, in minor units of US dollars.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn usage(
        &self,
        owner: OwnerId,
        name: &str,
        period_start: NaiveDate,
    ) -> Result<i64, LedgerError> {
        sqlx::query_scalar!(
            "SELECT used FROM ledger.usage WHERE owner_id = $1 AND name = $2 AND period_start = $3",
            owner.as_uuid(),
            name,
            period_start,
        )
        .fetch_optional(&self.pool)
        .await
        .map(Option::unwrap_or_default)
        .map_err(failed("read how much of a limit is used"))
    }
}
