//! The deeds of an operator before serving: `okpay db bootstrap` and `okpay db migrate`.
//! Never opens a pool.

use std::path::Path;

use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use storage::{bootstrap, migrate};

use super::{DatabaseError, embedded::Embedded, passwords::RolePasswords};
use crate::config::{DatabaseChoice, Secret};

/// `okpay db bootstrap`: the three URLs, which hold the new passwords. Without a superuser it is the embedded database
/// that is made ready, whose passwords stay in the data folder.
pub async fn prepare(
    data_dir: &Path,
    superuser: Option<&Secret>,
    name: &str,
) -> Result<Vec<(&'static str, String)>, DatabaseError> {
    let Some(superuser) = superuser else {
        Embedded::start(data_dir).await?.stop().await?;
        return Ok(Vec::new());
    };
    let superuser = options("OKPAY_SUPERUSER_URL", superuser)?;
    let passwords = RolePasswords::random();
    bootstrap_as(&superuser, &passwords, name).await?;
    let url = |role: &str, password: &Secret| {
        login(&superuser, role, password, name)
            .to_url_lossy()
            .to_string()
    };
    Ok(vec![
        ("DATABASE_URL", url(bootstrap::APP, &passwords.app)),
        ("OKPAY_MIGRATE_URL", url(bootstrap::OWNER, &passwords.owner)),
        ("OKPAY_JOBS_URL", url(bootstrap::JOBS, &passwords.jobs)),
    ])
}

/// `okpay db migrate`.
pub async fn bring_up_to_date(
    choice: &DatabaseChoice,
    data_dir: &Path,
) -> Result<(), DatabaseError> {
    match choice {
        DatabaseChoice::Embedded => {
            let embedded = Embedded::start(data_dir).await?;
            let migrated = migrate::migrate(&embedded.roles.owner).await;
            embedded.stop().await?;
            migrated?;
        }
        DatabaseChoice::Given { migrate, .. } => {
            let migrate = migrate.as_ref().ok_or(DatabaseError::NoMigrator)?;
            migrate::migrate(&options("OKPAY_MIGRATE_URL", migrate)?).await?;
        }
    }
    Ok(())
}

/// Makes sure of roles, database and grants.
pub(super) async fn bootstrap_as(
    superuser: &PgConnectOptions,
    passwords: &RolePasswords,
    name: &str,
) -> Result<(), DatabaseError> {
    let roles = bootstrap::Passwords {
        owner: passwords.owner.expose(),
        app: passwords.app.expose(),
        jobs: passwords.jobs.expose(),
    };
    Ok(bootstrap::bootstrap(superuser, &roles, name).await?)
}

/// The same server as another role.
pub(super) fn login(
    server: &PgConnectOptions,
    role: &str,
    password: &Secret,
    database: &str,
) -> PgConnectOptions {
    server
        .clone()
        .username(role)
        .password(password.expose())
        .database(database)
}

/// Reads the URL of this variable.
pub(super) fn options(
    variable: &'static str,
    url: &Secret,
) -> Result<PgConnectOptions, DatabaseError> {
    url.expose()
        .parse()
        .map_err(|_| DatabaseError::Url { variable })
}
