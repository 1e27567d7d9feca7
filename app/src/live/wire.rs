//! What the stream says, as JSON: how far things are, and what the person was told lately.

use domain::Standing;
use serde::{Deserialize, Serialize};

use crate::features::notifications::What;

/// One event of the stream. Everything but `told` is how things are at the moment, so that one that got lost is made up
/// for by the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Whose news: the account number, grouped. A tab of somebody who has signed out must not take another's.
    pub of: String,
    pub standing: Standing,
    /// Notifications that were not read.
    pub unread: u32,
    /// The newest notifications since the event before, oldest first.
    #[serde(default)]
    pub told: Vec<Told>,
}

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its place in the person's sequence.
    pub seq: u64,
    pub what: What,
}
