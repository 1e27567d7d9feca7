//! What can be asked of the build tool, one task a file.
//! It must never hold a task's own steps.

mod bench;
mod bench_build;
mod bench_ledger;
mod bench_quiet;
mod checks;
mod db;
mod deps;
mod dev;
mod doctor;
mod release;
mod reload;
mod run;
mod serving;
mod sql;
mod sqlx;
mod test;

use crate::cli::{Cli, Task};
use crate::error::Result;
use crate::paths::Paths;
use crate::{say, tidy};

/// Does what was asked.
pub fn dispatch(cli: Cli) -> Result<()> {
    let paths = Paths::find()?;
    match cli.command {
        Task::Run(args) => run::run(&paths, &args),
        Task::Test(args) => test::test(&paths, &args),
        Task::Dev(args) => dev::dev(&paths, &args),
        Task::Build => release::build(&paths),
        Task::Bench(args) => bench::bench(&paths, &args),
        Task::Db => db::db(&paths),
        Task::Doctor => {
            doctor::doctor(&paths);
            Ok(())
        }
        Task::Tidy => tidy::check(&paths),
        Task::Deps => {
            if let Some(remark) = deps::check(&paths)? {
                say::note(&format!("  {remark}"));
            }
            Ok(())
        }
        Task::Sqlx { check } => sqlx::prepare(&paths, check),
    }
}
