//! What a launcher may choose.
//! It must never hold what follows from the folder: socket, password and account are found, not told.

use std::path::PathBuf;
use std::time::Duration;

/// Crash recovery of a large journal takes its time; a hanging start should still end.
const START_TIMEOUT: Duration = Duration::from_mins(5);
/// A fast shutdown writes one checkpoint.
const STOP_TIMEOUT: Duration = Duration::from_mins(1);
const CONNECTIONS_MAX: u16 = 100;

/// How to run the cluster.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder that belongs to the cluster alone.
    pub folder: PathBuf,
    /// Folders in which further Postgres installations may lie, besides the usual places.
    pub tool_folders: Vec<PathBuf>,
    /// The connections the cluster accepts.
    pub connections_max: u16,
    /// Further settings, as in `postgresql.conf`; they come last and win.
    pub settings: Vec<(String, String)>,
    /// How long a start may take before it is given up.
    pub start_timeout: Duration,
    /// How long a clean stop may take before it is forced.
    pub stop_timeout: Duration,
}

impl Config {
    /// The usual choices for a cluster in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            tool_folders: tool_folder().into_iter().collect(),
            connections_max: CONNECTIONS_MAX,
            settings: Vec::new(),
            start_timeout: START_TIMEOUT,
            stop_timeout: STOP_TIMEOUT,
        }
    }
}

/// Where the build tool puts downloaded binaries: `OKPAY_TOOLS_DIR`, else the user's cache folder; for
/// root a place that others can read, since Postgres runs as somebody else. `None` without a home.
pub fn tool_folder() -> Option<PathBuf> {
    let path = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(folder) = path("OKPAY_TOOLS_DIR") {
        return Some(folder);
    }
    if crate::running_as_root() {
        return Some(PathBuf::from("/var/cache/okpay"));
    }
    let cache = path("XDG_CACHE_HOME").or_else(|| path("HOME").map(|home| home.join(".cache")))?;
    Some(cache.join("okpay"))
}

/// Whether the cluster's content matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Every commit is on the disk before it is reported.
    Durable,
    /// For tests: nothing is synced, nobody is asked for a password, and the folder is emptied at start.
    Throwaway,
}

impl Durability {
    /// Who may connect: whoever knows a password, or whoever can reach the private socket.
    pub(crate) fn authentication(self) -> &'static str {
        match self {
            Self::Durable => "scram-sha-256",
            Self::Throwaway => "trust",
        }
    }

    /// The settings that make it so.
    pub(crate) fn settings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Durable => &[
                ("fsync", "on"),
                ("synchronous_commit", "on"),
                ("full_page_writes", "on"),
            ],
            Self::Throwaway => &[
                ("fsync", "off"),
                ("synchronous_commit", "off"),
                ("full_page_writes", "off"),
            ],
        }
    }
}
