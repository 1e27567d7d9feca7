//! A person's settings, and the first set-up after registration.

pub mod api;
pub mod choices_api;
mod deeds;
mod devices;
pub mod devices_api;
mod language;
mod limits;
pub mod limits_api;
mod notifications;
mod overview;
mod passwords;
mod personal;
mod profile;
pub mod profile_api;
mod reset;
mod security;
mod set_up;

pub(crate) use devices::Devices;
pub(crate) use language::Language;
pub(crate) use limits::Limits;
pub(crate) use notifications::NotificationChoices;
pub(crate) use overview::Overview;
pub(crate) use profile::Profile;
pub(crate) use security::Security;
pub(crate) use set_up::SetUp;
