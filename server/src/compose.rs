//! Puts the wallet together from its parts: the ledger's and storage's pool, the rails, keys, clock and rules.
//! The one place that decides between sandbox and real rails.

use std::sync::Arc;

use domain::{Currency, Money};
use rails::{
    BoxFuture, Operation, RailError,
    bank::SandboxBank,
    card::{SandboxCards, SandboxStore},
    fx::{EcbRates, ShippedRates},
};
use services::{Env, Keys, KeysError, RateDesk, ServiceError, SystemRandom, Wallet, WalletConfig};
use sqlx::PgPool;
use storage::{StorageError, sandbox_records};

use crate::{
    clock::SystemClock,
    config::{Config, MasterKey},
};

/// The most the house holds or owes of one currency from conversions: a million US dollars' worth.
const FX_POSITION_MAX: Money = Money::new(100_000_000, Currency::USD);

/// Why there is no wallet.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error("{0}")]
    Keys(#[from] KeysError),
    #[error("{0}")]
    Services(#[from] ServiceError),
    #[error("reading the shipped exchange rates: {0}")]
    Rates(#[from] RailError),
    #[error(
        "there is no real bank and no real card processor yet: only OKPAY_SANDBOX=on can serve"
    )]
    NoRealRails,
}

/// The wallet that serves people from this pool.
pub fn wallet(config: &Config, pool: PgPool, key: &MasterKey) -> Result<Wallet, ComposeError> {
    // Pretend cards in a real wallet would be free money.
    if !config.sandbox {
        return Err(ComposeError::NoRealRails);
    }
    let env = Env {
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
    };
    let cards = SandboxCards::new(Arc::new(SandboxRecords(pool.clone())));
    let rules = WalletConfig {
        public_url: config.public.origin(),
        sandbox: config.sandbox,
        hashing_permits: hashing_permits(),
        fx_position_max: FX_POSITION_MAX,
    };
    let rates = Arc::new(rates(config)?);
    Ok(Wallet::new(
        pool,
        env,
        Keys::new(key.expose())?,
        Arc::new(cards),
        Arc::new(SandboxBank),
        rates,
        rules,
    )?)
}

/// The bank's files where an address says so, and without the sandbox; else the last shipped day, replayed.
fn rates(config: &Config) -> Result<RateDesk, ComposeError> {
    let shipped = ShippedRates::load()?;
    let Some(folder) = &config.rates else {
        return Ok(RateDesk::replaying(shipped));
    };
    let needed = Currency::HELD
        .iter()
        .copied()
        .filter(|currency| shipped.latest().per_euro(*currency).is_some())
        .filter(|currency| *currency != Currency::EUR)
        .collect();
    let source = EcbRates::new(folder.clone(), needed)?;
    Ok(RateDesk::following(shipped, Arc::new(source)))
}

/// As many password hashes at once as there are processors, less one that keeps money moving.
fn hashing_permits() -> usize {
    std::thread::available_parallelism()
        .map_or(1, |processors| processors.get().saturating_sub(1).max(1))
}

/// What the sandbox's card processor remembers, kept where all servers see it.
struct SandboxRecords(PgPool);

impl SandboxStore for SandboxRecords {
    fn keep<'a>(
        &'a self,
        key: &'a str,
        record: String,
    ) -> BoxFuture<'a, Result<String, RailError>> {
        Box::pin(async move {
            sandbox_records::keep(&self.0, key, &record)
                .await
                .map_err(|error| unusable(&error))
        })
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<String>, RailError>> {
        Box::pin(async move {
            sandbox_records::find(&self.0, key)
                .await
                .map_err(|error| unusable(&error))
        })
    }
}

fn unusable(error: &StorageError) -> RailError {
    tracing::warn!(
        error = error as &dyn std::error::Error,
        "the sandbox's records cannot be used"
    );
    RailError::store(Operation::KeepSandboxRecord)
}
