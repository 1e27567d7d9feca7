//! `/events`: the stream that tells an open page to look again. One hub a process watches the database for everybody
//! whose pages are open here; no process needs to know of another.

mod desk;
mod hints;
mod hub;
mod stream;

use axum::{Router, routing::get};

pub use hub::Hub;

use crate::state::AppState;

/// The stream. It finds out by itself who asks, without counting as use of the session, and has an answer of its own
/// for when the database is away: a stream that ends at once, which a browser takes up again in silence.
pub fn routes() -> Router<AppState> {
    Router::new().route(app::live::EVENTS_PATH, get(stream::listen))
}
