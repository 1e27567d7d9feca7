//! The headers that tell a browser what this site never does. Every answer carries them, errors and redirects too.
//!
//! Pages bring a policy with the nonce of their own rendering; everything else gets one that allows nothing.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::state::AppState;

/// For what is not a page: nothing may load, run or frame it.
const NOTHING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
/// A worker obeys the policy its own script came with: it may fetch from here, nothing else.
const WORKER: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

const FIXED: [(HeaderName, HeaderValue); 7] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("origin-agent-cluster"),
        HeaderValue::from_static("?1"),
    ),
    // Only features that every current browser knows: an unknown one is a message in the console.
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "accelerometer=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
        ),
    ),
];

/// Two years, as the preload lists ask.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The policy of a rendered page. `strict-dynamic`: what the nonced script imports may run (split WASM); the host is
/// then ignored by every current browser. `wasm-unsafe-eval`: compiling WASM. `reload` is the developer's live-reload
/// socket, if any.
///
/// # Panics
/// Never: a nonce is base64url and the rest is fixed.
pub fn page_policy(nonce: &str, https: bool, reload: Option<u16>) -> HeaderValue {
    let sockets = reload
        .map(|port| format!(" ws://localhost:{port} ws://127.0.0.1:{port}"))
        .unwrap_or_default();
    // A developer's socket has no certificate.
    let upgrade = if https && reload.is_none() {
        "; upgrade-insecure-requests"
    } else {
        ""
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         font-src 'self'; media-src 'self'; connect-src 'self'{sockets}; manifest-src 'self'; worker-src 'self'; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'{upgrade}"
    );
    HeaderValue::try_from(policy).unwrap_or(NOTHING)
}

/// The policy of a page of [`crate::plain_page`]: its own style and nothing else.
pub fn plain_page_policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(NOTHING)
}

/// Adds what is missing to every answer.
pub async fn add(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let public = &state.config.public;
    // On localhost it would force https upon every other project of the developer.
    let hsts = public.is_https() && !public.is_localhost();
    complete(response.headers_mut(), hsts);
    response
}

fn complete(headers: &mut HeaderMap, hsts: bool) {
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if hsts {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        let policy = if kind.contains("javascript") {
            WORKER
        } else {
            NOTHING
        };
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // Whatever did not say that it may be kept must not be: pages hold balances.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}
