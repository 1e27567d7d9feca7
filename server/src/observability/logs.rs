//! Log lines: for people in a terminal, JSON for machines, always on stderr. What may be logged is decided where it
//! is logged; nothing is filtered out here but by level.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{
    Layer,
    filter::{ParseError, Targets},
    fmt,
    layer::SubscriberExt,
    util::{SubscriberInitExt, TryInitError},
};

use crate::config::LogFormat;

/// Why there are no logs.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("OKPAY_LOG: {0}; use a level, or target=level pairs separated by commas")]
    Filter(#[from] ParseError),
    #[error("starting the log: {0}")]
    Twice(#[from] TryInitError),
}

/// Starts logging for the whole process, once.
pub fn start(filter: &str, format: LogFormat) -> Result<(), LogError> {
    let filter: Targets = filter.parse()?;
    let human = match format {
        LogFormat::Auto => stderr().is_terminal(),
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    let layer = if human {
        fmt::layer()
            .with_writer(stderr)
            .with_ansi(stderr().is_terminal())
            .compact()
            .boxed()
    } else {
        fmt::layer()
            .with_writer(stderr)
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed()
    };
    tracing_subscriber::registry()
        .with(layer.with_filter(filter))
        .try_init()?;
    Ok(())
}
