//! Starts a cluster in the folder named by its argument, says `ready` and its URL, and stops it at the end of its input.
//! It must never be more than the crate's documentation shows: the tests kill it to see what is left.

#![expect(clippy::print_stdout, reason = "its parent reads what it says")]

use std::io::Read;

use embedded_postgres::{Config, EmbeddedPostgres};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name a folder")?;
    let postgres = EmbeddedPostgres::start(Config::new(folder))?;
    println!(
        "ready {} {}",
        postgres.postmaster_id(),
        postgres.connection().superuser_url()
    );
    std::io::stdin().read_to_end(&mut Vec::new())?;
    postgres.stop()?;
    Ok(())
}
