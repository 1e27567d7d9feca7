//! What one sees: pages, their parts, and the server functions behind them. Holds no rule of the wallet: what may
//! happen is decided in `services`, what things are in `domain`.

#![recursion_limit = "256"]

mod answer;
pub mod deed;
#[cfg(feature = "ssr")]
mod document;
pub mod features;
mod fields;
mod form;
pub mod frame;
mod layout;
pub mod live;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod plain;
mod quiet;
mod router;
#[cfg(feature = "ssr")]
pub mod ssr;
mod texts;
mod ui;
mod words;

pub use answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
pub use document::shell;
pub use router::App;
