//! Puts the wallet together from its parts: the ledger's and storage's pool, the rails, keys, clock and rules.
//! The one place that decides between sandbox and real rails.

use std::sync::Arc;

use rails::{
    BoxFuture, Operation, RailError,
    bank::SandboxBank,
    card::{SandboxCards, SandboxStore},
    fx::ShippedRates,
};
use services::{Env, Keys, KeysError, ServiceError, SystemRandom, Wallet, WalletConfig};
use sqlx::PgPool;
use storage::{StorageError, sandbox_records};

use crate::{
    clock::SystemClock,
    config::{Config, MasterKey},
};

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
    };
    let rates = Arc::new(ShippedRates::load()?);
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
