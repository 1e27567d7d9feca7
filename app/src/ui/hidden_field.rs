//! Something that a form says along and nobody types.
//! Never a secret: it stands in the page.
use super::typed::Typed;
use leptos::prelude::*;

/// The field. What was sent before is sent again.
#[component]
pub fn HiddenField(
    /// The name in the sent form.
    name: &'static str,
    /// What is said.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=Typed::here().of(name).unwrap_or(value)/> }
}
