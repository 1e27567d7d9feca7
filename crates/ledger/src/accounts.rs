//! Opens and finds accounts, and reads what they hold and how much of a limit is used up.
//! A balance must never be summed up here: it is one stored row.

use chrono::{DateTime, NaiveDate, Utc};
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

    /// What the account held at an instant, by recorded time; `None` when there is no such account. Few entries are read:
    /// the logarithm of their number.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn balance_at(
        &self,
        account: AccountId,
        instant: DateTime<Utc>,
    ) -> Result<Option<Money>, LedgerError> {
        const OPERATION: &str = "read a past balance";
        let row = sqlx::query!(
            r#"SELECT a.currency, past.posted AS "posted!"
            FROM ledger.accounts a
            CROSS JOIN LATERAL ledger.balance_at(a.id, $2) AS past
            WHERE a.id = $1"#,
            account.as_uuid(),
            instant,
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed(OPERATION))?;
        row.map(|row| Ok(Money::new(row.posted, currency(OPERATION, &row.currency)?)))
            .transpose()
    }

    /// Freezes or unfreezes an account for debits, for credits; `None` leaves it as it is. False when there is no such
    /// account.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn freeze(
        &self,
        account: AccountId,
        debits: Option<bool>,
        credits: Option<bool>,
    ) -> Result<bool, LedgerError> {
        self.set_flags(account, debits, credits, None).await
    }

    /// Closes an account, or opens it again. False when there is no such account, or when it is to be closed and holds or
    /// keeps money.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn close(&self, account: AccountId, closed: bool) -> Result<bool, LedgerError> {
        self.set_flags(account, None, None, Some(closed)).await
    }

    async fn set_flags(
        &self,
        account: AccountId,
        debits_frozen: Option<bool>,
        credits_frozen: Option<bool>,
        closed: Option<bool>,
    ) -> Result<bool, LedgerError> {
        sqlx::query_scalar!(
            r#"SELECT ledger.set_flags($1, $2, $3, $4) AS "done!""#,
            account.as_uuid(),
            debits_frozen,
            credits_frozen,
            closed,
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed("set an account's flags"))
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
