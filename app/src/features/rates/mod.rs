//! The mid-market rates of the day, open to everybody.

pub mod api;
pub(crate) mod list;
mod page;

pub(crate) use page::Rates;
