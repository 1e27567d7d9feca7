//! A text field: label, hint, box, error. The label is the name, exactly; hint and error describe.
//! Uncontrolled: what was typed before the page woke up stays, so nothing ever writes the value back.
use super::{
    field_parts::{FieldError, Parts, label_view},
    typed::Typed,
};
use leptos::{html::Input, prelude::*};

/// One line of text. Listen with `on:input` or `on:change` on the component, or read `input`.
#[component]
pub fn Field(
    /// The accessible name, exactly.
    #[prop(into)]
    label: Signal<String>,
    /// The name in the sent form; also the id, unless `id` says otherwise.
    name: &'static str,
    /// Another id, where two forms of a page share a name.
    #[prop(optional, into)]
    id: Option<String>,
    /// `text`, `email`, `tel`, `search`, `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and the way out.
    #[prop(optional, into)]
    error: Signal<Option<FieldError>>,
    /// A word beside the label, not part of the name.
    #[prop(optional, into)]
    mark: Signal<Option<String>>,
    /// What the server knows already. Never changes later.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Who may fill it in: the browser's word for it.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Which keys a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// An example. Never instead of the label.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    /// The longest text the server takes.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Neither capitals nor spelling: addresses, numbers, codes.
    #[prop(optional)]
    verbatim: bool,
    /// The box itself.
    #[prop(optional)]
    input: NodeRef<Input>,
) -> impl IntoView {
    let parts = Parts::new(id, name, hint, error);
    let value = Typed::here().of(name).or_else(|| value.get_untracked());
    view! {
        <div class="field">
            {label_view(label, parts.id.clone(), mark)}
            {parts.hint_view()}
            <input
                node_ref=input
                class="input"
                id=parts.id.clone()
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                placeholder=move || placeholder.get()
                maxlength=maxlength
                required=required
                autocapitalize=verbatim.then_some("none")
                spellcheck=verbatim.then_some("false")
                aria-describedby=parts.described_by(None)
                aria-invalid=parts.invalid()
            />
            {parts.error_view()}
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    /// The markup without the empty comments by which the browser finds its place when it wakes the page.
    fn drawn<V: IntoView>(view: impl FnOnce() -> V) -> String {
        let html = Owner::new().with(|| view().into_view().to_html());
        html.replace("<!>", "")
    }

    fn wrong(text: &str) -> Signal<Option<FieldError>> {
        Signal::stored(Some(text.to_owned().into()))
    }

    #[test]
    fn the_label_holds_the_name_and_nothing_else() {
        let html = drawn(
            || view! { <Field label="Note" name="note" mark="(optional)" hint="Both see it"/> },
        );
        assert!(
            html.contains(r#"<label for="note" class="field-label">Note</label>"#),
            "{html}"
        );
    }

    #[test]
    fn a_hint_describes_the_field_and_an_error_does_so_too() {
        let html = drawn(
            || view! { <Field label="To" name="to" hint="E-mail" error=wrong("Nobody is there")/> },
        );
        assert!(
            html.contains(r#"aria-describedby="to-hint to-error" aria-invalid="true""#),
            "{html}"
        );
    }

    #[test]
    fn a_field_without_error_is_not_invalid_and_says_nothing() {
        let html = drawn(|| view! { <Field label="To" name="to" /> });
        assert!(
            !html.contains("aria-invalid") && !html.contains("aria-describedby"),
            "{html}"
        );
    }

    #[test]
    fn an_empty_error_is_no_error() {
        let html = drawn(|| view! { <Field label="To" name="to" error=wrong("")/> });
        assert!(!html.contains("aria-invalid"), "{html}");
    }
}
