//! A secret that is typed, with a button that shows it.
//! Never given a value, never kept in a signal; paste and password managers work.
use super::{
    button::IconButton,
    field_parts::{FieldError, Parts, label_view},
    icon::IconName,
};
use leptos::{html::Input, prelude::*};

/// A password, or (`pin`) a payment password of a few digits.
#[component]
pub fn PasswordField(
    /// The accessible name, exactly.
    #[prop(into)]
    label: Signal<String>,
    /// The name of the button while the text is hidden ("Show password").
    #[prop(into)]
    show_label: Signal<String>,
    /// The name of the button while the text is seen ("Hide password").
    #[prop(into)]
    hide_label: Signal<String>,
    /// The name in the sent form; also the id, unless `id` says otherwise.
    name: &'static str,
    /// Another id, where two forms of a page share a name.
    #[prop(optional, into)]
    id: Option<String>,
    /// How to choose or find it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and the way out.
    #[prop(optional, into)]
    error: Signal<Option<FieldError>>,
    /// `current-password`, `new-password` or `off`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Few and mostly digits: wide figures. Letters are allowed, so a phone shows all its keys.
    #[prop(optional)]
    pin: bool,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// The box itself.
    #[prop(optional)]
    input: NodeRef<Input>,
    /// Under the box: how strong it is.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let parts = Parts::new(id, name, hint, error);
    let shown = RwSignal::new(false);
    // Without scripts the button could do nothing, so it only appears when the page is awake.
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let button_label = move || {
        if shown.get() {
            hide_label.get()
        } else {
            show_label.get()
        }
    };
    let button_icon = move || {
        if shown.get() {
            IconName::EyeOff
        } else {
            IconName::Eye
        }
    };
    view! {
        <div class="field">
            {label_view(label, parts.id.clone(), Signal::default())}
            {parts.hint_view()}
            <div class="input-frame">
                <input
                    node_ref=input
                    class=if pin { "input input-pin" } else { "input" }
                    id=parts.id.clone()
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    // Something must be there for the look of an empty box to be told from a filled one.
                    placeholder=pin.then_some(" ")
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    aria-describedby=parts.described_by(None)
                    aria-invalid=parts.invalid()
                />
                <div class="input-tool" hidden=move || !awake.get()>
                    <IconButton
                        label=button_label
                        icon=button_icon
                        on:click=move |_| shown.update(|shown| *shown = !*shown)
                    />
                </div>
            </div>
            {children.map(|children| children())}
            {parts.error_view()}
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_button_that_shows_a_password_never_labels_a_field() {
        let html = Owner::new().with(|| {
            view! { <PasswordField label="Password" show_label="Show password" hide_label="Hide password" name="password"/> }
                .to_html()
        });
        assert!(!html.contains("aria-label"), "{html}");
        assert!(
            html.contains(r#"<div hidden class="input-tool">"#),
            "{html}"
        );
    }
}
