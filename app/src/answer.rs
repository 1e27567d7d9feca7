//! What a server function tells the browser: done, refused (with reasons a person understands), or broken.

use domain::{ErrorCode, Field, Refusal};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// How a request ended that was understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome<T> {
    Done(T),
    /// Nothing was changed; each refusal says why.
    Refused(Vec<Refusal>),
}

impl<T> Outcome<T> {
    /// The same answer about something else.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Done(value) => Outcome::Done(change(value)),
            Self::Refused(refusals) => Outcome::Refused(refusals),
        }
    }
}

/// The answer of every server function.
pub type Answer<T> = Result<Outcome<T>, ApiError>;

/// Something broke: on our side, or on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code:?}")]
pub struct ApiError {
    pub code: ErrorCode,
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => {
                #[cfg(feature = "ssr")]
                crate::ssr::set_status(axum::http::StatusCode::BAD_REQUEST);
                ErrorCode::RequestMalformed
            }
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => {
                ErrorCode::OutcomeUnknown
            }
            _ => ErrorCode::Internal,
        };
        Self { code }
    }
}

/// The refusals in an answer; what broke is one too, for a person it makes no difference in kind.
pub(crate) fn refusals<T>(answer: Option<&Answer<T>>) -> Vec<Refusal> {
    match answer {
        Some(Ok(Outcome::Refused(refusals))) => refusals.clone(),
        Some(Err(error)) => vec![Refusal::new(error.code)],
        Some(Ok(Outcome::Done(_))) | None => Vec::new(),
    }
}

/// The first refusal that belongs to this field.
pub(crate) fn at(refusals: &[Refusal], field: Field) -> Option<&Refusal> {
    refusals.iter().find(|refusal| refusal.field == Some(field))
}
