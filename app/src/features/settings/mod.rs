//! A person's settings, and the first set-up after registration.

pub mod api;
mod language;
mod limits;
pub mod limits_api;
mod overview;
mod passwords;
mod profile;
mod reset;
mod security;
mod set_up;

pub(crate) use language::Language;
pub(crate) use limits::Limits;
pub(crate) use overview::Overview;
pub(crate) use profile::Profile;
pub(crate) use security::Security;
pub(crate) use set_up::SetUp;
