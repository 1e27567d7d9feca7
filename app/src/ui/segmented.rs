//! A few views of one thing, and filters that can be taken off: links, so that the address holds the choice.
//! Never tabs by script alone.
use leptos::prelude::*;

/// The frame around `Segment`s.
#[component]
pub fn Segmented(
    /// What is chosen between.
    #[prop(into)]
    label: Signal<String>,
    /// As wide as its place.
    #[prop(optional)]
    wide: bool,
    /// `Segment`s.
    children: Children,
) -> impl IntoView {
    let class = if wide {
        "segmented segmented-wide"
    } else {
        "segmented"
    };
    view! { <nav class=class aria-label=move || label.get()>{children()}</nav> }
}

/// One view.
#[component]
pub fn Segment(
    /// Where it is.
    #[prop(into)]
    href: Signal<String>,
    /// The one that is seen.
    #[prop(into)]
    current: Signal<bool>,
    /// Its name.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="segment" href=move || href.get() aria-current=move || current.get().then_some("true")>
            {children()}
        </a>
    }
}

/// One filter; in `<nav class="chips">`.
#[component]
pub fn ChipLink(
    /// The address with this filter put on or taken off.
    #[prop(into)]
    href: Signal<String>,
    /// It is on.
    #[prop(into)]
    current: Signal<bool>,
    /// Its name.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="chip" href=move || href.get() aria-current=move || current.get().then_some("true")>
            {children()}
        </a>
    }
}
