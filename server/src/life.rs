//! From start to stop: what comes up in which order, and goes down in the reverse one.

use std::{
    io::{self, Write},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use metrics_exporter_prometheus::BuildError;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    time::{MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use crate::{
    compose::{self, ComposeError},
    config::{Config, PublicUrl},
    database::{self, DatabaseError, Opened},
    demo, jobs,
    master_key::{self, KeyError},
    observability::metrics,
    router::router,
    serve::Door,
    site,
    state::AppState,
    tls::{self, TlsError},
};

/// How often samples are moved into their buckets.
const TIDY_EVERY: Duration = Duration::from_secs(10);

/// Why the server does not serve.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    #[error("listening on {addr}: {source}; choose another address with --addr")]
    Listen {
        addr: SocketAddr,
        #[source]
        source: io::Error,
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

/// Serves until SIGINT or SIGTERM.
pub async fn run(mut config: Config) -> Result<(), LifeError> {
    let signals = Signals::listen().map_err(LifeError::Signals)?;
    metrics::start()?;
    // The address first: a second server on it must not even touch the database.
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|source| LifeError::Listen {
            addr: config.addr,
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
    let served = serve(config, listener, tls, &key, &opened, stop, hurry).await;
    opened.close().await;
    tracing::info!("OKPAY stopped");
    served
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
        demo::add(&state).await.map_err(LifeError::Demo)?;
    }
    let background = [
        tokio::spawn(opened.database.gate.clone().watch(stop.clone())),
        tokio::spawn(tidy(stop.clone())),
        tokio::spawn(jobs::rates::follow(state.wallet.clone(), stop.clone())),
        tokio::spawn(work(state.clone(), opened.jobs.clone(), stop.clone())),
    ];
    ready(&config.public);
    Door {
        listener,
        tls,
        router: router(state),
    }
    .serve(stop.clone(), hurry)
    .await;
    stop.cancel();
    for task in background {
        if let Err(error) = task.await {
            tracing::error!(%error, "a background task ended badly");
        }
    }
    Ok(())
}

/// Lets a day of exchange rates be used that was kept aside.
pub async fn release_rates(config: Config, day: chrono::NaiveDate) -> Result<bool, LifeError> {
    let key = master_key::load(&config.key)?;
    let opened = database::open(&config).await?;
    let wallet = compose::wallet(&config, opened.database.pool.clone(), &key)?;
    let released = wallet.release_rates(day).await.map_err(LifeError::Rates);
    opened.close().await;
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

/// SIGINT and SIGTERM: the first asks to stop, the second cuts the draining short.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn obey(mut self, stop: CancellationToken, hurry: CancellationToken) {
        for deed in [stop, hurry] {
            tokio::select! {
                _ = self.interrupt.recv() => {}
                _ = self.terminate.recv() => {}
            }
            deed.cancel();
        }
    }
}
