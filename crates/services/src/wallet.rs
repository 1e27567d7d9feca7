//! The wallet as the server holds it: the database, the ledger, the outside world, secrets and rules in one value.

use std::sync::Arc;

use domain::Money;
use ledger::Ledger;
use rails::{bank::BankRail, card::CardRail};
use sqlx::{PgPool, Postgres, Transaction};
use storage::StorageError;

use crate::{
    crypto::Keys, env::Env, error::ServiceResult, hashing::Hasher, rates::RateDesk,
    work_queue::WorkQueue,
};

/// What an operator may set about the rules.
#[derive(Clone, Debug)]
pub struct WalletConfig {
    /// Origin of all links, without a trailing slash, such as `https://okpay.example`.
    pub public_url: String,
    /// Play money and stand-in rails.
    pub sandbox: bool,
    /// Password hashes computed at once.
    pub hashing_permits: usize,
    /// The most the house holds or owes of one currency from conversions, in US dollars' worth.
    pub fx_position_max: Money,
}

/// Everything a use case needs. Cheap to clone.
#[derive(Clone)]
pub struct Wallet {
    pub(crate) db: PgPool,
    pub(crate) ledger: Ledger,
    pub(crate) env: Env,
    pub(crate) keys: Keys,
    pub(crate) hasher: Hasher,
    /// Of how hard a password is to guess.
    pub(crate) judging: WorkQueue,
    pub(crate) cards: Arc<dyn CardRail>,
    pub(crate) bank: Arc<dyn BankRail>,
    pub(crate) rates: Arc<RateDesk>,
    pub(crate) config: Arc<WalletConfig>,
}

impl Wallet {
    /// Puts the wallet together. `db` is a pool of `okpay_app`.
    ///
    /// # Errors
    /// When password hashing cannot be set up.
    pub fn new(
        db: PgPool,
        env: Env,
        keys: Keys,
        cards: Arc<dyn CardRail>,
        bank: Arc<dyn BankRail>,
        rates: Arc<RateDesk>,
        config: WalletConfig,
    ) -> ServiceResult<Self> {
        Ok(Self {
            ledger: Ledger::new(db.clone()),
            hasher: Hasher::new(config.hashing_permits)?,
            judging: WorkQueue::new("judging passwords", config.hashing_permits),
            config: Arc::new(config),
            db,
            env,
            keys,
            cards,
            bank,
            rates,
        })
    }

    /// Time and randomness as this wallet has them.
    pub fn env(&self) -> &Env {
        &self.env
    }

    /// The rules as set by the operator.
    pub fn config(&self) -> &WalletConfig {
        &self.config
    }

    /// The pool that serves people.
    pub fn database(&self) -> &PgPool {
        &self.db
    }

    /// Opens a transaction; it rolls back unless it is committed.
    pub(crate) async fn begin(
        &self,
        operation: &'static str,
    ) -> ServiceResult<Transaction<'static, Postgres>> {
        Ok(self
            .db
            .begin()
            .await
            .map_err(|source| StorageError::Database { operation, source })?)
    }

    /// Commits.
    pub(crate) async fn commit(
        &self,
        transaction: Transaction<'static, Postgres>,
        operation: &'static str,
    ) -> ServiceResult<()> {
        Ok(transaction
            .commit()
            .await
            .map_err(|source| StorageError::Database { operation, source })?)
    }

    /// The same wallet under other rules, as another server of the operator may have them.
    #[must_use]
    pub fn with_config(&self, config: WalletConfig) -> Self {
        Self {
            config: Arc::new(config),
            ..self.clone()
        }
    }

    /// The same wallet with other rates, as another server of the operator may have them.
    #[must_use]
    pub fn with_rates(&self, rates: RateDesk) -> Self {
        Self {
            rates: Arc::new(rates),
            ..self.clone()
        }
    }

    /// The same wallet living at another time: for stories told in advance and for tests.
    #[must_use]
    pub fn with_env(&self, env: Env) -> Self {
        Self {
            env,
            ..self.clone()
        }
    }
}
