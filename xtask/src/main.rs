//! The project's own build tool: sets up, builds, serves and checks the wallet by one command each.
//! It must never be needed by a running wallet, nor use a tool from outside the package registries.

mod build;
mod cli;
mod error;
mod exec;
mod interrupt;
mod paths;
mod say;
mod setup;
mod tasks;
mod tidy;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match tasks::dispatch(cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::failure(&error);
            ExitCode::FAILURE
        }
    }
}
