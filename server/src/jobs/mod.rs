//! What happens after the answer: messages are sent, interrupted top-ups are finished, people are told about payments.
//! Never decides about money; every piece of work may run twice and acts once.

mod follow;
mod post;
pub mod rates;
mod seal;
mod tasks;
mod unclaimed;

use std::time::Duration;

use graphile_worker::WorkerOptions;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::state::AppState;
use post::Post;
use tasks::{Desk, ResumeTopUp, SendMessage};

/// Jobs worked on at once by this process.
const AT_ONCE: usize = 2;
/// How soon a job is seen when its notification got lost.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Pause before the worker is started again after it failed, as when the database is away.
const RESTART_AFTER: Duration = Duration::from_secs(2);

/// Works on jobs as `okpay_jobs` until told to stop.
pub async fn run(state: AppState, jobs: PgPool, stop: CancellationToken) {
    let post = match Post::open(&state) {
        Ok(post) => post,
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "no mail can be sent; no job is worked on"
            );
            return;
        }
    };
    let desk = Desk {
        wallet: state.wallet.clone(),
        post,
    };
    let following = tokio::spawn(follow::run(state.wallet.clone(), stop.clone()));
    let fetching = tokio::spawn(rates::fetch(state.wallet.clone(), stop.clone()));
    let sweeping = tokio::spawn(unclaimed::sweep(state.wallet.clone(), stop.clone()));
    let sealing = tokio::spawn(seal::run(state.clone(), stop.clone()));
    while !stop.is_cancelled() {
        if let Err(error) = work(&desk, &jobs, &stop).await {
            tracing::warn!(error, "the job worker stopped; it starts again");
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(RESTART_AFTER) => {}
            }
        }
    }
    for task in [following, fetching, sweeping, sealing] {
        if let Err(error) = task.await {
            tracing::error!(%error, "a task beside the jobs ended badly");
        }
    }
}

async fn work(desk: &Desk, jobs: &PgPool, stop: &CancellationToken) -> Result<(), String> {
    WorkerOptions::default()
        .schema(storage::jobs::SCHEMA)
        .pg_pool(jobs.clone())
        .concurrency(AT_ONCE)
        .poll_interval(LOOK_EVERY)
        .listen_os_shutdown_signals(false)
        .shutdown_signal(stop.clone().cancelled_owned())
        .add_extension(desk.clone())
        .define_job::<SendMessage>()
        .define_job::<ResumeTopUp>()
        .init()
        .await
        .map_err(|error| error.to_string())?
        .run()
        .await
        .map_err(|error| error.to_string())
}
