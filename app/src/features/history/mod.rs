//! The history of everything, and the page of a single transaction.

pub mod activity;
pub mod api;
mod deeds;
mod endless;
pub mod filter;
mod filter_form;
pub(crate) mod list;
mod page;
mod private;
mod receipt;
mod topup_state;
mod transaction;
mod waiting;

pub(crate) use page::History;
pub(crate) use transaction::Transaction;
