//! Brings what is missing on this machine, one step a file; each can be repeated and interrupted.
//! It must never fetch from anywhere but the package registries.

pub mod apt;
pub mod browser;
pub mod components;
pub mod nextest;
pub mod node;
pub mod postgres;
pub mod wasm_target;

use crate::error::Result;
use crate::paths::Paths;

/// What a development build needs, and its database unless it has one elsewhere.
pub fn for_development(paths: &Paths, database: Database) -> Result<()> {
    wasm_target::ensure()?;
    match database {
        Database::Embedded => postgres::ensure(paths),
        Database::Elsewhere => Ok(()),
    }
}

/// Where the wallet's database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// In a private cluster, for which binaries are needed.
    Embedded,
    /// On a server that is given.
    Elsewhere,
}

/// What a release build needs beyond that.
pub fn for_release(paths: &Paths) -> Result<()> {
    wasm_target::ensure()?;
    node::wasm_opt(paths).map(|_| ())
}
