//! Keeps a private Postgres cluster running for one process: a unix socket, a password, no TCP port.
//! It must never touch a folder it did not make, of another major version, or in use by another process.
//!
//! ```no_run
//! # fn main() -> Result<(), embedded_postgres::Error> {
//! use embedded_postgres::{Config, EmbeddedPostgres};
//!
//! // Blocking: from async code call `start` and `stop` in `tokio::task::spawn_blocking`.
//! let postgres = EmbeddedPostgres::start(Config::new("data/postgres"))?;
//! let bootstrap_with = postgres.connection().superuser_url();
//! let serve_with = postgres.connection().url("okpay_app", "its password", "okpay");
//! # let _ = (bootstrap_with, serve_with);
//! postgres.stop()?; // after the pools are closed; `Drop` does the same and swallows the error
//! # Ok(())
//! # }
//! ```
//!
//! - [`Config::new`]`(folder)`: the folder belongs to the cluster alone (the server uses `<OKPAY_DATA_DIR>/postgres`); it is made if missing.
//! - [`Connection`]: `socket_dir`, `port`, `user`, `password`, and `url(role, password, database)` for sqlx and libpq.
//! - [`EmbeddedPostgres::revive`]: starts a cluster again whose postmaster was killed, on the same socket.
//! - [`Connection::of_running`]`(folder)`: how to reach the cluster that another process runs there (`cargo xtask db`).
//! - [`EmbeddedPostgres::start_throwaway`]`(config)`: for tests: no fsync, emptied before and removed after.
//!
//! The postmaster is in a process group of its own, so that Ctrl-C in the terminal reaches only the
//! launcher, which stops serving first and the database last. When the launcher is killed the
//! postmaster lives on; the next start stops it cleanly and starts afresh.

mod account;
mod binaries;
mod config;
mod connection;
mod error;
mod folder;
mod init;
mod launcher;
mod lock;
mod pid_file;
mod postmaster;

pub use account::{reachable_by_postgres, running_as_root};
pub use binaries::Binaries;
pub use config::{Config, tool_folder};
pub use connection::Connection;
pub use error::Error;
pub use launcher::EmbeddedPostgres;
pub use lock::holder_of;
