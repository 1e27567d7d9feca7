//! What a use case gets from outside besides its input: time, randomness, and who is calling from where.

use std::{net::IpAddr, sync::Arc};

use chrono::{DateTime, Utc};

/// Tells the time. The one place where the machine's clock is read is the server's.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// Gives unpredictable bytes.
pub trait Random: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) {
        // Without randomness there are no secrets; going on would be worse than stopping.
        assert!(
            getrandom::fill(buffer).is_ok(),
            "the operating system gives no random bytes"
        );
    }
}

/// Time and randomness together.
#[derive(Clone)]
pub struct Env {
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
}

impl Env {
    /// Now, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// N unpredictable bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// A new id of any kind: time-ordered, so that rows of one time lie together.
    pub fn id<T>(&self, make: impl FnOnce(uuid::Uuid) -> T) -> T {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        make(uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid())
    }

    /// A uniform number below `bound`, by rejection.
    pub fn below(&self, bound: u32) -> u32 {
        let usable = u32::MAX - u32::MAX % bound;
        loop {
            let drawn = u32::from_le_bytes(self.bytes());
            if drawn < usable {
                return drawn % bound;
            }
        }
    }
}

/// The other end of a request.
#[derive(Clone, Debug)]
pub struct Client {
    /// The peer, or what a trusted proxy says of it.
    pub ip: IpAddr,
    /// As the browser names itself, cut to 400 characters.
    pub user_agent: String,
    /// What the browser holds of an earlier sign-in, as sent: not to be believed before it is checked.
    pub device: Option<String>,
}
