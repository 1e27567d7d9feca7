//! The private database cluster in the data folder, with roles and database made.
//! Never serves: it only says how each role logs in.

use std::path::Path;

use embedded_postgres::EmbeddedPostgres;
use sqlx::postgres::PgConnectOptions;
use storage::bootstrap;
use tokio::task::spawn_blocking;

use super::{
    DatabaseError,
    passwords::RolePasswords,
    prepare::{bootstrap_as, login},
};
use crate::files::make_folder;

/// The name of the embedded database.
const NAME: &str = "okpay";

/// A running cluster; stops when dropped too, but then nobody hears of an error.
pub struct Embedded {
    process: EmbeddedPostgres,
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
        let folder = data_dir.join("postgres");
        let process =
            blocking(move || EmbeddedPostgres::start(embedded_postgres::Config::new(folder)))
                .await?;
        match prepare(&process.connection().superuser_url(), data_dir).await {
            Ok(roles) => Ok(Self { process, roles }),
            Err(error) => {
                blocking(move || process.stop()).await?;
                Err(error)
            }
        }
    }

    /// Stops the cluster in order; the pools must be closed by then.
    pub async fn stop(self) -> Result<(), DatabaseError> {
        blocking(move || self.process.stop()).await
    }
}

async fn prepare(superuser_url: &str, data_dir: &Path) -> Result<Roles, DatabaseError> {
    let passwords = RolePasswords::kept_in(data_dir).map_err(DatabaseError::Folder)?;
    let superuser: PgConnectOptions = superuser_url.parse().map_err(|_| DatabaseError::Url {
        variable: "the embedded database's URL",
    })?;
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
