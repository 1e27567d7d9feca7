//! What the sandbox adds to the server: its outbox as JSON for tests and scripts. Mounted only when the sandbox is on;
//! the pages beside it are the app's.

mod outbox;

use axum::{Router, routing::get};

pub use outbox::Outbox;

use crate::state::AppState;

/// `/sandbox/outbox.json`; `/sandbox/outbox` and `/sandbox/bank` are pages of the app.
pub fn routes() -> Router<AppState> {
    Router::new().route("/sandbox/outbox.json", get(outbox::json))
}
