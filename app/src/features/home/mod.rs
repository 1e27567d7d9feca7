//! The dashboard: what one has, what one can do, what needs attention, what happened last.

pub mod api;
mod balances;
mod page;
mod total;

pub(crate) use page::Dashboard;
