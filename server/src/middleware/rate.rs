//! The outer ring against floods: how many requests an address may make. Generous on purpose; guesses at passwords
//! and codes are counted in the database, where all servers see them.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::client::Client;
use crate::{
    plain_page::{Outline, Trouble},
    state::AppState,
};

/// Sustained pace: one request per this.
const PACE: Duration = Duration::from_millis(20);
/// How far ahead of the pace an address may run: 600 requests at once.
const BURST: Duration = Duration::from_secs(12);
/// So many addresses are remembered before those that have calmed down are forgotten.
const REMEMBERED: usize = 20_000;

/// The generic cell rate algorithm (ITU-T I.371): for each address the time at which it would have caught up.
#[derive(Debug, Clone, Default)]
pub struct Rates(Arc<Mutex<HashMap<IpAddr, Instant>>>);

impl Rates {
    /// Counts one request. `false`: too many.
    pub fn allow(&self, address: IpAddr, now: Instant) -> bool {
        let mut caught_up = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if caught_up.len() >= REMEMBERED {
            caught_up.retain(|_, at| *at > now);
        }
        if caught_up.len() >= REMEMBERED && !caught_up.contains_key(&network(address)) {
            // A flood from everywhere: the memory stays bounded and the database's own counters still stand.
            return true;
        }
        let at = caught_up.entry(network(address)).or_insert(now);
        let next = (*at).max(now) + PACE;
        let allowed = next.saturating_duration_since(now) <= BURST;
        if allowed {
            *at = next;
        }
        allowed
    }
}

/// An IPv6 customer holds a whole /64: it counts as one.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & !u128::from(u64::MAX)).into()),
    }
}

/// Turns away who asks too often. This machine itself is a developer, a test or a benchmark.
pub async fn require(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Client>().copied();
    let flooding = client
        .filter(|client| !client.is_this_machine)
        .and_then(|client| client.address)
        .is_some_and(|address| !state.rates.allow(address, Instant::now()));
    if flooding {
        return Outline::of(&request).answer(Trouble::TooMany);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_a_flood_does_not_and_calm_is_forgiven() {
        let rates = Rates::default();
        let address: IpAddr = "192.0.2.1".parse().unwrap();
        let began = Instant::now();
        let burst = (0..700).filter(|_| rates.allow(address, began)).count();
        assert_eq!(burst, 600);
        assert!(
            rates.allow("192.0.2.2".parse().unwrap(), began),
            "another address is not to blame"
        );
        assert!(rates.allow(address, began + PACE));
        assert!(!rates.allow(address, began + PACE));
    }

    #[test]
    fn one_ipv6_customer_is_one_address() {
        let rates = Rates::default();
        let now = Instant::now();
        for _ in 0..600 {
            assert!(rates.allow("2001:db8::1".parse().unwrap(), now));
        }
        assert!(!rates.allow("2001:db8::2".parse().unwrap(), now));
        assert!(rates.allow("2001:db8:0:1::1".parse().unwrap(), now));
    }
}
