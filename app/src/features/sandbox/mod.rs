//! The sandbox's own pages: the mailbox of everybody, and a bank that does what it is told.

pub mod api;
mod bank;
mod deeds;
mod outbox;

pub(crate) use bank::Bank;
pub(crate) use outbox::Outbox;
