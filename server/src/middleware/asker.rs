//! Who asks: the member behind the session cookie, the address, the language. Looked up once per request and left in
//! its extensions for the app; never trusted from anywhere else.

use std::net::{IpAddr, Ipv4Addr};

use app::{
    live::QUIET_HEADER,
    ssr::{Asker, DEVICE_COOKIE, LOCALE_COOKIE, cookie},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use domain::Locale;
use services::{Seen, ServiceResult, Viewer, Wallet};

use super::client::Client;
use crate::{
    plain_page::{Outline, Trouble},
    session_cookie,
    state::AppState,
};

/// Longest part of a browser's name for itself that is kept.
const USER_AGENT_CHARS_MAX: usize = 400;

/// Looks the session up and leaves an [`Asker`] in the request's extensions.
pub async fn know(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let token = session_cookie::read(request.headers()).map(str::to_owned);
    let is_quiet = request.headers().contains_key(QUIET_HEADER);
    let is_page = request.method() == Method::GET;
    let (viewer, seen) = match look_up(&state.wallet, token, is_quiet, is_page).await {
        Ok(found) => found,
        Err(error) => {
            // Not knowing who it is is not the same as nobody: a member must not look signed out.
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "could not look the session up"
            );
            let trouble = if error.is_unavailable() {
                Trouble::DatabaseAway
            } else {
                Trouble::Broken
            };
            return Outline::of(&request).answer(trouble);
        }
    };
    let locale = viewer
        .as_ref()
        .map_or_else(|| locale(request.headers()), |viewer| viewer.person.locale);
    let client = services::Client {
        ip: address(&request),
        user_agent: user_agent(request.headers()),
        device: cookie(request.headers(), DEVICE_COOKIE).map(str::to_owned),
    };
    request.extensions_mut().insert(Asker {
        viewer,
        client,
        locale,
        seen,
    });
    next.run(request).await
}

/// The member behind a token, and for a page how things stand, before anything of it is read. What a page asks by
/// itself is no use of the session.
async fn look_up(
    wallet: &Wallet,
    token: Option<String>,
    is_quiet: bool,
    is_page: bool,
) -> ServiceResult<(Option<Viewer>, Seen)> {
    let viewer = match token {
        Some(token) if is_quiet => wallet.onlooker(&token).await?,
        Some(token) => wallet.viewer(&token).await?,
        None => None,
    };
    let seen = match &viewer {
        Some(viewer) if is_page => wallet.standing(viewer).await?,
        _ => Seen::default(),
    };
    Ok((viewer, seen))
}

/// The language of somebody who is not signed in: chosen before, else the browser's.
pub fn locale(headers: &HeaderMap) -> Locale {
    let chosen = cookie(headers, LOCALE_COOKIE).and_then(Locale::from_tag);
    chosen.unwrap_or_else(|| {
        let wished = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        Locale::from_accept_language(wished.unwrap_or_default())
    })
}

fn address(request: &Request) -> IpAddr {
    let client = request.extensions().get::<Client>();
    client
        .and_then(|client| client.address)
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

fn user_agent(headers: &HeaderMap) -> String {
    let named = headers
        .get(header::USER_AGENT)
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    named
        .unwrap_or_default()
        .chars()
        .filter(|character| !character.is_control())
        .take(USER_AGENT_CHARS_MAX)
        .collect()
}
