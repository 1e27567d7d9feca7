//! Opens the operator's database, or starts a private one: roles, schema, pools, in this order. The application's own
//! role never migrates, the owner's never serves.

use std::{path::Path, time::Duration};

use sqlx::{ConnectOptions, Connection, PgPool, postgres::PgConnectOptions};
use storage::{
    bootstrap, jobs, migrate,
    pool::{PoolConfig, connect_lazily},
};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::{
    Database, DatabaseError,
    embedded::{Embedded, Keeper},
    prepare::options,
};
use crate::config::{Config, DatabaseChoice, Secret};

/// How long a database that starts at the same time as we do may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the job queue is made before giving up, and the pause after the first failure.
const INSTALL_ATTEMPTS: u32 = 6;
const INSTALL_PAUSE: Duration = Duration::from_millis(100);

/// How long connections in use may keep the pools from closing.
const CLOSE_WITHIN: Duration = Duration::from_secs(10);
/// A database that is starting or stopping, and one that has no connection to spare for a moment (PostgreSQL,
/// appendix A).
const PASSING: [&str; 3] = ["57P03", "57P01", "53300"];

/// An open database, and what must be closed after it.
pub struct Opened {
    pub database: Database,
    /// Connections as `okpay_jobs`, if this process is to work on jobs.
    pub jobs: Option<PgPool>,
    pub(super) embedded: Option<Embedded>,
}

impl Opened {
    /// Who starts the embedded database again when it ends by itself.
    pub fn keeper(&self) -> Option<Keeper> {
        self.embedded.as_ref().map(Embedded::keeper)
    }

    /// Closes the pools, then stops the embedded database. `hurry` cuts the waiting for connections in use short.
    pub async fn close(self, hurry: &CancellationToken) {
        let pools = async {
            self.database.pool.close().await;
            if let Some(jobs) = self.jobs {
                jobs.close().await;
            }
        };
        let in_time = tokio::select! {
            closed = timeout(CLOSE_WITHIN, pools) => closed.is_ok(),
            () = hurry.cancelled() => false,
        };
        if !in_time {
            tracing::warn!("connections in use were cut off");
        }
        if let Some(embedded) = self.embedded
            && let Err(error) = embedded.stop().await
        {
            tracing::error!(%error, "the embedded PostgreSQL did not stop in order; it recovers at the next start");
        }
    }
}

/// Opens what the configuration names, schema up to date.
pub async fn open(config: &Config) -> Result<Opened, DatabaseError> {
    match &config.database {
        DatabaseChoice::Embedded => open_embedded(&config.data_dir).await,
        DatabaseChoice::Given { app, migrate, jobs } => {
            open_given(app, migrate.as_ref(), jobs.as_ref()).await
        }
    }
}

async fn open_embedded(data_dir: &Path) -> Result<Opened, DatabaseError> {
    let embedded = Embedded::start(data_dir).await?;
    let roles = &embedded.roles;
    let pools = async {
        migrate::migrate(&roles.owner).await?;
        Ok::<_, DatabaseError>((
            app_pool(roles.app.clone()).await?,
            jobs_pool(roles.jobs.clone()).await?,
        ))
    };
    match pools.await {
        Ok((app, jobs)) => Ok(Opened {
            database: Database::new(app),
            jobs: Some(jobs),
            embedded: Some(embedded),
        }),
        Err(error) => {
            embedded.stop().await?;
            Err(error)
        }
    }
}

async fn open_given(
    app: &Secret,
    migrate: Option<&Secret>,
    workers: Option<&Secret>,
) -> Result<Opened, DatabaseError> {
    let app = options("DATABASE_URL", app)?;
    wait_for(bootstrap::APP, &app).await?;
    if let Some(migrate) = migrate {
        migrate::migrate(&options("OKPAY_MIGRATE_URL", migrate)?).await?;
    }
    let database = Database::new(app_pool(app).await?);
    if !database.schema_is_current().await? {
        return Err(DatabaseError::OldSchema);
    }
    let jobs = if let Some(workers) = workers {
        Some(jobs_pool(options("OKPAY_JOBS_URL", workers)?).await?)
    } else {
        tracing::warn!(
            "OKPAY_JOBS_URL is not set: this process sends no mail and runs no job; another must"
        );
        None
    };
    Ok(Opened {
        database,
        jobs,
        embedded: None,
    })
}

pub(super) async fn app_pool(options: PgConnectOptions) -> Result<PgPool, DatabaseError> {
    checked(
        bootstrap::APP,
        connect_lazily(options, &PoolConfig::default()),
    )
    .await
}

/// Few connections: jobs are to be slower than people. The queue's tables are brought up to date.
async fn jobs_pool(options: PgConnectOptions) -> Result<PgPool, DatabaseError> {
    let bounds = PoolConfig {
        application_name: "okpay-jobs".to_owned(),
        connections_max: 4,
        ..PoolConfig::default()
    };
    let pool = checked(bootstrap::JOBS, connect_lazily(options, &bounds)).await?;
    // Before anybody is served: the first payment may already add a job.
    install_queue(&pool).await?;
    Ok(pool)
}

/// Servers that start at once step on each other here ("tuple concurrently updated"): the queue's library takes no
/// lock while it makes its tables. Doing it again does no harm, so whoever lost tries again.
async fn install_queue(pool: &PgPool) -> Result<(), DatabaseError> {
    for attempt in 1..INSTALL_ATTEMPTS {
        match jobs::install(pool).await {
            Ok(()) => return Ok(()),
            Err(error) => {
                tracing::info!(%error, attempt, "the job queue is being made by another server");
            }
        }
        sleep(INSTALL_PAUSE * attempt).await;
    }
    Ok(jobs::install(pool).await?)
}

/// A pool that has been connected to once, so that a wrong password shows at the start.
async fn checked(role: &'static str, pool: PgPool) -> Result<PgPool, DatabaseError> {
    pool.acquire()
        .await
        .map_err(|source| DatabaseError::Connect { role, source })?;
    Ok(pool)
}

/// Waits for a database that is still starting; a wrong password or name fails at once.
async fn wait_for(role: &'static str, options: &PgConnectOptions) -> Result<(), DatabaseError> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match options.connect().await {
            Ok(connection) => {
                return connection
                    .close()
                    .await
                    .map_err(|source| DatabaseError::Connect { role, source });
            }
            Err(error) if will_pass(&error) && Instant::now() < deadline => {
                tracing::warn!(%error, "waiting for the database");
                sleep(Duration::from_secs(1)).await;
            }
            Err(source) => return Err(DatabaseError::Connect { role, source }),
        }
    }
}

fn will_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(refused) => refused
            .code()
            .is_some_and(|code| PASSING.contains(&code.as_ref())),
        _ => false,
    }
}
