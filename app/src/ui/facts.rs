//! Terms and their values, line by line.
//! The order is the reader's: rate, fee, from, total last.
use leptos::prelude::*;

/// The list around `Fact`s.
#[component]
pub fn Facts(
    /// `Fact`s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// One term and its value (children).
#[component]
pub fn Fact(
    /// The term.
    #[prop(into)]
    term: Signal<String>,
    /// The sum, under a line.
    #[prop(optional)]
    total: bool,
    /// The value.
    children: Children,
) -> impl IntoView {
    let class = total.then_some("facts-total");
    view! {
        <dt class=class>{move || term.get()}</dt>
        <dd class=class>{children()}</dd>
    }
}
