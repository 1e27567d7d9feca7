//! What every request passes on its way in and every answer on its way out, one concern a file.
//! Nothing here knows what a wallet is.

pub mod asker;
pub mod client;
pub mod database_gate;
pub mod host;
pub mod limits;
pub mod rate;
pub mod request_id;
pub mod same_origin;
pub mod security_headers;
pub mod trace;
