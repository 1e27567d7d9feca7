//! Seals the ledger's journal from time to time. Any number of servers may: one does.

use std::time::Duration;

use ledger::{Ledger, SealerId};
use tokio_util::sync::CancellationToken;

use crate::{kept_heads, state::AppState};

/// How often it is sealed. What is not sealed yet is counted by whoever verifies.
const SEAL_EVERY: Duration = Duration::from_mins(1);

/// Seals until told to stop.
pub async fn run(state: AppState, stop: CancellationToken) {
    let ledger = Ledger::new(state.wallet.database().clone());
    let env = state.wallet.env();
    let who = env.id(SealerId);
    loop {
        match ledger.seal(who, env.now()).await {
            Ok(None) => {}
            Ok(Some(head)) => {
                if let Err(error) = kept_heads::keep(&state.config.data_dir, &head) {
                    tracing::error!(%error, %head, "the head could not be kept in the data folder");
                }
            }
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the journal could not be sealed; the next round goes on"
            ),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SEAL_EVERY) => {}
        }
    }
}
