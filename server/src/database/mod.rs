//! Where the server's connections come from. Holds no SQL: `storage` and `ledger` do.

mod embedded;
mod error;
mod gate;
mod open;
mod passwords;
mod prepare;

use sqlx::PgPool;
use storage::{
    StorageError,
    migrate::{self, Schema},
};

pub use error::DatabaseError;
pub use gate::Gate;
pub use open::{Opened, open};
pub use prepare::{bring_up_to_date, prepare};

/// The database as requests see it.
#[derive(Clone)]
pub struct Database {
    /// Connections as `okpay_app`.
    pub pool: PgPool,
    pub gate: Gate,
}

impl Database {
    pub fn new(pool: PgPool) -> Self {
        let gate = Gate::new((*pool.connect_options()).clone());
        Self { pool, gate }
    }

    /// Whether the schema is at least what this program was built for.
    pub async fn schema_is_current(&self) -> Result<bool, StorageError> {
        Ok(migrate::check(&self.pool).await? == Schema::Ready)
    }
}
