//! Makes a cluster where there is none.
//! It must never leave half a cluster under the final name, nor work in a folder with foreign files.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::account::Account;
use crate::binaries::Binaries;
use crate::config::Durability;
use crate::connection::SUPERUSER;
use crate::error::{Doing, Error, Result};
use crate::folder::{Folder, make_private};

/// The major version the cluster was made by, if there is a cluster.
pub(crate) fn version(folder: &Folder) -> Result<Option<String>> {
    let cluster = folder.cluster();
    match fs::read_to_string(cluster.join("PG_VERSION")) {
        Ok(version) => Ok(Some(version.trim().to_owned())),
        Err(_) if cluster.exists() => Err(Error::NotACluster { folder: cluster }),
        Err(_) => Ok(None),
    }
}

/// Runs `initdb` under another name and renames the result when it is whole and on the disk.
pub(crate) fn create(
    folder: &Folder,
    binaries: &Binaries,
    account: &Account,
    durability: Durability,
) -> Result<()> {
    let unfinished = folder.unfinished();
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).doing("removing", &unfinished)?;
    }
    make_private(&unfinished, account)?;
    folder.make_password(account)?;

    let mut initdb = Command::new(binaries.program("initdb"));
    initdb
        .arg("--pgdata")
        .arg(&unfinished)
        .arg("--pwfile")
        .arg(folder.password_file())
        .args([
            "--username",
            SUPERUSER,
            "--auth",
            durability.authentication(),
        ])
        // Texts are compared and cased by the application; the server needs bytes in a stable order.
        .args(["--encoding", "UTF8", "--locale", "C", "--data-checksums"]);
    quiet_surroundings(&mut initdb, folder.path());
    account.apply(&mut initdb);
    let output = initdb
        .stdin(Stdio::null())
        .output()
        .doing("running", &binaries.program("initdb"))?;
    if !output.status.success() {
        let tail = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::Postgres {
            deed: "created",
            log: binaries.program("initdb"),
            tail,
        });
    }
    let cluster = folder.cluster();
    fs::rename(&unfinished, &cluster).doing("naming", &cluster)?;
    fs::File::open(folder.path())
        .and_then(|dir| dir.sync_all())
        .doing("syncing", folder.path())
}

/// The same for everybody: no `PG…` variable and no locale of the person who starts it gets through.
pub(crate) fn quiet_surroundings(command: &mut Command, folder: &Path) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .env_clear()
        .env("PATH", path)
        .env("LC_ALL", "C")
        .current_dir(folder);
}
