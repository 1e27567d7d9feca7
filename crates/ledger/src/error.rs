//! The one error of this crate: what could not be done, and why. A refusal of a command is no error; see `Refusal`.
//! Its text is for logs and must never reach a person.

/// What went wrong in the ledger's own work.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database refused or could not be reached. Whether a money command was carried out is unknown: sending the
    /// same command again is safe and tells.
    #[error("{operation}: {source}")]
    Database {
        operation: &'static str,
        #[source]
        source: sqlx::Error,
    },
    /// A stored value does not fit its type.
    #[error("{operation}: stored {what} is not valid")]
    Corrupt {
        operation: &'static str,
        what: &'static str,
    },
    /// The task that carried the command out ended early, as when the process stops. As with `Database`, the same
    /// command may be sent again.
    #[error("{operation}: interrupted")]
    Interrupted { operation: &'static str },
    /// Too many commands wait already; nothing was sent.
    #[error("execute a batch: too many commands wait")]
    Busy,
    /// What a whole batch ended with, for each of those who were in it.
    #[error(transparent)]
    Shared(std::sync::Arc<LedgerError>),
    /// More commands in one call than [`crate::BATCH_MAX`]; nothing was sent.
    #[error("execute a batch: {items} commands are too many")]
    BatchTooLarge { items: usize },
    /// Another intent, with another digest, was stored under this id before.
    #[error("store an intent: its id is taken by another")]
    IntentTaken,
}

impl LedgerError {
    /// Whether the same call may succeed in a moment: the database is away, busy or asked for a retry.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Database { source, .. } => match source {
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => true,
                // Connection exceptions, rollbacks, resources, operator intervention: PostgreSQL, appendix A.
                sqlx::Error::Database(refusal) => refusal.code().is_some_and(|code| {
                    ["08", "40", "53", "57"]
                        .iter()
                        .any(|class| code.starts_with(class))
                }),
                _ => false,
            },
            Self::Interrupted { .. } | Self::Busy => true,
            Self::Shared(error) => error.is_unavailable(),
            Self::Corrupt { .. } | Self::BatchTooLarge { .. } | Self::IntentTaken => false,
        }
    }
}

/// Names the operation of a database error.
pub(crate) fn failed(operation: &'static str) -> impl FnOnce(sqlx::Error) -> LedgerError {
    move |source| LedgerError::Database { operation, source }
}

/// Whether the transaction is to be repeated: `serialization_failure`, `deadlock_detected`, or another session wrote a row
/// first that this one found missing, and will find when it looks again.
pub(crate) fn wants_retry(error: &sqlx::Error) -> bool {
    let Some(error) = error.as_database_error() else {
        return false;
    };
    match error.code().as_deref() {
        Some("40001" | "40P01") => true,
        Some("23505") => matches!(error.constraint(), Some("commands_pkey" | "usage_pkey")),
        _ => false,
    }
}

/// Reads a stored currency code.
pub(crate) fn currency(
    operation: &'static str,
    code: &str,
) -> Result<domain::Currency, LedgerError> {
    domain::Currency::parse(code).map_err(|_| LedgerError::Corrupt {
        operation,
        what: "currency",
    })
}
