//! Where the server's connections come from. Holds no SQL: `storage` and `ledger` do.

mod embedded;
mod error;
mod gate;
mod open;
mod passwords;
mod prepare;
mod visit;

use std::{sync::Arc, time::Duration};

use sqlx::PgPool;
use storage::{
    StorageError,
    migrate::{self, Schema},
};

use tokio::{sync::Mutex, time::Instant};

pub use embedded::Keeper;
pub use error::DatabaseError;
pub use gate::Gate;
pub use open::{Opened, open};
pub use prepare::{bring_up_to_date, prepare};
pub use visit::visit;

/// What is known about the schema is not asked again for so long: whoever asks `/readyz` in a flood must not take the
/// connections of people.
const SCHEMA_FRESH: Duration = Duration::from_secs(5);

/// The database as requests see it.
#[derive(Clone)]
pub struct Database {
    /// Connections as `okpay_app`.
    pub pool: PgPool,
    pub gate: Gate,
    schema: Arc<Mutex<Option<(Instant, bool)>>>,
}

impl Database {
    pub fn new(pool: PgPool) -> Self {
        let gate = Gate::new((*pool.connect_options()).clone());
        Self {
            pool,
            gate,
            schema: Arc::default(),
        }
    }

    /// Whether the schema is at least what this program was built for. Of many who ask at once one looks.
    pub async fn schema_is_current(&self) -> Result<bool, StorageError> {
        let mut known = self.schema.lock().await;
        if let Some((asked, current)) = *known
            && asked.elapsed() < SCHEMA_FRESH
        {
            return Ok(current);
        }
        let current = migrate::check(&self.pool).await? == Schema::Ready;
        *known = Some((Instant::now(), current));
        Ok(current)
    }
}
