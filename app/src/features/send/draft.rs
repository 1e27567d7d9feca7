//! What was typed into the send form, kept while one looks at the confirm sheet or signs in again, so that going back
//! loses nothing. It lives in this tab alone: never in an address, never on the server, and never a password.

use leptos::{prelude::*, wasm_bindgen::JsValue, web_sys::Storage};
use serde::{Deserialize, Serialize};

use crate::features::exchange::SumTyped;

/// Where the tab keeps it.
const KEY: &str = "okpay-draft";

/// The fields as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// The name of the payment that is sent once more, if it began with one.
    #[serde(default)]
    pub repeats: Option<String>,
    pub to: String,
    pub sum: SumTyped,
    pub note: String,
}

impl Draft {
    /// Nothing was typed; a currency alone is only the one that was suggested.
    pub(super) fn is_empty(&self) -> bool {
        [&self.to, &self.sum.amount, &self.sum.they_get, &self.note]
            .iter()
            .all(|text| text.is_empty())
    }
}

/// A draft and whose it is: another person at the same browser never sees it.
#[derive(Serialize, Deserialize)]
struct Kept {
    account: String,
    draft: Draft,
}

/// The draft of this page; provided once by the app.
pub(super) fn use_draft() -> RwSignal<Draft> {
    use_context().unwrap_or_else(|| RwSignal::new(Draft::default()))
}

/// Keeps the draft of the member with this account number over a full load of the page.
pub(super) fn keep(account: &str, draft: &Draft) {
    let kept = Kept {
        account: account.to_owned(),
        draft: draft.clone(),
    };
    if let (Some(tab), Ok(text)) = (tab(), serde_json::to_string(&kept)) {
        // A tab that may not keep anything still sends money.
        drop(tab.set_item(KEY, &text));
    }
}

/// The draft that this member left in the tab.
pub(super) fn kept(account: &str) -> Option<Draft> {
    let text = tab()?.get_item(KEY).ok().flatten()?;
    let kept: Kept = serde_json::from_str(&text).ok()?;
    (kept.account == account).then_some(kept.draft)
}

/// Forgets what was typed: it was sent, or its person signs out.
pub(crate) fn forget_draft() {
    if let Some(tab) = tab() {
        drop(tab.remove_item(KEY));
    }
}

/// Takes the suggestion out of the address once it is the person's own draft, so that going back leads to the draft, or,
/// once that is paid, to an empty form.
pub(super) fn forget_suggestion() {
    if window()
        .location()
        .search()
        .is_ok_and(|query| !query.is_empty())
        && let Ok(history) = window().history()
    {
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some("/send")));
    }
}

fn tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
