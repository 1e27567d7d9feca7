//! The one place where this machine's time and randomness enter the program (invariant 8).
//! Nothing below the server may ask for them by itself.

use chrono::{DateTime, Utc};
use services::Clock;
use uuid::{Builder, Uuid};

/// This machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where time enters; everywhere else it is an argument"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Unpredictable bytes of the operating system.
///
/// # Panics
/// When the operating system has none, which no program can mend.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A new time-ordered id (`UUIDv7`, RFC 9562).
pub fn new_id() -> Uuid {
    let millis = u64::try_from(SystemClock.now().timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &random_bytes()).into_uuid()
}
