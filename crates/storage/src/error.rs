//! The one error of this crate: which operation failed, and why. Its text is for logs, never for a person.

/// What went wrong while talking to the database.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database refused or could not be reached.
    #[error("{operation}: {source}")]
    Database {
        operation: &'static str,
        #[source]
        source: sqlx::Error,
    },
    /// A stored value does not fit its type; somebody changed the data or the rules.
    #[error("{operation}: stored {what} is not valid")]
    Corrupt {
        operation: &'static str,
        what: &'static str,
    },
}

/// Result of every function here.
pub type StorageResult<T> = Result<T, StorageError>;

impl StorageError {
    /// Whether the same call may succeed in a moment: the database is away, busy or asked for a retry.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Database { source, .. } => match source {
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => true,
                sqlx::Error::Database(refusal) => refusal.code().is_some_and(|code| {
                    // Connection exceptions, resources, operator intervention, serialization: PostgreSQL appendix A.
                    code.starts_with("08")
                        || code.starts_with("53")
                        || code.starts_with("57")
                        || code.starts_with("40")
                }),
                _ => false,
            },
            Self::Corrupt { .. } => false,
        }
    }
}

/// Names the operation of a database error.
pub(crate) fn failed(operation: &'static str) -> impl FnOnce(sqlx::Error) -> StorageError {
    move |source| StorageError::Database { operation, source }
}

/// Names a stored value that could not be read back.
pub(crate) fn corrupt(operation: &'static str, what: &'static str) -> StorageError {
    StorageError::Corrupt { operation, what }
}
