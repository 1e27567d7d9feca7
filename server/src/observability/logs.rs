//! Log lines: for people in a terminal, JSON for machines, always on stderr. What may be logged is decided where it
//! is logged; nothing is filtered out here but by level.

use std::{
    any::Any,
    io::{IsTerminal, stderr},
    panic::{PanicHookInfo, set_hook},
};

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
    set_hook(Box::new(log_panic));
    Ok(())
}

/// A panic is a line like any other: with its place, and with its words only where they were written beforehand.
fn log_panic(panic: &PanicHookInfo) {
    let place = panic.location().map(ToString::to_string);
    let thread = std::thread::current();
    tracing::error!(
        place,
        thread = thread.name(),
        why = fixed_words(panic.payload()),
        "panicked"
    );
}

/// Words that were put together may hold what must not be seen: an address, a token, a row.
fn fixed_words(payload: &dyn Any) -> &'static str {
    payload
        .downcast_ref::<&'static str>()
        .copied()
        .unwrap_or("(withheld)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_only_words_that_hold_nothing_of_anybody() {
        assert_eq!(fixed_words(&"no free number"), "no free number");
        assert_eq!(fixed_words(&format!("bad token {}", 42)), "(withheld)");
    }
}
