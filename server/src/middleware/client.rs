//! Whose request it is: the address of the browser. Believes `X-Forwarded-For` only where the operator said so.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Once,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName},
    middleware::Next,
    response::Response,
};

use crate::state::AppState;

static WARN_ONCE: Once = Once::new();

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED: HeaderName = HeaderName::from_static("forwarded");

/// The address a request is counted under, in the request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    /// Address of the browser, as far as it can be known.
    pub address: Option<IpAddr>,
    /// Whether the request surely comes from this machine, through no proxy. Never where people come from elsewhere: a
    /// proxy beside us that does not say for whom it asks would make all of them local.
    pub is_this_machine: bool,
}

/// Judges the address once and leaves it in the request's extensions.
pub async fn know(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|peer| peer.0.ip().to_canonical());
    let config = &state.config;
    let mut client = judge(peer, request.headers(), config.trust_proxy);
    if peer.is_some_and(|peer| peer.is_loopback()) && !client.is_this_machine && !config.trust_proxy
    {
        WARN_ONCE.call_once(|| tracing::warn!("a proxy on this machine forwards requests; set OKPAY_TRUST_PROXY, or all people count as one address"));
    }
    client.is_this_machine &= config.public.is_localhost();
    request.extensions_mut().insert(client);
    next.run(request).await
}

fn judge(peer: Option<IpAddr>, headers: &HeaderMap, trust_proxy: bool) -> Client {
    let through_proxy = headers.contains_key(FORWARDED_FOR) || headers.contains_key(FORWARDED);
    let address = if trust_proxy {
        forwarded(headers).or(peer)
    } else {
        peer
    };
    Client {
        address,
        is_this_machine: !through_proxy && address.is_some_and(|address| address.is_loopback()),
    }
}

/// The last entry: our proxy wrote it. Those before it are the browser's own claim.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers
        .get_all(FORWARDED_FOR)
        .into_iter()
        .next_back()?
        .to_str()
        .ok()?;
    let last = line.rsplit(',').next()?.trim();
    let address = last
        .parse::<IpAddr>()
        .ok()
        .or_else(|| last.parse::<SocketAddr>().ok().map(|address| address.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn claims(line: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(FORWARDED_FOR, HeaderValue::from_static(line))])
    }

    fn ip(text: &str) -> Option<IpAddr> {
        text.parse().ok()
    }

    #[test]
    fn a_claimed_address_counts_only_behind_a_trusted_proxy() {
        let headers = claims("198.51.100.1, 203.0.113.9");
        assert_eq!(
            judge(ip("192.0.2.1"), &headers, false).address,
            ip("192.0.2.1")
        );
        assert_eq!(
            judge(ip("192.0.2.1"), &headers, true).address,
            ip("203.0.113.9")
        );
        assert_eq!(
            judge(ip("192.0.2.1"), &claims("nonsense"), true).address,
            ip("192.0.2.1")
        );
    }

    #[test]
    fn a_proxy_on_this_machine_does_not_make_its_guests_local() {
        assert!(judge(ip("127.0.0.1"), &HeaderMap::new(), false).is_this_machine);
        assert!(!judge(ip("127.0.0.1"), &claims("127.0.0.1"), false).is_this_machine);
        assert!(!judge(ip("127.0.0.1"), &claims("127.0.0.1"), true).is_this_machine);
        assert!(!judge(ip("192.0.2.1"), &HeaderMap::new(), false).is_this_machine);
        assert!(!judge(None, &HeaderMap::new(), false).is_this_machine);
    }
}
