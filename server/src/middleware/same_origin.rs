//! Whatever changes something must have been asked for by our own pages (CSRF). Server functions have no check of
//! their own, so nothing but GET and HEAD passes without it.
//!
//! Rules: `Sec-Fetch-Site` (W3C Fetch Metadata) and `Origin` (RFC 6454) must both agree where present; a request with
//! neither is no browser of today and passes only without a session cookie.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, header},
    middleware::Next,
    response::Response,
};

use crate::{
    plain_page::{Outline, Trouble},
    session_cookie,
    state::AppState,
};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses what another site had a browser send.
pub async fn require(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if safe || is_ours(request.headers(), &state.config.public.origin()) {
        return next.run(request).await;
    }
    tracing::warn!("refused a request that another site caused");
    Outline::of(&request).answer(Trouble::OtherSite)
}

fn is_ours(headers: &HeaderMap, own_origin: &str) -> bool {
    let site = all_agree(headers, &SEC_FETCH_SITE, &["same-origin", "none"]);
    let origin = all_agree(headers, &header::ORIGIN, &[own_origin]);
    match (site, origin) {
        (Some(false), _) | (_, Some(false)) => false,
        (None, None) => !session_cookie::is_present(headers),
        _ => true,
    }
}

/// Whether what is asked for may be read by who asks: for the few answers to GET that are a member's own and no page.
/// Browsers of some years ago send neither header with a GET; the cookie does not come along from another site then.
pub fn may_read(headers: &HeaderMap, own_origin: &str) -> bool {
    let site = all_agree(headers, &SEC_FETCH_SITE, &["same-origin", "none"]);
    let origin = all_agree(headers, &header::ORIGIN, &[own_origin]);
    site != Some(false) && origin != Some(false)
}

/// `None` when the header is absent; a header sent twice must be right twice.
fn all_agree(headers: &HeaderMap, name: &HeaderName, allowed: &[&str]) -> Option<bool> {
    let mut values = headers.get_all(name).into_iter().peekable();
    values.peek()?;
    Some(values.all(|value| {
        allowed
            .iter()
            .any(|allowed| value.as_bytes() == allowed.as_bytes())
    }))
}
