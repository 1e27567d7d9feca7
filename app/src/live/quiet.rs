//! Asks a server function as the page itself and not as its person: with a header by which the server knows that this
//! is no use of the session. Never for what changes anything.

use leptos::server_fn::{
    ServerFn,
    client::{Client, browser::BrowserClient},
    codec::{IntoReq, PostUrl},
    request::browser::BrowserRequest,
    response::ClientRes,
};
use serde::{Serialize, de::DeserializeOwned};

use super::QUIET_HEADER;
use crate::answer::{ApiError, Outcome};

/// The answer; none when it was refused, as after the session has ended, or did not come.
pub(super) async fn ask<S, T>(question: S) -> Option<T>
where
    S: ServerFn + Serialize,
    T: DeserializeOwned,
{
    let request: BrowserRequest =
        IntoReq::<PostUrl, _, ApiError>::into_req(question, S::PATH, "application/json").ok()?;
    request.headers().set(QUIET_HEADER, "1");
    let answer = <BrowserClient as Client<ApiError>>::send(request)
        .await
        .ok()?;
    let text = ClientRes::<ApiError>::try_into_string(answer).await.ok()?;
    match serde_json::from_str(&text).ok()? {
        Outcome::Done(found) => Some(found),
        Outcome::Refused(_) => None,
    }
}
