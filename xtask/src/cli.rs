//! The commands and their flags.
//! It must never decide anything: it only says what can be asked for.

use clap::{Args, Parser, Subcommand};

/// Sets up, builds, serves and checks the okpay wallet.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Task,
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Set up what is missing, build, and serve the wallet at <http://localhost:3000>
    Run(Run),
    /// Set up what is missing and run every check and test
    Test(Test),
    /// Serve, and rebuild and reload the browser whenever a file changes
    Dev(Run),
    /// Build for release: the server's binary and the site beside it
    Build,
    /// Measure; without a name, say what can be measured
    Bench(Bench),
    /// Open psql on the embedded database
    Db,
    /// Say what is missing on this machine and how to get it
    Doctor,
    /// Check the house rules that no other tool checks
    Tidy,
    /// Check licences and sources of all dependencies
    Deps,
    /// Write `.sqlx`, the data from which queries are checked without a database
    Sqlx {
        /// Change nothing; fail when the committed data is stale
        #[arg(long)]
        check: bool,
    },
}

#[derive(Debug, Clone, Args)]
pub struct Run {
    /// Where to listen, such as localhost:4000
    #[arg(long, value_name = "HOST:PORT")]
    pub addr: Option<String>,
    /// Build for release
    #[arg(long)]
    pub release: bool,
    /// Serve HTTPS with a self-signed certificate
    #[arg(long)]
    pub tls: bool,
    /// Add demo people with two months of history
    #[arg(long)]
    pub demo: bool,
    /// Further flags for the server itself, after `--`
    #[arg(last = true)]
    pub server_args: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Test {
    /// Everything but the browser tests
    #[arg(long)]
    pub unit: bool,
    /// The browser tests alone
    #[arg(long)]
    pub e2e: bool,
    /// Further arguments for Playwright, after `--`
    #[arg(last = true)]
    pub playwright_args: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Bench {
    /// Which one
    pub name: Option<String>,
    /// Print the results as JSON, one object a line: name, value, unit, target (null: not judged), ok (null: not scored)
    #[arg(long)]
    pub json: bool,
    /// How often everything is measured; the median counts
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub rounds: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }
}
