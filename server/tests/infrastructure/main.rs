//! The server's infrastructure over the real router and a real database: headers, cross-site requests, limits,
//! outages, start and stop. Never asks what a wallet does.

mod configuration;
mod headers;
mod ledger_command;
mod limits;
mod outage;
mod private_database;
mod program;
mod same_origin;
mod start;
mod stop;
mod support;
mod tls;
