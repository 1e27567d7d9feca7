//! What the ledger is compared with, each in a database of its own: a bare insert, TPC-B, plain statements, a peer.
//! They must never be spared anything that the ledger's own work has to do.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::Executor;

use crate::Result;
use crate::pgbench::Pgbench;
use crate::sample::Sample;
use crate::server::Server;
use crate::settings::Settings;
use crate::usage::Meter;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/ledger/sql");
const EMPTY: &str = "template0";
/// Enough branches that eight clients seldom wait for the same one.
const TPCB_SCALE: u32 = 50;
const RUN: &str = "run.sql";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Yardstick {
    /// A durable insert of one row: nothing that keeps a record can be faster one by one.
    Floor,
    /// pgbench's own TPC-B.
    Tpcb,
    /// BEGIN, several statements, COMMIT: a ledger as one would write it in a hurry.
    Statements,
    /// Another ledger, from the folder that `PEER_SQL` names.
    Peer,
}

impl Yardstick {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Tpcb => "tpcb",
            Self::Statements => "statements",
            Self::Peer => "peer",
        }
    }

    fn database(self) -> String {
        format!("bench_{}", self.name())
    }
}

pub struct Yardsticks {
    pgbench: Pgbench,
    server: Server,
    peer: Option<PathBuf>,
}

impl Yardsticks {
    /// Makes and fills the databases.
    pub async fn set_up(settings: &Settings, server: &Server) -> Result<Self> {
        let set_up = Self {
            pgbench: Pgbench::new(settings, server.clone())?,
            server: server.clone(),
            peer: settings.peer.clone(),
        };
        for yardstick in set_up.all() {
            set_up.fill(yardstick).await?;
        }
        Ok(set_up)
    }

    /// Those there are.
    pub fn all(&self) -> Vec<Yardstick> {
        let mut all = vec![Yardstick::Floor, Yardstick::Tpcb, Yardstick::Statements];
        if self.peer.is_some() {
            all.push(Yardstick::Peer);
        }
        all
    }

    pub async fn measure(
        &self,
        yardstick: Yardstick,
        meter: &mut Meter,
        span: Duration,
    ) -> Result<Sample> {
        let script = self.script(yardstick);
        let database = yardstick.database();
        if yardstick == Yardstick::Tpcb {
            // As pgbench itself does before a run, but not on the clock.
            let mut connection = self.server.connect(&database).await?;
            connection
                .execute("VACUUM pgbench_branches, pgbench_tellers")
                .await?;
        }
        self.pgbench
            .measure(meter, &database, script.as_deref(), span)
            .await
    }

    fn script(&self, yardstick: Yardstick) -> Option<PathBuf> {
        match yardstick {
            Yardstick::Floor => Some(Path::new(FOLDER).join("floor.sql")),
            Yardstick::Statements => Some(Path::new(FOLDER).join("statements.sql")),
            Yardstick::Tpcb => None,
            Yardstick::Peer => self.peer.as_ref().map(|folder| folder.join(RUN)),
        }
    }

    async fn fill(&self, yardstick: Yardstick) -> Result<()> {
        let database = yardstick.database();
        self.server.create(&database, EMPTY).await?;
        match yardstick {
            Yardstick::Tpcb => self.pgbench.initialise(&database, TPCB_SCALE).await,
            Yardstick::Floor => self.load(&database, "floor_tables.sql").await,
            Yardstick::Statements => {
                self.load(&database, "statements_tables.sql").await?;
                self.server.run(&database, "VACUUM ANALYZE").await
            }
            Yardstick::Peer => {
                for script in self.peer_scripts()? {
                    self.server
                        .run(&database, &fs::read_to_string(&script)?)
                        .await
                        .map_err(|why| format!("loading {}: {why}", script.display()))?;
                }
                self.server.run(&database, "VACUUM ANALYZE").await
            }
        }
    }

    async fn load(&self, database: &str, name: &str) -> Result<()> {
        let script = fs::read_to_string(Path::new(FOLDER).join(name))?;
        self.server.run(database, &script).await
    }

    /// What the peer's folder holds beside the script that is measured, in order of names.
    fn peer_scripts(&self) -> Result<Vec<PathBuf>> {
        let mut scripts = Vec::new();
        if let Some(folder) = &self.peer {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                let is_sql = path.extension().is_some_and(|extension| extension == "sql");
                if is_sql && path.file_name().is_some_and(|name| name != RUN) {
                    scripts.push(path);
                }
            }
        }
        scripts.sort();
        Ok(scripts)
    }
}
