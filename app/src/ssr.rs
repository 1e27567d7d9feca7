//! What server functions share on the server: who asks, the wallet, and how a use case's end becomes an answer.
//! Holds no rule of the wallet.

use std::future::Future;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use domain::{ErrorCode, Refusal};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use services::{Client, Person, Seen, ServiceError, ServiceResult, SignedIn, Viewer, Wallet};

use crate::{
    answer::{Answer, ApiError, Outcome},
    features::help::api::Contact,
};

/// Name of the session cookie. `__Host-` binds it to this host, to https (or localhost) and to the path `/`.
pub const SESSION_COOKIE: &str = "__Host-okpay";
/// Name of the cookie by which a browser is known that somebody has signed in with.
pub const DEVICE_COOKIE: &str = "__Host-okpay-device";
/// Name of the cookie with a visitor's choice of language.
pub const LOCALE_COOKIE: &str = "okpay-locale";

/// Who asks; put into the request's extensions by the server before anything is rendered.
#[derive(Clone, Debug)]
pub struct Asker {
    pub viewer: Option<Viewer>,
    pub client: Client,
    pub locale: domain::Locale,
    /// How things stand for the viewer, for a page that is to notice what changes; looked up for pages only.
    pub seen: Seen,
}

/// What the operator says of this site, for those who want to know that it is us.
#[derive(Clone, Debug, Default)]
pub struct Operator {
    /// The sender of all mail; none while mail stays in the sandbox.
    pub mail_sender: Option<String>,
    /// Where holes are reported.
    pub security_contact: Option<Contact>,
}

/// The wallet of this server.
///
/// # Errors
/// When a server function runs outside a server, which is a fault of ours.
pub fn wallet() -> Result<Wallet, ApiError> {
    use_context::<Wallet>().ok_or(ApiError {
        code: ErrorCode::Internal,
    })
}

/// Who asks.
///
/// # Errors
/// When the server did not say, which is a fault of ours.
pub fn asker() -> Result<Asker, ApiError> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Asker>().cloned())
        .ok_or(ApiError {
            code: ErrorCode::Internal,
        })
}

/// The value of a cookie in these headers.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// The session token the browser sent.
pub fn session_token() -> Option<String> {
    use_context::<Parts>()
        .and_then(|parts| cookie(&parts.headers, SESSION_COOKIE).map(str::to_owned))
}

/// Puts the session into the browser, or takes it away when there is none.
pub fn set_session_cookie(token: Option<&str>) {
    let cookie = match token {
        Some(token) => format!("{SESSION_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax"),
        None => format!("{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
    };
    append_cookie(&cookie);
}

/// Puts a new session and the mark of a known device into the browser. The mark stays for 400 days, the longest that
/// browsers keep a cookie (RFC 6265bis, 5.5).
pub fn set_sign_in_cookies(signed_in: &SignedIn) {
    set_session_cookie(Some(signed_in.token.expose()));
    append_cookie(&format!(
        "{DEVICE_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=34560000",
        signed_in.device.expose()
    ));
}

/// Remembers a visitor's language for a year.
pub fn set_locale_cookie(locale: domain::Locale) {
    append_cookie(&format!(
        "{LOCALE_COOKIE}={}; Path=/; SameSite=Lax; Max-Age=31536000",
        locale.as_str()
    ));
}

fn append_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(cookie),
    ) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// Sets the status of the response that is being made.
pub fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Runs one use case for anybody.
///
/// # Errors
/// When it broke; the log knows why.
pub async fn for_anybody<T, F>(work: impl FnOnce(Wallet, Asker) -> F) -> Answer<T>
where
    F: Future<Output = ServiceResult<T>>,
{
    answer(work(wallet()?, asker()?).await)
}

/// Runs one use case for the member who is signed in; refused when nobody is.
///
/// # Errors
/// When it broke; the log knows why.
pub async fn for_member<T, F>(work: impl FnOnce(Wallet, Viewer) -> F) -> Answer<T>
where
    F: Future<Output = ServiceResult<T>>,
{
    match asker()?.viewer {
        Some(viewer) => {
            let person = viewer.person.clone();
            let done = work(wallet()?, viewer).await;
            answer(done.map_err(|error| match error {
                ServiceError::Refused(refusals) => {
                    let by_clock = |refusal| by_clock_of(&person, refusal);
                    ServiceError::Refused(refusals.into_iter().map(by_clock).collect())
                }
                broken => broken,
            }))
        }
        None => Ok(Outcome::Refused(vec![Refusal::new(
            ErrorCode::SessionEnded,
        )])),
    }
}

/// A refusal with its moments as this person's clock shows them.
pub fn by_clock_of(person: &Person, refusal: Refusal) -> Refusal {
    refusal.by_clock(|at| services::local_time(person, at))
}

fn answer<T>(result: ServiceResult<T>) -> Answer<T> {
    match result {
        Ok(value) => Ok(Outcome::Done(value)),
        Err(ServiceError::Refused(refusals)) => Ok(Outcome::Refused(refusals)),
        Err(ServiceError::Busy(what)) => {
            tracing::warn!(what, "busy");
            set_status(StatusCode::TOO_MANY_REQUESTS);
            Err(ApiError {
                code: ErrorCode::Busy,
            })
        }
        Err(error) if error.is_unavailable() => {
            tracing::warn!(error = &error as &dyn std::error::Error, "unavailable");
            set_status(StatusCode::SERVICE_UNAVAILABLE);
            Err(ApiError {
                code: ErrorCode::ServiceUnavailable,
            })
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "fault");
            set_status(StatusCode::INTERNAL_SERVER_ERROR);
            Err(ApiError {
                code: ErrorCode::Internal,
            })
        }
    }
}
