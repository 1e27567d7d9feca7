//! The one error of the build tool: what was being done, why it failed, what to do about it.
//! It must never hide the cause, and never take more than one line to say what to do.

use std::path::Path;

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("{doing}: {source}")]
    Io {
        doing: String,
        source: std::io::Error,
    },
    /// A program that was started ended badly; its own output says why.
    #[error("`{command}` failed ({status})")]
    Command { command: String, status: String },
    /// A step of the build refused its input.
    #[error("{doing}: {why}")]
    Step { doing: String, why: String },
    /// Something is missing that the person has to bring.
    #[error("{what}; to do: {todo}")]
    Missing { what: String, todo: String },
    /// The private Postgres did not start.
    #[error(transparent)]
    Postgres(#[from] embedded_postgres::Error),
    /// Somebody pressed Ctrl-C; what had been started was stopped.
    #[error("interrupted; what was started for it is stopped")]
    Interrupted,
    /// One or more checks failed; each has printed its own findings.
    #[error("{0}")]
    Checks(String),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A step that failed for a reason another library gives as text.
    pub fn step(doing: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Step {
            doing: doing.into(),
            why: why.to_string(),
        }
    }

    /// Something that must be brought, and how.
    pub fn missing(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::Missing {
            what: what.into(),
            todo: todo.into(),
        }
    }
}

/// Names the file and the deed in an I/O error.
pub trait Doing<T> {
    fn doing(self, deed: &str, path: &Path) -> Result<T>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, deed: &str, path: &Path) -> Result<T> {
        self.map_err(|source| Error::Io {
            doing: format!("{deed} {}", path.display()),
            source,
        })
    }
}
