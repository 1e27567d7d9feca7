//! While the database is gone, pages and server functions answer 503 at once, and again properly as soon as it is
//! back. A request under way when it goes is told so too, rather than left waiting.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use crate::{
    plain_page::{Outline, Trouble},
    state::AppState,
};

/// Stands before everything that needs the database.
pub async fn require(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let gate = &state.database.gate;
    let outline = Outline::of(&request);
    if !gate.is_open() {
        return outline.answer(Trouble::DatabaseAway);
    }
    let lost = if outline.reading {
        Trouble::DatabaseAway
    } else {
        Trouble::DatabaseLost
    };
    // Dropping a request half way is what a leaving browser does too: money runs in a task of its own.
    let response = tokio::select! {
        biased;
        response = next.run(request) => response,
        () = gate.closed() => return outline.answer(lost),
    };
    if response.status().is_server_error() && !gate.ask().await {
        return outline.answer(lost);
    }
    response
}
