//! A way into the database for an operator's deed, beside a wallet that serves or without one. Never makes a database
//! and never migrates one.

use std::path::Path;

use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use tokio_util::sync::CancellationToken;

use super::{
    Database, DatabaseError, Opened,
    embedded::{self, Embedded},
    open::app_pool,
    prepare::options,
};
use crate::{config::DatabaseChoice, master_key::DATABASE_FOLDER};

/// Opens what is there as `okpay_app`: the operator's database, or the embedded one, which is started unless it runs.
pub async fn visit(choice: &DatabaseChoice, data_dir: &Path) -> Result<Opened, DatabaseError> {
    let (app, embedded) = match choice {
        DatabaseChoice::Given { app, .. } => (options("DATABASE_URL", app)?, None),
        DatabaseChoice::Embedded => find(data_dir).await?,
    };
    // Whoever goes through all there is takes long; the log need not say so.
    let app = app.disable_statement_logging();
    let opened = Opened {
        database: Database::new(app_pool(app).await?),
        jobs: None,
        embedded,
    };
    match opened.database.schema_is_current().await {
        Ok(true) => Ok(opened),
        refused => {
            opened.close(&CancellationToken::new()).await;
            Err(refused.map_or_else(Into::into, |_| DatabaseError::OldSchema))
        }
    }
}

async fn find(data_dir: &Path) -> Result<(PgConnectOptions, Option<Embedded>), DatabaseError> {
    let folder = data_dir.join(DATABASE_FOLDER);
    if !folder.join("cluster").exists() {
        return Err(DatabaseError::NotThere(folder));
    }
    if let Some(app) = embedded::app_of_running(data_dir).await? {
        return Ok((app, None));
    }
    let embedded = Embedded::start(data_dir).await?;
    Ok((embedded.roles.app.clone(), Some(embedded)))
}
