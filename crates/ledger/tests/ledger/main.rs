//! The ledger on a real database, as the role that serves sees it. Each module tells one part of the story.
//! Nothing here may be mocked, timed or slept for.

mod accounts;
mod append_only;
mod cancellation;
mod commands;
mod export;
mod history;
mod holds;
mod intents;
mod limits;
mod meetings;
mod model;
mod proof;
mod properties;
mod proxy;
mod queueing;
mod races;
mod refusals;
mod reversals;
mod time;
mod world;
