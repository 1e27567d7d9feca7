//! The server answers to its own name only. Otherwise a foreign name pointing here (DNS rebinding) would be an origin
//! of its own, and passkeys, which refuse IP addresses, would fail on `127.0.0.1`.

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    plain_page::{Outline, Trouble},
    state::AppState,
};

/// Lets the public name pass, leads `127.0.0.1` to `localhost`, turns everything else away.
pub async fn require(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some(host) = host(&request) else {
        return Outline::of(&request).answer(Trouble::WrongHost);
    };
    let public = &state.config.public;
    if host.eq_ignore_ascii_case(&public.authority()) {
        return next.run(request).await;
    }
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if public.is_localhost() && reading && is_loopback_address(host) {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        // Never permanent: browsers would keep it after the port served something else.
        return (
            StatusCode::TEMPORARY_REDIRECT,
            [(header::LOCATION, format!("{}{path}", public.origin()))],
        )
            .into_response();
    }
    Outline::of(&request).answer(Trouble::WrongHost)
}

fn host(request: &Request) -> Option<&str> {
    let mut named = request.headers().get_all(header::HOST).into_iter();
    match (named.next(), named.next()) {
        (Some(host), None) => host.to_str().ok(),
        _ => None,
    }
}

fn is_loopback_address(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(
        host,
        |(name, port)| if port.ends_with(']') { host } else { name },
    );
    matches!(name, "127.0.0.1" | "[::1]" | "0.0.0.0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_known_with_and_without_a_port() {
        for host in ["127.0.0.1", "127.0.0.1:3000", "[::1]", "[::1]:3000"] {
            assert!(is_loopback_address(host), "{host}");
        }
        for host in [
            "127.0.0.1.evil.example",
            "evil.example:3000",
            "localhost.evil.example",
            "",
        ] {
            assert!(!is_loopback_address(host), "{host}");
        }
    }
}
