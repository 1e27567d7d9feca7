//! The double-entry engine: the only writer of money. Every movement is an item of a batch that one SQL function judges.
//! It must never decide who may do what, read a clock, draw a random number or touch anything but schema `ledger`.

mod account;
mod accounts;
mod batch;
mod check;
mod command;
mod drain;
mod engine;
mod error;
mod events;
mod export;
mod history;
mod intents;
mod proof;
mod snapshot;
mod verdict;
mod watch;

pub use account::{AccountKind, Balance, HouseAccount, OwnerId};
pub use check::{Check, CurrencySum};
pub use command::{
    Action, BATCH_MAX, Command, Event, IntentRef, LEGS_MAX, LIMITS_MAX, Leg, LegId, LimitDelta,
};
pub use engine::{EVENTS_CHANNEL, Ledger};
pub use error::LedgerError;
pub use events::{EventCursor, RecordedEvent};
pub use export::{ExportError, ExportFormat};
pub use history::{Cursor, CursorError, HISTORY_PAGE_MAX, Page, Posting};
pub use intents::{Intent, StoredIntent};
pub use proof::{Finding, Head, HeadError, Progress, SealerId, Verified};
pub use verdict::{HoldEnd, Outcome, Refusal, Verdict};
pub use watch::Moved;
