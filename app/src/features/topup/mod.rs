//! Adding money: by card or by bank transfer.

pub mod api;
mod card_fields;
mod deeds;
mod page;

pub(crate) use page::AddMoney;
