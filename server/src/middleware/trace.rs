//! One span and one line per request, and the numbers for `/metrics`. Names the route that matched, never the path
//! or the query: they can hold codes and account data.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::request_id::RequestId;
use crate::observability::metrics;

/// Runs the request inside its span, then says how it went.
pub async fn record(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = known_method(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route
        .as_ref()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| tracing::field::display(id.0));
    let span = tracing::info_span!("request", id, method, route);
    let response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    let latency_ms = took.as_secs_f64() * 1_000.0;
    metrics::request(method, &route, status, took);
    span.in_scope(|| match status {
        500.. => tracing::warn!(status, latency_ms, "answered"),
        // Loopback probes ask every second or so; they would drown what matters.
        _ if matches!(route.as_str(), "/healthz" | "/readyz" | "/metrics") => {
            tracing::trace!(status, latency_ms, "answered");
        }
        _ => tracing::info!(status, latency_ms, "answered"),
    });
    response
}

/// A method of one's own invention must not become a new time series.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
