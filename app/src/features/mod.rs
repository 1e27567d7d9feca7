//! What one can do, a folder for each: its page, its parts, and the server functions behind them.

pub mod auth;
pub mod exchange;
pub mod fees;
pub mod help;
pub mod history;
pub mod home;
pub mod landing;
pub mod legal;
pub mod notifications;
pub mod rates;
pub mod receive;
pub mod sandbox;
pub mod send;
pub mod settings;
pub mod topup;
