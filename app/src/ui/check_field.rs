//! A sentence to agree to, and choices drawn as cards.
//! Never ticked for the person where it is a consent.
use super::{
    field_parts::{FieldError, Parts},
    icon::{Icon, IconName},
    typed::Typed,
};
use leptos::{html::Input, prelude::*};

/// What a ticked box sends.
const TICKED: &str = "true";

/// A box with its sentence. The sentence (children; links may be in it) is the name, exactly.
#[component]
pub fn CheckField(
    /// The name in the sent form; also the id, unless `id` says otherwise.
    name: &'static str,
    /// Another id, where two forms of a page share a name.
    #[prop(optional, into)]
    id: Option<String>,
    /// What it means.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and the way out.
    #[prop(optional, into)]
    error: Signal<Option<FieldError>>,
    /// Ticked at first.
    #[prop(optional)]
    checked: bool,
    /// Must be ticked.
    #[prop(optional)]
    required: bool,
    /// The box itself.
    #[prop(optional)]
    input: NodeRef<Input>,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    let parts = Parts::new(id, name, hint, error);
    let checked = Typed::here().is_ticked(name, TICKED, checked);
    view! {
        <div class="check">
            <input
                node_ref=input
                class="check-box"
                type="checkbox"
                id=parts.id.clone()
                name=name
                value=TICKED
                checked=checked
                required=required
                aria-describedby=parts.described_by(None)
                aria-invalid=parts.invalid()
            />
            <label class="check-label" for=parts.id.clone()>{children()}</label>
            {parts.hint_view()}
            {parts.error_view()}
        </div>
    }
}

/// One way of several, as a card with a radio button in it. Put them in `<div class="choice-list">`.
#[component]
pub fn Choice(
    /// The name all choices share.
    name: &'static str,
    /// What is sent.
    #[prop(into)]
    value: String,
    /// What it is; the accessible name.
    #[prop(into)]
    title: Signal<String>,
    /// How it is: speed, condition. Describes, and is not part of the name.
    #[prop(optional, into)]
    detail: Signal<Option<String>>,
    /// At the end: its price.
    #[prop(optional, into)]
    end: Signal<Option<String>>,
    /// A drawing.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Chosen at first.
    #[prop(optional)]
    checked: bool,
) -> impl IntoView {
    let id = format!("{name}-{value}");
    let checked = Typed::here().is_ticked(name, &value, checked);
    let title_id = format!("{id}-title");
    let detail_id = format!("{id}-detail");
    view! {
        <label class="choice" for=id.clone()>
            <input
                type="radio"
                id=id.clone()
                name=name
                value=value
                checked=checked
                aria-labelledby=title_id.clone()
                aria-describedby=detail_id.clone()
            />
            {icon.map(|name| view! { <span class="avatar" aria-hidden="true"><Icon name=name/></span> })}
            <span class="choice-words">
                <span class="choice-title" id=title_id>{move || title.get()}</span>
                <span class="choice-detail" id=detail_id>{move || detail.get()}</span>
            </span>
            <span class="choice-end">{move || end.get()}</span>
        </label>
    }
}
