//! What was typed into the send form, kept while one looks at the confirm sheet, so that going back loses nothing.
//! It lives in the page alone: never in an address, never on the server.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The fields as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// The id of the payment that is sent once more, if it began with one.
    pub repeats: Option<String>,
    pub to: String,
    pub amount: String,
    pub currency: String,
    pub note: String,
}

/// The draft of this page; provided once by the app.
pub(super) fn use_draft() -> RwSignal<Draft> {
    use_context().unwrap_or_else(|| RwSignal::new(Draft::default()))
}
