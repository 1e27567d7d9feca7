//! Waiting until somebody stops typing.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

/// How long nothing is typed before the server is asked.
const QUIET: Duration = Duration::from_millis(250);

/// Does what was last asked for once it has been quiet for a quarter of a second; never after its page was left.
#[derive(Clone, Copy)]
pub(crate) struct OnceQuiet(StoredValue<Option<TimeoutHandle>>);

/// For the page or part that is being made.
pub(crate) fn use_once_quiet() -> OnceQuiet {
    let quiet = OnceQuiet(StoredValue::new(None));
    on_cleanup(move || quiet.forget());
    quiet
}

impl OnceQuiet {
    /// Asks for this, and for nothing that was asked for before.
    pub fn ask(self, deed: impl FnOnce() + 'static) {
        self.replace(set_timeout_with_handle(deed, QUIET).ok());
    }

    /// Does nothing of what was asked for.
    pub fn forget(self) {
        self.replace(None);
    }

    fn replace(self, waiting: Option<TimeoutHandle>) {
        let before = self
            .0
            .try_update_value(|asked| std::mem::replace(asked, waiting));
        if let Some(Some(before)) = before {
            before.clear();
        }
    }
}
