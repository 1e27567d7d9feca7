//! Exchange rates: the history of ECB reference rates that is shipped with the program, the bank's own files for what came
//! after, and the sandbox's replay of the last shipped day.
//! It never calls an old rate new: each table carries its day.

mod ecb;
mod file;
mod replay;
mod shipped;

pub use ecb::{EcbRates, EcbUrl, EcbUrlError};
pub use file::{FileError, read_file};
pub use replay::replayed;
pub use shipped::ShippedRates;

use domain::RateTable;

use crate::{BoxFuture, RailError};

/// The files a source of daily rates offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateFile {
    /// The last published day.
    Daily,
    /// The last ninety days.
    NinetyDays,
    /// All days there ever were.
    History,
}

/// What the source said of a file when it gave it, so that it need not give it twice (RFC 9110, 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// The source's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The file is the one that is known.
    Unchanged,
    /// Its days, oldest first, and how to ask for the next.
    Days {
        tables: Vec<RateTable>,
        validators: Validators,
    },
}

/// A published source of daily reference rates per euro.
pub trait RateSource: Send + Sync {
    /// Where the file is, as it is told to an operator.
    fn url(&self, file: RateFile) -> String;

    /// Fetches a file unless it is still the one that `known` describes.
    fn fetch<'a>(
        &'a self,
        file: RateFile,
        known: &'a Validators,
    ) -> BoxFuture<'a, Result<Fetched, RailError>>;
}
