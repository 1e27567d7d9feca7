//! Exchange rates: the history of ECB reference rates that is shipped with the program.
//! It never fetches anything and never calls an old rate new: each table carries its date.

mod shipped;

pub use shipped::ShippedRates;
