//! The head of a page: a way back, its one `h1`, what else can be done.
//! Exactly one on a page; the heading can take the focus after a move.
use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// The head. Children: actions at the end.
#[component]
pub fn PageHeader(
    /// The heading, exactly as the tests know it.
    #[prop(into)]
    title: Signal<String>,
    /// Where back leads.
    #[prop(optional, into)]
    back_href: MaybeProp<String>,
    /// The name of that link.
    #[prop(optional, into)]
    back_label: Signal<Option<String>>,
    /// A sentence under the heading.
    #[prop(optional, into)]
    lead: Signal<Option<String>>,
    /// Actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let back = back_href.get_untracked().map(|href| {
        view! {
            <a class="btn-icon page-back" href=href>
                <Icon name=IconName::Back/>
                <span class="visually-hidden">{move || back_label.get()}</span>
            </a>
        }
    });
    view! {
        <header class="page-header">
            {back}
            <h1 tabindex="-1">{move || title.get()}</h1>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
            {move || lead.get().map(|text| view! { <p class="page-lead">{text}</p> })}
        </header>
    }
}
