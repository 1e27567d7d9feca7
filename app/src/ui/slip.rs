//! The paper slip and its stamp: receipt, page of a transaction, print.
//! The stamp says that money has moved: never drawn before the server said so.
use leptos::prelude::*;

/// The paper with its torn edge. Put `Who`, the sum, `Tear`, `Facts` and `Timeline` on it.
#[component]
pub fn Slip(
    /// What is written on it.
    children: Children,
) -> impl IntoView {
    view! { <article class="slip">{children()}</article> }
}

/// 已付 / PAID, pressed on once. Beside the sum, in `<div class="slip-sum">`.
#[component]
pub fn Stamp(
    /// The word.
    #[prop(into)]
    word: Signal<String>,
    /// House and day under it ("OKPAY 11·22").
    #[prop(into)]
    line: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="stamp">
            <span class="stamp-word">{move || word.get()}</span>
            <span class="stamp-line">{move || line.get()}</span>
        </p>
    }
}

/// The line of small strokes between the head and the facts.
#[component]
pub fn Tear() -> impl IntoView {
    view! { <hr class="tear" aria-hidden="true"/> }
}
