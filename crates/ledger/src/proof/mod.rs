//! Proof that the journal is what it was: a hash chain over each account's entries and heads over all chains. The chains
//! are made by the database, off the way of any payment, and checked here by code of its own. It must never change an entry.

mod digest;
mod head;
mod seal;
mod verify;

pub use head::{Head, HeadError};
pub use seal::SealerId;
pub use verify::{Finding, Progress, Verified};
