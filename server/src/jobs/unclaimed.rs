//! Money that waits for somebody: given to those who have come meanwhile, and back what nobody came for in time.

use std::time::Duration;

use services::Wallet;
use tokio_util::sync::CancellationToken;

/// How often it is looked at. Whoever registers gets it at once; this is for what was left over.
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// Sweeps until told to stop.
pub async fn sweep(wallet: Wallet, stop: CancellationToken) {
    loop {
        if let Err(error) = wallet.sweep_invitations().await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "what waits could not be looked at; the next sweep goes on"
            );
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SWEEP_EVERY) => {}
        }
    }
}
