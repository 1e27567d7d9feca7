//! A limit on everything: how large a body may be, how long an answer may take, and what a panic costs.
//! Streams are bound only until their first byte.

use std::{error::Error, panic::AssertUnwindSafe, time::Duration};

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::Request,
    http::Method,
    middleware::Next,
    response::Response,
};
use futures_util::FutureExt;
use http_body_util::LengthLimitError;
use tokio::time::timeout;

use crate::plain_page::{Outline, Trouble};

/// Largest body of a form or a server function. Routes that take files bring a limit of their own.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// Longest wait for the head of an answer, reading the body included.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// Bounds body and time, and turns a panic into an answer.
pub async fn require(request: Request, next: Next) -> Response {
    let outline = Outline::of(&request);
    let (parts, body) = request.into_parts();
    let run = async {
        let body = if matches!(parts.method, Method::GET | Method::HEAD) {
            Body::empty()
        } else {
            match bounded(body).await {
                Ok(body) => body,
                Err(trouble) => return outline.answer(trouble),
            }
        };
        next.run(Request::from_parts(parts, body)).await
    };
    match timeout(ANSWER_WITHIN, AssertUnwindSafe(run).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(_panic)) => {
            metrics::counter!("okpay_panics_total").increment(1);
            outline.answer(Trouble::Broken)
        }
        Err(_elapsed) => outline.answer(Trouble::TooSlow),
    }
}

/// The whole body in memory; refused as soon as it is known to be too large.
async fn bounded(body: Body) -> Result<Body, Trouble> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > BODY_BYTES_MAX {
        return Err(Trouble::TooLarge);
    }
    match to_bytes(body, BODY_BYTES_MAX).await {
        Ok(bytes) => Ok(Body::from(bytes)),
        Err(error) if is_too_large(&error) => Err(Trouble::TooLarge),
        Err(_) => Err(Trouble::Unreadable),
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    // `to_bytes` wraps http-body-util's LengthLimitError, whose type is not re-exported by axum.
    error
        .source()
        .is_some_and(<dyn Error>::is::<LengthLimitError>)
}
