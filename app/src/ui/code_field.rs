//! A code that was sent to an address, and beside it the button that sends it.
//! One box for the whole code: paste and the phone's own suggestion work.
use super::field_parts::{FieldError, Parts, label_view, said as text_of};
use leptos::{html::Input, prelude::*};

/// The box for a code. Children: the button.
#[component]
pub fn CodeField(
    /// The accessible name, exactly.
    #[prop(into)]
    label: Signal<String>,
    /// The name in the sent form; also the id, unless `id` says otherwise.
    #[prop(default = "code")]
    name: &'static str,
    /// Another id, where two forms of a page share a name.
    #[prop(optional, into)]
    id: Option<String>,
    /// Where it comes from.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and the way out.
    #[prop(optional, into)]
    error: Signal<Option<FieldError>>,
    /// News of the sending ("sent; again in 59 s"), spoken politely.
    #[prop(optional, into)]
    said: Signal<Option<String>>,
    /// An example of its shape.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    /// What the server knows already (from a link). Never changes later.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// The box itself.
    #[prop(optional)]
    input: NodeRef<Input>,
    /// The button that sends a code.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let parts = Parts::new(id, name, hint, error);
    view! {
        <div class="field">
            {label_view(label, parts.id.clone(), Signal::default())}
            {parts.hint_view()}
            <div class="code-frame">
                <input
                    node_ref=input
                    class="input code-input"
                    id=parts.id.clone()
                    name=name
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder=move || placeholder.get()
                    value=value.get_untracked()
                    required=required
                    aria-describedby=parts.described_by(None)
                    aria-invalid=parts.invalid()
                />
                {children.map(|children| children())}
            </div>
            <p class="field-said" role="status">{move || text_of(said)}</p>
            {parts.error_view()}
        </div>
    }
}
