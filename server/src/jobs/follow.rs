//! Follows the ledger's events: queues what people are to be told, and takes in what they may search. A notification of
//! the database is only a hint; looking regularly is what makes it sure.

use std::time::Duration;

use services::Wallet;
use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;

/// How often events are looked for without a hint.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Until told to stop.
pub async fn run(wallet: Wallet, stop: CancellationToken) {
    let mut hints = None;
    while !stop.is_cancelled() {
        if let Err(error) = wallet.notify_people().await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "could not follow the ledger's events"
            );
            hints = None;
        }
        if let Err(error) = wallet.take_in_beforehand().await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "could not take entries in to be searched"
            );
        }
        if hints.is_none() {
            hints = listen(&wallet).await;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = hint(&mut hints) => {}
        }
    }
}

async fn listen(wallet: &Wallet) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(wallet.database()).await.ok()?;
    listener.listen(ledger::EVENTS_CHANNEL).await.ok()?;
    Some(listener)
}

/// Waits for a hint; for ever when there is nobody to give one.
async fn hint(hints: &mut Option<PgListener>) {
    let Some(listener) = hints else {
        return std::future::pending().await;
    };
    if listener.recv().await.is_err() {
        *hints = None;
    }
}
