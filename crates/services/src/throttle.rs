//! Slows guessing down: after a few wrong tries each further one waits longer, and no stranger can lock an owner out of
//! a browser the owner has used before.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{ErrorCode, Facts, PersonId, Refusal};
use storage::throttles::{self, ThrottleKey};

use crate::{Client, Wallet, crypto::Use, error::ServiceResult};

/// How a kind of guard counts.
#[derive(Clone, Copy)]
struct Rule {
    /// Failures that cost nothing.
    free: i32,
    longest_wait: TimeDelta,
}

/// Wrong tries older than this are forgotten.
const MEMORY: TimeDelta = TimeDelta::hours(1);
const ACCOUNT: Rule = Rule {
    free: 5,
    longest_wait: TimeDelta::minutes(15),
};
const NETWORK: Rule = Rule {
    free: 60,
    longest_wait: TimeDelta::minutes(5),
};

/// The guards of one attempt: what is tried, and from where.
pub(crate) struct Guard {
    keys: Vec<(ThrottleKey, Rule)>,
}

impl Wallet {
    /// The guard of an attempt at `account` (whatever identifies it, existing or not) by this client.
    pub(crate) fn guard(&self, purpose: &str, account: &str, client: &Client) -> Guard {
        self.guard_of(purpose, "account", account, client)
    }

    /// The guard of an attempt at this person. They are one, by whichever address they are named; and a browser they
    /// have signed in with before is counted apart, so that strangers who guess do not keep them out of it.
    pub(crate) fn person_guard(&self, purpose: &str, person: PersonId, client: &Client) -> Guard {
        match self.device_of(person, client) {
            Some(device) => self.guard_of(purpose, "device", &format!("{person} {device}"), client),
            None => self.guard_of(purpose, "account", &person.to_string(), client),
        }
    }

    fn guard_of(&self, purpose: &str, kind: &str, subject: &str, client: &Client) -> Guard {
        let mut keys = vec![(self.throttle_key(purpose, kind, subject), ACCOUNT)];
        // In the sandbox everybody is on this machine; counting them as one network would lock all out for one.
        if !(self.config.sandbox && client.ip.is_loopback()) {
            keys.push((
                self.throttle_key(purpose, "network", &network(client.ip)),
                NETWORK,
            ));
        }
        Guard { keys }
    }

    fn throttle_key(&self, purpose: &str, kind: &str, value: &str) -> ThrottleKey {
        self.keys.mac(
            Use::Throttle,
            &[purpose.as_bytes(), kind.as_bytes(), value.as_bytes()],
        )
    }

    /// Refuses while a guard's wait lasts.
    pub(crate) async fn check_guard(&self, guard: &Guard) -> ServiceResult<()> {
        let now = self.env.now();
        let keys: Vec<ThrottleKey> = guard.keys.iter().map(|(key, _)| *key).collect();
        match throttles::blocked_until(&self.db, &keys, now).await? {
            Some(until) => Err(wait(ErrorCode::RateLimited, now, until).into()),
            None => Ok(()),
        }
    }

    /// Counts a wrong try and sets the next wait.
    pub(crate) async fn count_failure(&self, guard: &Guard) -> ServiceResult<()> {
        let now = self.env.now();
        for (key, rule) in &guard.keys {
            let failures = throttles::count_failure(&self.db, key, now, now - MEMORY).await?;
            if failures >= rule.free {
                let doublings = u32::try_from(failures - rule.free)
                    .unwrap_or_default()
                    .min(20);
                let delay =
                    TimeDelta::seconds(2_i64.saturating_pow(doublings + 1)).min(rule.longest_wait);
                throttles::block(&self.db, key, now + delay).await?;
            }
        }
        Ok(())
    }

    /// A right try forgives the wrong ones at the account or from the device; the network's stay counted.
    pub(crate) async fn clear_guard(&self, guard: &Guard) -> ServiceResult<()> {
        if let Some((key, _)) = guard.keys.first() {
            throttles::clear(&self.db, key).await?;
        }
        Ok(())
    }
}

/// A refusal that says how many seconds to wait, a part of one counted as a whole.
pub(crate) fn wait(code: ErrorCode, now: DateTime<Utc>, until: DateTime<Utc>) -> Refusal {
    let millis = u64::try_from((until - now).num_milliseconds()).unwrap_or_default();
    let seconds = u32::try_from(millis.div_ceil(1000))
        .unwrap_or(u32::MAX)
        .max(1);
    Refusal::new(code).with(Facts {
        wait_seconds: Some(seconds),
        ..Facts::default()
    })
}

/// The block an address belongs to: one subscriber usually has a whole /64 of IPv6.
fn network(ip: IpAddr) -> String {
    let v6 = match ip.to_canonical() {
        IpAddr::V4(v4) => return v4.to_string(),
        IpAddr::V6(v6) => v6,
    };
    let [a, b, c, d, ..] = v6.segments();
    format!("{a:x}:{b:x}:{c:x}:{d:x}")
}
