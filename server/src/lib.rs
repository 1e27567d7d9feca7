//! Composition of the server: configuration, database, middleware, routes, life cycle.
//! Holds no rule of the wallet; `services` does.

pub mod assets;
pub mod clock;
pub mod compose;
pub mod config;
pub mod database;
pub mod demo;
pub mod files;
pub mod forms;
pub mod jobs;
pub mod kept_heads;
pub mod ledger_command;
pub mod ledger_verify;
pub mod life;
pub mod live;
pub mod master_key;
pub mod middleware;
pub mod observability;
pub mod plain_page;
pub mod router;
pub mod sandbox;
pub mod serve;
pub mod session_cookie;
pub mod site;
pub mod state;
pub mod tls;
