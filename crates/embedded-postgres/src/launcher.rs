//! A running cluster and its end.
//! It must never start before the lock is held, nor let go of the lock before the cluster has ended.

use std::fs::{self, OpenOptions};
use std::path::Path;

use crate::account::Account;
use crate::binaries::Binaries;
use crate::config::{Config, Durability};
use crate::connection::Connection;
use crate::error::{Doing, Error, Result};
use crate::folder::{Folder, open_private};
use crate::init;
use crate::lock::Lock;
use crate::postmaster::{Postmaster, clear_leftovers};

/// A private cluster; it is stopped by [`stop`](Self::stop), or when this is dropped.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    // Dropped in this order: the cluster ends before the lock is let go.
    postmaster: Postmaster,
    folder: Folder,
    binaries: Binaries,
    account: Account,
    config: Config,
    connection: Connection,
    durability: Durability,
    stopped: bool,
    _lock: Lock,
}

impl EmbeddedPostgres {
    /// Makes the cluster if there is none, and starts it. Blocks until it accepts connections.
    ///
    /// # Errors
    /// When another process uses the folder, it is of another major version, there are no binaries, …
    pub fn start(config: Config) -> Result<Self> {
        Self::launch(config, Durability::Durable)
    }

    /// The same without fsync and passwords, in a folder that is emptied before and removed after.
    ///
    /// # Errors
    /// As [`start`](Self::start), and when the folder holds anything but an earlier throwaway cluster.
    pub fn start_throwaway(config: Config) -> Result<Self> {
        Self::launch(config, Durability::Throwaway)
    }

    fn launch(config: Config, durability: Durability) -> Result<Self> {
        let folder = Folder::at(&config.folder)?;
        let account = Account::choose(folder.path())?;
        folder.make(&account)?;
        let lock = Lock::take(&folder, &account)?;
        if durability == Durability::Throwaway {
            clear_leftovers(&folder, &config)?;
            empty(&folder)?;
        }
        let version = init::version(&folder)?;
        let cluster = version.as_deref().map(|version| (folder.path(), version));
        let binaries = Binaries::pick(&config.tool_folders, &account, cluster)?;
        if version.is_none() {
            refuse_strange_files(&folder)?;
            init::create(&folder, &binaries, &account, durability)?;
        }
        clear_leftovers(&folder, &config)?;
        let connection = Connection::to(&folder)?;
        let postmaster = Postmaster::start(&folder, &binaries, &account, &config, durability)?;
        Ok(Self {
            postmaster,
            folder,
            binaries,
            account,
            config,
            connection,
            durability,
            stopped: false,
            _lock: lock,
        })
    }

    /// How to reach it.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The postmaster's process number.
    pub fn postmaster_id(&self) -> u32 {
        self.postmaster.id()
    }

    /// The folder, by its absolute path.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether the cluster has ended by itself, killed for example. A new start recovers it.
    ///
    /// # Errors
    /// When the operating system does not tell.
    pub fn has_ended(&mut self) -> Result<bool> {
        self.postmaster.has_ended()
    }

    /// Starts it again if it has ended by itself; it recovers and is reached as before. Tells whether
    /// it had to. Blocks until it accepts connections.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn revive(&mut self) -> Result<bool> {
        if !self.postmaster.has_ended()? {
            return Ok(false);
        }
        clear_leftovers(&self.folder, &self.config)?;
        self.postmaster = Postmaster::start(
            &self.folder,
            &self.binaries,
            &self.account,
            &self.config,
            self.durability,
        )?;
        Ok(true)
    }

    /// Ends all sessions, writes a checkpoint and waits for the end. Blocks.
    ///
    /// # Errors
    /// When the cluster does not end; it then recovers at the next start.
    pub fn stop(mut self) -> Result<()> {
        self.end()
    }

    fn end(&mut self) -> Result<()> {
        if self.stopped {
            return Ok(());
        }
        self.stopped = true;
        self.postmaster.stop(&self.folder, &self.config)?;
        let socket_dir = &self.connection.socket_dir;
        if !socket_dir.starts_with(self.folder.path()) {
            // Only empty, only ours, and only litter: not worth an error.
            let _ = fs::remove_dir(socket_dir);
        }
        if self.durability == Durability::Throwaway {
            let path = self.folder.path();
            fs::remove_dir_all(path).doing("removing", path)?;
        }
        Ok(())
    }
}

impl Drop for EmbeddedPostgres {
    fn drop(&mut self) {
        // Nobody is left to tell; the next start recovers.
        let _ = self.end();
    }
}

/// Nothing but what an interrupted start of ours leaves may be there.
fn refuse_strange_files(folder: &Folder) -> Result<()> {
    let path = folder.path();
    let ours = [
        folder.unfinished(),
        folder.password_file(),
        folder.password_file().with_extension("draft"),
        folder.log(),
        folder.lock(),
        folder.throwaway_mark(),
        path.join("socket"),
    ];
    for entry in fs::read_dir(path).doing("reading", path)? {
        if !ours.contains(&entry.doing("reading", path)?.path()) {
            return Err(Error::NotACluster {
                folder: path.to_path_buf(),
            });
        }
    }
    Ok(())
}

/// Empties a folder that says of itself that it may be thrown away.
fn empty(folder: &Folder) -> Result<()> {
    let mark = folder.throwaway_mark();
    let cluster = folder.cluster();
    if mark.exists() {
        if cluster.exists() {
            fs::remove_dir_all(&cluster).doing("removing", &cluster)?;
        }
        return Ok(());
    }
    if cluster.exists() {
        return Err(Error::NotACluster {
            folder: folder.path().to_path_buf(),
        });
    }
    refuse_strange_files(folder)?;
    open_private(OpenOptions::new().write(true), &mark).map(|_| ())
}
