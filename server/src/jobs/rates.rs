//! Keeps the exchange rates of this server current: every server takes over what any of them has stored, and those that
//! work on jobs ask the source for what is new.

use std::time::Duration;

use services::{NewRates, ServiceResult, Wallet};
use tokio_util::sync::CancellationToken;

/// How often what is stored is looked at.
const RELOAD_EVERY: Duration = Duration::from_mins(1);
/// How often the source is asked. It publishes once a day; the questions are conditional.
const FETCH_EVERY: Duration = Duration::from_mins(30);

/// Takes over stored rates until told to stop.
pub async fn follow(wallet: Wallet, stop: CancellationToken) {
    loop {
        note(wallet.reload_rates().await.map(|()| NewRates::default()));
        if !wait(RELOAD_EVERY, &stop).await {
            return;
        }
    }
}

/// Asks the source until told to stop.
pub async fn fetch(wallet: Wallet, stop: CancellationToken) {
    loop {
        let fetched = tokio::select! {
            () = stop.cancelled() => return,
            fetched = wallet.fetch_rates() => fetched,
        };
        note(fetched);
        if !wait(FETCH_EVERY, &stop).await {
            return;
        }
    }
}

fn note(fetched: ServiceResult<NewRates>) {
    match fetched {
        Ok(NewRates { used, held }) => {
            if used > 0 {
                tracing::info!(days = used, "new exchange rates are in force");
            }
            for day in held {
                tracing::error!(%day, "exchange rates jumped and are not used; look at them, then `okpay release-rates {day}`");
            }
        }
        Err(error) => tracing::warn!(
            error = &error as &dyn std::error::Error,
            "no new exchange rates; the last good ones stay"
        ),
    }
}

/// Whether the time passed before the stop.
async fn wait(time: Duration, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = stop.cancelled() => false,
        () = tokio::time::sleep(time) => true,
    }
}
