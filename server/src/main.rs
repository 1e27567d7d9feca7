//! The program `okpay`: reads the command line and does what it says. One line on stderr when it cannot.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use server::{
    config::{Cli, Command, Config, ConfigError, DatabaseChoice, DbCommand, Secret},
    database::{self, DatabaseError},
    ledger_command::{self, LedgerCommandError},
    life::{self, LifeError},
    master_key::{self, KeyError},
    observability::logs::{self, LogError},
};

/// Why the program ended in failure.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Log(#[from] LogError),
    #[error("{0}")]
    Key(#[from] KeyError),
    #[error("{0}")]
    Database(#[from] DatabaseError),
    #[error("{0}")]
    Ledger(#[from] LedgerCommandError),
    #[error("{0}")]
    Life(#[from] LifeError),
    #[error("{0}")]
    Io(#[from] io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::read()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody listens on a closed stderr; the exit code still tells.
            let _closed = writeln!(io::stderr(), "okpay: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let Cli { command, flags } = cli;
    if let Some(Command::Version) = command {
        writeln!(io::stdout(), "okpay {}", env!("CARGO_PKG_VERSION"))?;
        return Ok(());
    }
    logs::start(&flags.log, flags.log_format)?;
    let program = std::env::current_exe().ok();
    let leptos_site_root = std::env::var_os("LEPTOS_SITE_ROOT").map(PathBuf::from);
    let judge = |flags| Config::resolve(flags, leptos_site_root, program.as_deref());
    match command {
        None | Some(Command::Serve) => life::run(judge(flags)?).await?,
        Some(Command::Db {
            deed: DbCommand::Migrate,
        }) => {
            let database = flags.database()?;
            if matches!(database, DatabaseChoice::Embedded) {
                master_key::made_beside(&flags)?;
            }
            database::bring_up_to_date(&database, &flags.data_dir).await?;
        }
        Some(Command::Db {
            deed:
                DbCommand::Bootstrap {
                    superuser_url,
                    database,
                },
        }) => {
            let superuser = superuser_url.map(Secret::new);
            if superuser.is_none() {
                master_key::made_beside(&flags)?;
            }
            for (variable, url) in
                database::prepare(&flags.data_dir, superuser.as_ref(), &database).await?
            {
                writeln!(io::stdout(), "{variable}={url}")?;
            }
        }
        Some(Command::Ledger { deed }) => {
            ledger_command::run(deed, &flags.database()?, &flags.data_dir).await?;
        }
        Some(Command::ReleaseRates { day }) => {
            let said = if life::release_rates(judge(flags)?, day).await? {
                "released"
            } else {
                "no rates of this day are held"
            };
            writeln!(io::stdout(), "{day}: {said}")?;
        }
        Some(Command::Version) => {}
    }
    Ok(())
}
