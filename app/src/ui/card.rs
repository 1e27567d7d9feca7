//! Paper on the ground, and a part of a page with its heading.
//! Never nested in itself: a card in a card says nothing.
use leptos::prelude::*;

/// A card. `flush` holds rows up to its edge; `roomy` holds a form.
#[component]
pub fn Card(
    /// Without inner space, for rows and tables.
    #[prop(optional)]
    flush: bool,
    /// With more inner space, for forms.
    #[prop(optional)]
    roomy: bool,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let class = match (flush, roomy) {
        (true, _) => "card card-flush",
        (false, true) => "card card-roomy",
        (false, false) => "card",
    };
    view! { <div class=class>{children()}</div> }
}

/// A part of a page: an `h2`, perhaps a link beside it, and what it is about.
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// So that a link can lead here.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Where the link beside the heading leads.
    #[prop(optional, into)]
    href: MaybeProp<String>,
    /// The text of that link.
    #[prop(optional, into)]
    link: Signal<Option<String>>,
    /// What it is about.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section" id=id>
            <div class="section-head">
                <h2>{move || title.get()}</h2>
                {href.get_untracked().map(|href| view! { <a href=href>{move || link.get()}</a> })}
            </div>
            {children()}
        </section>
    }
}
