//! What the stories share: a world of its own for each, people in it, and browsers to act through.
//! Never decides what is right; the stories do.

mod answer;
mod browser;
mod endpoints;
mod member;
mod outbox;
#[path = "../../infrastructure/support/proxy.rs"]
mod proxy;
mod server_that_stops;
mod time;
mod waiting;
mod world;

use std::{fs, path::PathBuf};

pub use answer::Answer;
pub use browser::{Browser, percent};
pub use endpoints::{ENDPOINTS, Endpoint, For};
pub use member::{Member, PASSWORD, PAYMENT_PASSWORD, not_paid, paid};
pub use outbox::outbox;
pub use proxy::{Mode, Proxy};
pub use server_that_stops::{CardsThatStop, Stops};
pub use time::{Dice, ManualClock};
pub use waiting::{leave_after, until};
pub use world::World;

/// The hostile strings that the whole project is tried with.
pub fn naughty() -> Vec<String> {
    serde_json::from_str(include_str!("../../fixtures/naughty.json")).unwrap()
}

/// A folder that goes when the story ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("okpay-{}", server::clock::new_id().simple()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}
