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

/// What a development build and its database need.
pub fn for_development(paths: &Paths) -> Result<()> {
    wasm_target::ensure()?;
    postgres::ensure(paths)
}

/// What a release build needs beyond that.
pub fn for_release(paths: &Paths) -> Result<()> {
    wasm_target::ensure()?;
    node::wasm_opt(paths).map(|_| ())
}
