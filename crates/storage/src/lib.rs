//! All SQL but the ledger's: one module per table family, rows become domain types here. Never decides a rule:
//! what may happen is the services' matter, what can exist is the database's.

pub mod annotations;
pub mod bank_lines;
pub mod bootstrap;
pub mod cards;
pub mod codes;
pub mod credentials;
mod error;
pub mod invitations;
pub mod jobs;
pub mod lookups;
pub mod messages;
pub mod migrate;
pub mod notifications;
pub mod people;
pub mod pool;
pub mod profiles;
pub mod pulses;
pub mod rates;
pub mod readers;
pub mod requests;
pub mod sandbox_outbox;
pub mod sandbox_records;
pub mod search_index;
pub mod sessions;
pub mod silences;
#[cfg(feature = "testing")]
pub mod testing;
pub mod throttles;
pub mod topups;

pub use error::{StorageError, StorageResult};
