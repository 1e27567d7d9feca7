//! The sheet that says what will happen before one presses, and its line that runs out.
//! Shows exactly what the server bound to the intent, nothing computed here.
use super::icon::{Icon, IconName, IconSize};
use leptos::prelude::*;

/// The confirm sheet: `Who`, the deed, `Facts`, `LockLine`, the form.
#[component]
pub fn Sheet(
    /// What will happen.
    children: Children,
) -> impl IntoView {
    view! { <section class="sheet">{children()}</section> }
}

/// How long a quote still holds.
#[component]
pub fn LockLine(
    /// "Rate locked".
    #[prop(into)]
    label: Signal<String>,
    /// "04:32", or the time of day it ends.
    #[prop(into)]
    left: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="lock-line">
            <Icon name=IconName::Clock size=IconSize::Small/>
            <span>{move || label.get()}</span>
            <b>{move || left.get()}</b>
        </p>
    }
}
