//! Numbers for `/metrics` in the Prometheus text format. Labels come from closed sets only (method, matched route,
//! status), never from what a person typed.

use std::{sync::OnceLock, time::Duration};

use axum::{
    Extension,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::{middleware::client::Client, state::AppState};

const REQUESTS: &str = "okpay_http_requests_total";
const LATENCY: &str = "okpay_http_request_duration_seconds";
const CONNECTIONS: &str = "okpay_database_connections";

/// Upper bounds of the latency buckets, in seconds; 25 ms is a target, 15 s the limit.
const BUCKETS: [f64; 12] = [
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 15.0,
];

static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts counting for the whole process; later calls change nothing.
pub fn start() -> Result<(), BuildError> {
    if RECORDER.get().is_none() {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(LATENCY.to_owned()), &BUCKETS)?
            .build_recorder();
        let handle = recorder.handle();
        // Lost races leave the first recorder in place, which is as good.
        if metrics::set_global_recorder(recorder).is_ok() {
            RECORDER.get_or_init(|| handle);
        }
    }
    Ok(())
}

/// Moves samples into their buckets, so that memory stays bounded while nobody reads.
pub fn tidy() {
    if let Some(recorder) = RECORDER.get() {
        recorder.run_upkeep();
    }
}

/// Counts one answered request.
pub fn request(method: &'static str, route: &str, status: u16, took: Duration) {
    counter!(REQUESTS, "method" => method, "route" => route.to_owned(), "status" => status.to_string()).increment(1);
    histogram!(LATENCY, "method" => method, "route" => route.to_owned()).record(took);
}

/// `GET /metrics`: for this machine, or for all when the operator says so.
pub async fn show(State(state): State<AppState>, client: Option<Extension<Client>>) -> Response {
    let near = client.is_some_and(|client| client.is_this_machine);
    if !near && !state.config.metrics_public {
        return (
            StatusCode::FORBIDDEN,
            "for this machine only; OKPAY_METRICS_PUBLIC opens it\n",
        )
            .into_response();
    }
    let pool = &state.database.pool;
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    gauge!(CONNECTIONS, "state" => "idle").set(idle);
    gauge!(CONNECTIONS, "state" => "used").set(pool.size().saturating_sub(idle));
    gauge!("okpay_database_up").set(u32::from(state.database.gate.is_open()));
    let text = RECORDER
        .get()
        .map(PrometheusHandle::render)
        .unwrap_or_default();
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
        .into_response()
}
