//! A client on the embedded database.
//! It must never show the password: psql gets it in its environment.

use std::io::ErrorKind;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use embedded_postgres::Connection;

use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::{exec, setup};

/// Becomes `psql` on the database of the wallet that is running.
pub fn db(paths: &Paths) -> Result<()> {
    let folder = paths.data().join("postgres");
    let connection = Connection::of_running(&folder)
        .map_err(|error| explain(error, &folder))?
        .ok_or_else(|| {
            Error::missing(
                format!("no database is running in {}", folder.display()),
                "start the wallet: cargo xtask run",
            )
        })?;
    let psql = find_psql(paths).ok_or_else(|| {
        Error::missing(
            "no psql on this machine (the npm package of PostgreSQL has none)",
            "Debian: apt-get install postgresql-client; macOS: brew install libpq",
        )
    })?;
    let mut command = Command::new(psql);
    command
        .env("PGHOST", &connection.socket_dir)
        .env("PGPORT", connection.port.to_string())
        .env("PGUSER", &connection.user)
        .env("PGPASSWORD", &connection.password)
        .env("PGDATABASE", "okpay");
    let refused = command.exec();
    Err(exec::cannot_start(&command, refused))
}

/// Not being allowed to look is not the same as nothing there.
fn explain(error: embedded_postgres::Error, folder: &Path) -> Error {
    match error {
        embedded_postgres::Error::Io { source, .. }
            if source.kind() == ErrorKind::PermissionDenied =>
        {
            Error::missing(
                format!("this user may not look into {}", folder.display()),
                "run it as the user the wallet runs as, or as root",
            )
        }
        other => other.into(),
    }
}

fn find_psql(paths: &Paths) -> Option<std::path::PathBuf> {
    let beside = setup::postgres::installed(paths)
        .into_iter()
        .map(|found| found.program("psql"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut candidates = beside.chain(std::env::split_paths(&path).map(|dir| dir.join("psql")));
    candidates.find(|path| path.is_file())
}
