//! Gives each request an id that its log lines, its answer and a support ticket share.
//! Never takes an id from outside: a stranger could make one request look like another.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use uuid::Uuid;

use crate::clock::new_id;

/// `x-request-id`, on the request as pages see it and on the answer.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id, in the request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(pub Uuid);

/// Adds the id on the way in and repeats it on the way out.
pub async fn add(mut request: Request, next: Next) -> Response {
    let id = new_id();
    let value =
        HeaderValue::from_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer())).ok();
    request.extensions_mut().insert(RequestId(id));
    request.headers_mut().remove(HEADER);
    if let Some(value) = &value {
        request.headers_mut().insert(HEADER, value.clone());
    }
    let mut response = next.run(request).await;
    if let Some(value) = value {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
