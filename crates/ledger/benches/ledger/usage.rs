//! What the server and this program have used up: CPU time as the kernel counts it, and bytes of the journal.
//! It must never miss a process of the server that has ended: its parent keeps its time.

use std::fs;
use std::path::Path;

use sqlx::postgres::PgConnection;

use crate::Result;
use crate::server::Server;
use crate::stats::float;

/// What the kernel counts in: `USER_HZ`, 100 a second for all programs on Linux.
const TICK_US: f64 = 10_000.0;

/// Reads what has been used up so far.
pub struct Meter {
    connection: PgConnection,
    postmaster: u32,
}

/// So far, since each began.
#[derive(Clone, Copy)]
pub struct Usage {
    /// In microseconds, of the postmaster and all its children.
    pub server_cpu_us: f64,
    /// In microseconds, of this program.
    pub client_cpu_us: f64,
    /// In bytes.
    pub wal: f64,
}

impl Meter {
    pub async fn new(server: &Server) -> Result<Self> {
        let mut connection = server.connect("postgres").await?;
        let ours: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
            .fetch_one(&mut connection)
            .await?;
        let process = Process::read(&Path::new("/proc").join(ours.to_string())).ok_or(
            "the server's processes are not in /proc: it must run on this machine, a Linux",
        )?;
        Ok(Self {
            connection,
            postmaster: process.parent,
        })
    }

    pub async fn read(&mut self) -> Result<Usage> {
        let wal: i64 = sqlx::query_scalar(
            "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint",
        )
        .fetch_one(&mut self.connection)
        .await?;
        let client = Process::read(Path::new("/proc/self")).ok_or("no /proc/self/stat")?;
        Ok(Usage {
            server_cpu_us: float(self.server_ticks()?) * TICK_US,
            client_cpu_us: float(client.ticks) * TICK_US,
            wal: float(u64::try_from(wal)?),
        })
    }

    /// Where the journal would be read from after a crash: it moves on with each checkpoint.
    pub async fn checkpoint(&mut self) -> Result<String> {
        let query = "SELECT redo_lsn::text FROM pg_control_checkpoint()";
        Ok(sqlx::query_scalar(query)
            .fetch_one(&mut self.connection)
            .await?)
    }

    fn server_ticks(&self) -> Result<u64> {
        let mut ticks = 0;
        for entry in fs::read_dir("/proc")? {
            let path = entry?.path();
            let id: Option<u32> = path
                .file_name()
                .and_then(|name| name.to_str()?.parse().ok());
            // It may end between the list and the look.
            let Some((id, process)) = id.zip(Process::read(&path)) else {
                continue;
            };
            if id == self.postmaster {
                ticks += process.ticks + process.ticks_of_ended_children;
            } else if process.parent == self.postmaster {
                ticks += process.ticks;
            }
        }
        Ok(ticks)
    }
}

/// A few of the fields of `/proc/<pid>/stat` (proc(5)).
struct Process {
    parent: u32,
    /// User and system time.
    ticks: u64,
    ticks_of_ended_children: u64,
}

impl Process {
    fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join("stat")).ok()?;
        // The second field, a name in brackets, may hold blanks and brackets itself; the third comes after the last one.
        let (_, rest) = text.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |place: usize| fields.get(place - 3)?.parse::<u64>().ok();
        Some(Self {
            parent: fields.get(1)?.parse().ok()?,
            ticks: number(14)? + number(15)?,
            ticks_of_ended_children: number(16)? + number(17)?,
        })
    }
}
