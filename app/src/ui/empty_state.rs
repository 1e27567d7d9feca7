//! Pages and lists with nothing on them: a drawing, a sentence, one next step.
//! Never blames the person, never a dead end.
use leptos::prelude::*;

/// A drawing of `/art.svg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Art {
    /// A slip with nothing on it.
    NoEntries,
    /// A paper boat without wind.
    Offline,
    /// An empty drawer.
    NotFound,
}

/// The drawing alone, as decoration.
#[component]
pub fn Drawing(
    /// Which.
    art: Art,
) -> impl IntoView {
    let href = match art {
        Art::NoEntries => "/art.svg#no-entries",
        Art::Offline => "/art.svg#offline",
        Art::NotFound => "/art.svg#not-found",
    };
    view! {
        <svg class="empty-art" aria-hidden="true" focusable="false">
            <use href=href></use>
        </svg>
    }
}

/// A list with nothing in it. Children: the next step.
#[component]
pub fn EmptyState(
    /// Which drawing.
    #[prop(default = Art::NoEntries)]
    art: Art,
    /// What is not there yet.
    #[prop(into)]
    title: Signal<String>,
    /// What will be there, and how it comes.
    #[prop(into)]
    text: Signal<String>,
    /// The next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Drawing art=art/>
            <p class="empty-title">{move || title.get()}</p>
            <p class="empty-text">{move || text.get()}</p>
            {children.map(|children| view! { <div class="empty-action">{children()}</div> })}
        </div>
    }
}

/// A page that is one message: not found, offline, busy, broken. Children: the ways on.
#[component]
pub fn Message(
    /// Which drawing.
    art: Art,
    /// The heading of the page.
    #[prop(into)]
    title: Signal<String>,
    /// What happened, that the money is safe, what to do.
    #[prop(into)]
    text: Signal<String>,
    /// The ways on.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="message">
            <Drawing art=art/>
            <h1 tabindex="-1">{move || title.get()}</h1>
            <p>{move || text.get()}</p>
            <div class="btn-row">{children()}</div>
        </section>
    }
}
