//! What an operator sees: log lines, health and numbers. Never a secret, a code, a token or account data.

pub mod health;
pub mod logs;
pub mod metrics;
