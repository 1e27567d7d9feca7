//! Sending money: the form, the confirm sheet, and what happens when an answer gets lost.

pub mod api;
mod confirm;
mod deeds;
mod draft;
mod form;
mod look_up;
mod outcome;
mod renew;

pub(crate) use confirm::Confirm;
pub(crate) use draft::{Draft, forget_draft};
pub(crate) use form::Send;
