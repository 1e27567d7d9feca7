//! What the sandbox processor has to remember about charges.
//! It never holds a card number; the records name tokens and outcomes.

use crate::{BoxFuture, RailError};

/// Remembers records for ever, under names. The server implements it over the database, because
/// several servers share one sandbox and it must outlive them: one table with the key as primary
/// key, nothing ever changed or deleted.
pub trait SandboxStore: Send + Sync {
    /// Keeps the record unless there is one under this key; answers with the one that is kept. Of
    /// several calls at the same time one wins and all get its record.
    ///
    /// # Errors
    /// [`RailError::store`] when the store cannot be used.
    fn keep<'a>(&'a self, key: &'a str, record: String)
    -> BoxFuture<'a, Result<String, RailError>>;

    /// The record under this key.
    ///
    /// # Errors
    /// [`RailError::store`] when the store cannot be used.
    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<String>, RailError>>;
}
