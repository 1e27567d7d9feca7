//! What came back, read as the app's browser half reads it.

use app::{ApiError, Outcome};
use axum::http::{HeaderMap, StatusCode};
use domain::{ErrorCode, Refusal};
use serde::de::DeserializeOwned;

/// The answer to one request.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// What was asked for; it must have been done.
    #[track_caller]
    pub fn done<T: DeserializeOwned>(&self) -> T {
        match self.outcome() {
            Outcome::Done(value) => value,
            Outcome::Refused(refusals) => panic!("refused: {refusals:?}"),
        }
    }

    /// Whether it was done.
    #[track_caller]
    pub fn is_done(&self) -> bool {
        matches!(self.outcome::<serde_json::Value>(), Outcome::Done(_))
    }

    /// The refusals; it must not have been done.
    #[track_caller]
    pub fn refusals(&self) -> Vec<Refusal> {
        match self.outcome::<serde_json::Value>() {
            Outcome::Refused(refusals) => refusals,
            Outcome::Done(value) => panic!("done: {value}"),
        }
    }

    /// The one refusal.
    #[track_caller]
    pub fn refusal(&self) -> Refusal {
        let mut refusals = self.refusals();
        assert_eq!(refusals.len(), 1, "{refusals:?}");
        refusals.remove(0)
    }

    /// The code of the one refusal.
    #[track_caller]
    pub fn refused(&self) -> ErrorCode {
        self.refusal().code
    }

    /// The codes of all refusals.
    #[track_caller]
    pub fn codes(&self) -> Vec<ErrorCode> {
        self.refusals()
            .into_iter()
            .map(|refusal| refusal.code)
            .collect()
    }

    /// What broke.
    #[track_caller]
    pub fn broke(&self) -> ErrorCode {
        let error: ApiError =
            serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        error.code
    }

    /// A header that is there.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no {name}"))
            .to_str()
            .unwrap()
    }

    #[track_caller]
    fn outcome<T: DeserializeOwned>(&self) -> Outcome<T> {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}
