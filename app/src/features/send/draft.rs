//! What was typed into the send form, kept while one looks at the confirm sheet, so that going back loses nothing.
//! It lives in the page alone: never in an address, never on the server.

use leptos::prelude::*;

use crate::features::exchange::SumTyped;

/// The fields as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub to: String,
    pub sum: SumTyped,
    pub note: String,
}

/// The draft of this page; provided once by the app.
pub(super) fn use_draft() -> RwSignal<Draft> {
    use_context().unwrap_or_else(|| RwSignal::new(Draft::default()))
}
