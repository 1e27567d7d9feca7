//! Exchanging currencies: the two sides of a sum with what it costs, the page for converting, and a calculator for
//! everybody. No figure is computed here but what the server said of it.

pub mod api;
mod calculator;
mod convert;
mod deeds;
mod preview;
mod sum_fields;

pub(crate) use calculator::Calculator;
pub(crate) use convert::Convert;
pub(crate) use preview::rate_line;
pub use sum_fields::SumTyped;
pub(crate) use sum_fields::{Labels, SumFields, use_sum};
