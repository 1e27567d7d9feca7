//! The history of everything, and the page of a single transaction.

pub mod activity;
pub mod api;
pub(crate) mod list;
mod page;
mod receipt;
mod topup_state;
mod transaction;
mod waiting;

pub(crate) use page::History;
pub(crate) use transaction::Transaction;
