//! The private database cluster in the data folder, with roles and database made.
//! Never serves: it only says how each role logs in.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use embedded_postgres::{Connection, EmbeddedPostgres};
use sqlx::postgres::PgConnectOptions;
use storage::bootstrap;
use tokio::{
    task::spawn_blocking,
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;

use super::{
    DatabaseError,
    passwords::RolePasswords,
    prepare::{bootstrap_as, login},
};
use crate::{files::make_folder, master_key::DATABASE_FOLDER};

/// The name of the embedded database.
const NAME: &str = "okpay";

/// How often it is asked whether the cluster still runs.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A cluster that ends by itself so often within that time is not started again.
const RESTARTS_MAX: usize = 5;
const RESTARTS_WITHIN: Duration = Duration::from_mins(10);

/// The cluster's process; `None` once it was stopped.
type Process = Arc<Mutex<Option<EmbeddedPostgres>>>;

/// A running cluster; stops when dropped too, but then nobody hears of an error.
pub struct Embedded {
    process: Process,
    /// How each role logs in.
    pub roles: Roles,
}

/// How each role logs in to the embedded database.
pub struct Roles {
    pub owner: PgConnectOptions,
    pub app: PgConnectOptions,
    pub jobs: PgConnectOptions,
}

impl Embedded {
    /// Starts the cluster, makes roles and database.
    pub async fn start(data_dir: &Path) -> Result<Self, DatabaseError> {
        make_folder(data_dir).map_err(DatabaseError::Folder)?;
        let folder = data_dir.join(DATABASE_FOLDER);
        let process =
            blocking(move || EmbeddedPostgres::start(embedded_postgres::Config::new(folder)))
                .await?;
        match prepare(&process.connection().superuser_url(), data_dir).await {
            Ok(roles) => Ok(Self {
                process: Arc::new(Mutex::new(Some(process))),
                roles,
            }),
            Err(error) => {
                blocking(move || process.stop()).await?;
                Err(error)
            }
        }
    }

    /// Who starts the cluster again when it ends by itself.
    pub fn keeper(&self) -> Keeper {
        Keeper(Arc::clone(&self.process))
    }

    /// Stops the cluster in order; the pools must be closed by then.
    pub async fn stop(self) -> Result<(), DatabaseError> {
        blocking(move || {
            lock(&self.process)
                .take()
                .map_or(Ok(()), EmbeddedPostgres::stop)
        })
        .await
    }
}

/// Looks after a cluster while it is served from: killed by somebody or by a full memory, it comes back on the same
/// socket, and the pools find it again.
pub struct Keeper(Process);

impl Keeper {
    /// Until told to stop.
    ///
    /// # Errors
    /// When the cluster cannot be started again, or ends again and again.
    pub async fn watch(self, stop: CancellationToken) -> Result<(), DatabaseError> {
        let mut restarts: Vec<Instant> = Vec::new();
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = sleep(LOOK_EVERY) => {}
            }
            let process = Arc::clone(&self.0);
            let revive = move || {
                lock(&process)
                    .as_mut()
                    .map_or(Ok(false), EmbeddedPostgres::revive)
            };
            if !blocking(revive).await? {
                continue;
            }
            tracing::error!("the embedded PostgreSQL ended by itself and was started again");
            restarts.retain(|at| at.elapsed() < RESTARTS_WITHIN);
            restarts.push(Instant::now());
            if restarts.len() > RESTARTS_MAX {
                return Err(DatabaseError::KeepsEnding);
            }
        }
    }
}

/// A panic while it was held leaves the process as it was.
fn lock(process: &Process) -> MutexGuard<'_, Option<EmbeddedPostgres>> {
    process.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How `okpay_app` logs in to the cluster that another process runs in this data folder, if one does.
pub async fn app_of_running(data_dir: &Path) -> Result<Option<PgConnectOptions>, DatabaseError> {
    let folder = data_dir.join(DATABASE_FOLDER);
    let Some(running) = blocking(move || Connection::of_running(&folder)).await? else {
        return Ok(None);
    };
    let passwords = RolePasswords::kept_in(data_dir).map_err(DatabaseError::Folder)?;
    let superuser = server(&running.superuser_url())?;
    Ok(Some(login(
        &superuser,
        bootstrap::APP,
        &passwords.app,
        NAME,
    )))
}

fn server(superuser_url: &str) -> Result<PgConnectOptions, DatabaseError> {
    superuser_url.parse().map_err(|_| DatabaseError::Url {
        variable: "the embedded database's URL",
    })
}

async fn prepare(superuser_url: &str, data_dir: &Path) -> Result<Roles, DatabaseError> {
    let passwords = RolePasswords::kept_in(data_dir).map_err(DatabaseError::Folder)?;
    let superuser = server(superuser_url)?;
    bootstrap_as(&superuser, &passwords, NAME).await?;
    Ok(Roles {
        owner: login(&superuser, bootstrap::OWNER, &passwords.owner, NAME),
        app: login(&superuser, bootstrap::APP, &passwords.app, NAME),
        jobs: login(&superuser, bootstrap::JOBS, &passwords.jobs, NAME),
    })
}

/// Starting and stopping a process waits for it; the threads that answer requests must not.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, embedded_postgres::Error> + Send + 'static,
) -> Result<T, DatabaseError> {
    Ok(spawn_blocking(work)
        .await
        .map_err(DatabaseError::Thread)??)
}
