//! Serves the wallet.
//! It must never stand between the terminal and the server: Ctrl-C is the server's to handle.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::build::{self, Built};
use crate::cli::Run;
use crate::error::Result;
use crate::paths::Paths;
use crate::{exec, say, setup};

/// Sets up, builds, and becomes the server: this process is replaced, so that every signal reaches
/// the server directly and it can stop itself and its database in order.
pub fn run(paths: &Paths, args: &Run) -> Result<()> {
    setup::for_development(paths)?;
    if args.release {
        setup::for_release(paths)?;
    }
    let built = build::build(paths, args.release)?;
    let mut command = server(paths, &built, args);
    say::note(&format!("• {}", exec::line(&command)));
    let refused = command.exec();
    Err(exec::cannot_start(&command, refused))
}

/// The server's command with all it needs to know.
pub fn server(paths: &Paths, built: &Built, args: &Run) -> Command {
    let mut command = Command::new(&built.server);
    if let Some(addr) = args.addr {
        command.arg("--addr").arg(addr.to_string());
    }
    if args.tls {
        command.arg("--tls");
    }
    if args.demo {
        command.arg("--demo");
    }
    command.args(&args.server_args);
    command
        .envs(built.env())
        .env("OKPAY_DATA_DIR", paths.data());
    command
}
