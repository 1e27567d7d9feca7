//! `/healthz`: the process is alive. `/readyz`: it can serve, which needs the database and the right schema.
//! Neither tells a stranger more than yes or no and which of the two is missing.

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};

use super::metrics;
use crate::state::AppState;

/// The routes for operators. They answer under any host name and whatever the database does.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show))
}

async fn ready(State(state): State<AppState>) -> Response {
    let refused = |why| (StatusCode::SERVICE_UNAVAILABLE, why).into_response();
    if state.stop.is_cancelled() {
        return refused("stopping\n");
    }
    if !state.database.gate.ask().await {
        return refused("the database does not answer\n");
    }
    match state.database.schema_is_current().await {
        Ok(true) => "ready\n".into_response(),
        Ok(false) => refused("the schema is older than this program; run `okpay db migrate`\n"),
        Err(error) => {
            tracing::warn!(%error, "could not read the version of the schema");
            refused("the version of the schema cannot be read\n")
        }
    }
}
