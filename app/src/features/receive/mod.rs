//! Being paid: one's personal code and link, asking somebody for money, and the page of such a request.

pub mod api;
mod ask;
mod code;
mod page;
#[cfg(feature = "ssr")]
mod qr;
mod request;
mod ways;

pub(crate) use page::Receive;
pub(crate) use request::RequestPage;
