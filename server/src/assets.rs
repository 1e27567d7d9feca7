//! Built files and, for what is no file, the app's own 404 page. Files whose name holds a hash of their content may be
//! kept for ever; nothing else may be kept without asking again soon.

use std::convert::Infallible;

use app::shell;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos_axum::ErrorHandler;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::state::AppState;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const BY_ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");

/// Names in the site root that browsers must look at again each time: what they say decides what else is loaded.
const ENTRY_FILES: [&str; 3] = [
    "/sw.js",
    "/manifest.webmanifest",
    "/manifest.zh-CN.webmanifest",
];

/// Serves a file of the site root; whatever is none goes on to `missing`.
pub async fn serve(state: AppState, request: Request, missing: Router) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        && let Some(file) = file(&state, head_of(&request)).await
    {
        return file;
    }
    let Ok(response) = missing.oneshot(request).await;
    response
}

/// The app's own 404 page.
pub async fn missing(State(state): State<AppState>, request: Request) -> Response {
    let page = ErrorHandler::new_with_context(state.context(), shell, state.leptos.clone());
    let Ok(response) = page.oneshot(request).await;
    response
}

/// The file a request names, already compressed where the browser takes it and the build made it.
async fn file(state: &AppState, asked: Request) -> Option<Response> {
    let keep = keep(asked.uri().path());
    let folder = ServeDir::new(&state.config.site_root)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    let found: Result<_, Infallible> = folder.oneshot(asked).await;
    let Ok(found) = found;
    if found.status() == StatusCode::NOT_FOUND || found.status().is_server_error() {
        return None;
    }
    let mut response = found.map(Body::new).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, keep);
    headers.insert(header::VARY, BY_ENCODING);
    Some(response)
}

/// The request without its body, so that the 404 page can still have all of it.
fn head_of(request: &Request) -> Request {
    let mut head = Request::new(Body::empty());
    *head.method_mut() = request.method().clone();
    *head.uri_mut() = request.uri().clone();
    *head.headers_mut() = request.headers().clone();
    head
}

fn keep(path: &str) -> HeaderValue {
    let name = path.rsplit('/').next().unwrap_or_default();
    if path.starts_with("/pkg/") {
        if is_hashed(name) { FOR_EVER } else { ASK_AGAIN }
    } else if ENTRY_FILES.contains(&path) {
        ASK_AGAIN
    } else {
        AN_HOUR
    }
}

/// Whether a file name holds a hash of the content: `okpay.4vJ3kQ0hYbq1rN2mXz8TdA.wasm`.
fn is_hashed(name: &str) -> bool {
    let hash = |part: &str| {
        part.len() >= 16
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    name.split('.').skip(1).any(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_its_name_with_its_content_is_kept_for_ever() {
        assert_eq!(keep("/pkg/okpay.4vJ3kQ0hYbq1rN2mXz8TdA.wasm"), FOR_EVER);
        assert_eq!(keep("/pkg/okpay.4vJ3kQ0hYbq1rN2mXz8TdA.css"), FOR_EVER);
        assert_eq!(keep("/pkg/okpay.wasm"), ASK_AGAIN);
        assert_eq!(keep("/pkg/a_very_long_name_without_any_hash.js"), ASK_AGAIN);
        assert_eq!(keep("/sw.js"), ASK_AGAIN);
        assert_eq!(keep("/icons/okpay.4vJ3kQ0hYbq1rN2mXz8TdA.svg"), AN_HOUR);
    }
}
