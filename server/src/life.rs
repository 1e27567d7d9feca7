//! From start to stop: what comes up in which order, and goes down in the reverse one.

use std::{
    io::{self, ErrorKind, IsTerminal, Write},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use metrics_exporter_prometheus::BuildError;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    task::JoinSet,
    time::{MissedTickBehavior, interval, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    compose::{self, ComposeError},
    config::{Config, PublicUrl},
    database::{self, DatabaseError, Opened},
    demo, jobs,
    master_key::{self, DATABASE_FOLDER, KeyError},
    observability::metrics,
    router::router,
    serve::Door,
    site,
    state::AppState,
    tls::{self, TlsError},
};

/// How often samples are moved into their buckets.
const TIDY_EVERY: Duration = Duration::from_secs(10);

/// Longest wait for background work when the server stops.
const REST_WITHIN: Duration = Duration::from_secs(20);

/// Why the server does not serve.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    #[error("listening on {addr}: {source}; {advice}")]
    Listen {
        addr: SocketAddr,
        #[source]
        source: io::Error,
        advice: String,
    },
    #[error("listening for signals: {0}")]
    Signals(#[source] io::Error),
    #[error("counting: {0}")]
    Metrics(#[from] BuildError),
    #[error("{0}")]
    Key(#[from] KeyError),
    #[error("{0}")]
    Tls(#[from] TlsError),
    #[error("{0}")]
    Database(#[from] DatabaseError),
    #[error("{0}")]
    Compose(#[from] ComposeError),
    #[error("releasing exchange rates: {0}")]
    Rates(#[source] services::ServiceError),
    #[error("adding the demo people: {0}")]
    Demo(#[source] services::ServiceError),
}

/// Serves until SIGINT, SIGTERM or SIGHUP.
pub async fn run(mut config: Config) -> Result<(), LifeError> {
    let signals = Signals::listen().map_err(LifeError::Signals)?;
    metrics::start()?;
    // The address first: a second server on it must not even touch the database.
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|source| LifeError::Listen {
            addr: config.addr,
            advice: advice(&config, &source),
            source,
        })?;
    if let (0, Ok(bound)) = (config.addr.port(), listener.local_addr()) {
        config.addr = bound;
        if config.public.port() == 0 {
            config.public = PublicUrl::localhost(config.tls, bound.port());
        }
    }
    let tls = if config.tls {
        Some(tls::acceptor(&config.data_dir, config.public.host())?)
    } else {
        None
    };
    let key = master_key::load(&config.key)?;

    let stop = CancellationToken::new();
    let hurry = CancellationToken::new();
    tokio::spawn(signals.obey(stop.clone(), hurry.clone()));

    let opened = tokio::select! {
        opened = database::open(&config) => opened?,
        // Told to stop while still waiting for the database.
        () = stop.cancelled() => return Ok(()),
    };
    let served = serve(config, listener, tls, &key, &opened, stop, hurry.clone()).await;
    opened.close(&hurry).await;
    tracing::info!("OKPAY stopped");
    served
}

/// What to do about an address that cannot be had.
fn advice(config: &Config, source: &io::Error) -> String {
    let runs = (source.kind() == ErrorKind::AddrInUse)
        .then(|| embedded_postgres::holder_of(&config.data_dir.join(DATABASE_FOLDER)))
        .flatten();
    match runs {
        Some(process) => format!(
            "the wallet of {} is running already, as process {process}: open {}, or stop that process first",
            config.data_dir.display(),
            config.public
        ),
        None => "choose another address with --addr".to_owned(),
    }
}

async fn serve(
    config: Config,
    listener: TcpListener,
    tls: Option<tokio_rustls::TlsAcceptor>,
    key: &crate::config::MasterKey,
    opened: &Opened,
    stop: CancellationToken,
    hurry: CancellationToken,
) -> Result<(), LifeError> {
    let config = Arc::new(config);
    let wallet = compose::wallet(&config, opened.database.pool.clone(), key)?;
    let state = AppState::new(
        Arc::clone(&config),
        site::leptos_options(&config),
        opened.database.clone(),
        wallet,
        stop.clone(),
    );
    if config.demo {
        tokio::select! {
            added = demo::add(&state) => added.map_err(LifeError::Demo)?,
            // The next start goes on where this one was interrupted.
            () = stop.cancelled() => return Ok(()),
        }
    }
    let mut background = JoinSet::new();
    background.spawn(settled(opened.database.gate.clone().watch(stop.clone())));
    background.spawn(settled(tidy(stop.clone())));
    background.spawn(settled(jobs::rates::follow(
        state.wallet.clone(),
        stop.clone(),
    )));
    background.spawn(settled(work(
        state.clone(),
        opened.jobs.clone(),
        stop.clone(),
    )));
    if let Some(keeper) = opened.keeper() {
        let stop = stop.clone();
        background.spawn(async move {
            let kept = keeper.watch(stop.clone()).await;
            // Without its database there is nothing to serve.
            stop.cancel();
            kept
        });
    }
    ready(&config.public);
    Door {
        listener,
        tls,
        router: router(state),
    }
    .serve(stop.clone(), hurry.clone())
    .await;
    stop.cancel();
    rest(background, &hurry).await
}

/// Waits for background work, not for ever. The first that broke is why the server ends.
async fn rest(
    mut background: JoinSet<Result<(), DatabaseError>>,
    hurry: &CancellationToken,
) -> Result<(), LifeError> {
    let mut broke = Ok(());
    let resting = async {
        while let Some(ended) = background.join_next().await {
            match ended {
                Ok(Ok(())) => {}
                Ok(Err(error)) => broke = Err(error.into()),
                Err(error) => tracing::error!(%error, "a background task ended badly"),
            }
        }
    };
    let in_time = tokio::select! {
        rested = timeout(REST_WITHIN, resting) => rested.is_ok(),
        () = hurry.cancelled() => false,
    };
    if !in_time {
        tracing::warn!("background work was cut off; it is done again by whoever starts next");
        background.shutdown().await;
    }
    broke
}

/// Work that has nothing to complain about.
async fn settled(work: impl Future<Output = ()>) -> Result<(), DatabaseError> {
    work.await;
    Ok(())
}

/// Lets a day of exchange rates be used that was kept aside.
pub async fn release_rates(config: Config, day: chrono::NaiveDate) -> Result<bool, LifeError> {
    let key = master_key::load(&config.key)?;
    let opened = database::open(&config).await?;
    let wallet = compose::wallet(&config, opened.database.pool.clone(), &key)?;
    let released = wallet.release_rates(day).await.map_err(LifeError::Rates);
    opened.close(&CancellationToken::new()).await;
    released
}

/// Jobs, when this process is to work on them.
async fn work(state: AppState, jobs: Option<sqlx::PgPool>, stop: CancellationToken) {
    if let Some(jobs) = jobs {
        jobs::run(state, jobs, stop).await;
    }
}

/// The line that scripts and people wait for, on stdout whatever the log filter says.
fn ready(public: &PublicUrl) {
    if let Err(error) =
        writeln!(io::stdout(), "OKPAY ready at {public}").and_then(|()| io::stdout().flush())
    {
        tracing::warn!(%error, %public, "ready, but nobody reads stdout");
    }
}

async fn tidy(stop: CancellationToken) {
    let mut ticks = interval(TIDY_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => metrics::tidy(),
        }
    }
}

/// SIGINT, SIGTERM and SIGHUP: the first asks to stop, the second cuts the draining short.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
    /// The terminal was closed. `None` where whoever started us wants that to be ignored (`nohup`).
    hangup: Option<Signal>,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: if hangup_is_ignored() {
                None
            } else {
                Some(signal(SignalKind::hangup())?)
            },
        })
    }

    async fn obey(mut self, stop: CancellationToken, hurry: CancellationToken) {
        for deed in [stop, hurry] {
            tokio::select! {
                _ = self.interrupt.recv() => {}
                _ = self.terminate.recv() => {}
                () = hung_up(&mut self.hangup) => {}
            }
            deed.cancel();
        }
    }
}

async fn hung_up(hangup: &mut Option<Signal>) {
    match hangup {
        Some(hangup) => drop(hangup.recv().await),
        None => std::future::pending().await,
    }
}

/// Linux tells what a process has inherited; elsewhere it is taken for ignored away from a terminal, as under `nohup`.
fn hangup_is_ignored() -> bool {
    match std::fs::read_to_string("/proc/self/status") {
        Ok(status) => ignores_hangup(&status),
        Err(_) => !io::stderr().is_terminal(),
    }
}

/// Bit 0 of the mask in `SigIgn:` stands for signal 1, SIGHUP.
fn ignores_hangup(status: &str) -> bool {
    status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .is_some_and(|mask| mask & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hangup_that_was_ignored_before_us_stays_ignored() {
        assert!(ignores_hangup("Name:\tokpay\nSigIgn:\t0000000000001001\n"));
        assert!(!ignores_hangup("Name:\tokpay\nSigIgn:\t0000000000001000\n"));
        assert!(!ignores_hangup(""));
    }

    #[tokio::test]
    async fn background_work_that_never_ends_does_not_keep_the_server() {
        let hurry = CancellationToken::new();
        let mut background = JoinSet::new();
        background.spawn(std::future::pending());
        background.spawn(async { Err(DatabaseError::KeepsEnding) });
        tokio::task::yield_now().await;
        hurry.cancel();
        drop(rest(background, &hurry).await);
    }

    #[tokio::test]
    async fn a_database_that_cannot_be_kept_is_why_the_server_ends() {
        let mut background = JoinSet::new();
        background.spawn(async { Ok(()) });
        background.spawn(async { Err(DatabaseError::KeepsEnding) });
        let ended = rest(background, &CancellationToken::new()).await;
        assert!(
            matches!(ended, Err(LifeError::Database(DatabaseError::KeepsEnding))),
            "{ended:?}"
        );
    }
}
