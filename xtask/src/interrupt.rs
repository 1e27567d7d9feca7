//! Ctrl-C while something must be put in order first, such as a database that was started for the tests.
//! It must never be swallowed: whoever listens stops soon, and a second one ends the process at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::{Error, Result};

static CAME: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on Ctrl-C only sets a flag; [`came`] must be asked.
pub fn listen() -> Result<()> {
    let came = CAME.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM] {
        // Registered first: it acts on what an earlier signal has set.
        flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(came))
            .and_then(|_| flag::register(signal, Arc::clone(came)))
            .map_err(|source| Error::Io {
                doing: "listening for Ctrl-C".to_owned(),
                source,
            })?;
    }
    Ok(())
}

/// Whether somebody wants this to end.
pub fn came() -> bool {
    CAME.get().is_some_and(|came| came.load(Ordering::Relaxed))
}
