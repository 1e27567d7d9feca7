//! Exchange rates: the table, the page of a pair with its chart, and a calculator; open to everybody.

pub mod api;
mod chart;
pub(crate) mod list;
mod page;
mod pair;
pub mod range;

pub(crate) use page::{Rates, source_text};
pub(crate) use pair::Pair;
