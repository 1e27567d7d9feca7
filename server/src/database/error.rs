//! Why there is no database to serve from, each with what to do. Never shows a password.

use std::{io, path::PathBuf};

use storage::StorageError;

/// Why there is no database to serve from.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("starting the embedded PostgreSQL: {0}")]
    Embedded(#[from] embedded_postgres::Error),
    #[error(
        "the embedded PostgreSQL ended by itself again and again; postgres.log in the data folder's postgres says why"
    )]
    KeepsEnding,
    #[error("waiting for the embedded PostgreSQL: {0}")]
    Thread(#[source] tokio::task::JoinError),
    #[error("keeping the roles' passwords in the data folder: {0}")]
    Folder(#[source] io::Error),
    #[error("{variable} is not a PostgreSQL URL")]
    Url { variable: &'static str },
    #[error("connecting as {role}: {source}")]
    Connect {
        role: &'static str,
        #[source]
        source: sqlx::Error,
    },
    #[error("{0}")]
    Storage(#[from] StorageError),
    #[error(
        "the schema is older than this program: run `okpay db migrate` with OKPAY_MIGRATE_URL, or set it for the server"
    )]
    OldSchema,
    #[error(
        "there is no database in {}; name the wallet's folder with --data-dir, or its database with DATABASE_URL",
        .0.display()
    )]
    NotThere(PathBuf),
    #[error("OKPAY_MIGRATE_URL is needed to migrate the database that DATABASE_URL names")]
    NoMigrator,
}
