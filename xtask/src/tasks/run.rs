//! Serves the wallet.
//! It must never stand between the terminal and the server: Ctrl-C is the server's to handle.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::build::{self, Built};
use crate::cli::Run;
use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::setup::Database;
use crate::{say, setup};

/// Sets up, builds, and becomes the server: this process is replaced, so that every signal reaches
/// the server directly and it can stop itself and its database in order.
pub fn run(paths: &Paths, args: &Run) -> Result<()> {
    setup::for_development(paths, database(args))?;
    if args.release {
        setup::for_release(paths)?;
    }
    let built = build::build(paths, args.release)?;
    let mut command = server(paths, &built, args);
    say::note(&format!("• {}", shown(&built, args)));
    let refused = command.exec();
    Err(cannot_start(&built, refused))
}

/// Whether binaries of Postgres are needed at all.
pub fn database(args: &Run) -> Database {
    let told = |word: &String| word == "--database-url" || word.starts_with("--database-url=");
    let variable = std::env::var_os("DATABASE_URL").is_some_and(|url| !url.is_empty());
    if variable || args.server_args.iter().any(told) {
        Database::Elsewhere
    } else {
        Database::Embedded
    }
}

/// The command as it is printed. What follows `--` may hold passwords and keys.
fn shown(built: &Built, args: &Run) -> String {
    let mut words = vec![built.server.display().to_string()];
    words.extend(flags(args));
    if !args.server_args.is_empty() {
        words.push("…".to_owned());
    }
    words.join(" ")
}

/// Why the server does not start, without the words it was given.
pub fn cannot_start(built: &Built, source: std::io::Error) -> Error {
    Error::Io {
        doing: format!("starting {}", built.server.display()),
        source,
    }
}

fn flags(args: &Run) -> Vec<String> {
    let mut flags = Vec::new();
    if let Some(addr) = &args.addr {
        flags.extend(["--addr".to_owned(), addr.clone()]);
    }
    if args.tls {
        flags.push("--tls".to_owned());
    }
    if args.demo {
        flags.push("--demo".to_owned());
    }
    flags
}

/// The server's command with all it needs to know.
pub fn server(paths: &Paths, built: &Built, args: &Run) -> Command {
    let mut command = Command::new(&built.server);
    command.args(flags(args)).args(&args.server_args);
    command
        .envs(built.env())
        .env("OKPAY_DATA_DIR", paths.data())
        .env("OKPAY_TOOLS_DIR", paths.tools());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(server_args: &[&str]) -> Run {
        Run {
            addr: Some("localhost:4000".to_owned()),
            release: false,
            tls: true,
            demo: false,
            server_args: server_args.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    #[test]
    fn what_is_handed_on_is_not_printed() {
        let built = Built {
            server: "okpay".into(),
            site: "site".into(),
        };
        let shown = shown(&built, &args(&["--secret-key", "0123"]));
        assert_eq!(shown, "okpay --addr localhost:4000 --tls …");
    }

    #[test]
    fn a_database_elsewhere_needs_no_binaries() {
        let url = "--database-url=postgres://localhost/okpay";
        assert_eq!(database(&args(&[url])), Database::Elsewhere);
        assert_eq!(
            database(&args(&["--database-url", "x"])),
            Database::Elsewhere
        );
    }
}
