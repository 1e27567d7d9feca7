//! Who asks: the member behind the session cookie, the address, the language. Looked up once per request and left in
//! its extensions for the app; never trusted from anywhere else.

use std::net::{IpAddr, Ipv4Addr};

use app::ssr::{Asker, DEVICE_COOKIE, LOCALE_COOKIE, cookie};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use domain::Locale;

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
    let viewer = match session_cookie::read(request.headers()).map(str::to_owned) {
        None => None,
        Some(token) => match state.wallet.viewer(&token).await {
            Ok(viewer) => viewer,
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
        },
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
    });
    next.run(request).await
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
