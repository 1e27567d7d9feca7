//! What a person was told, kept in the wallet: the list, and the words of each line.

pub mod api;
mod deeds;
mod list;
mod page;
mod what;

pub(crate) use page::Notifications;
pub use what::What;
