//! A field for several lines of text: label, hint, box, error, like `Field`.
//! Uncontrolled: what was typed before the page woke up stays, so nothing ever writes the value back.
use super::{
    field_parts::{FieldError, Parts, label_view},
    typed::Typed,
};
use leptos::prelude::*;

/// Lines shown at first; the box can be drawn larger.
const ROWS: u32 = 3;

/// Several lines of text.
#[component]
pub fn LongField(
    /// The accessible name, exactly.
    #[prop(into)]
    label: Signal<String>,
    /// The name in the sent form, and the id.
    name: &'static str,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and the way out.
    #[prop(optional, into)]
    error: Signal<Option<FieldError>>,
    /// What the server knows already. Never changes later.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let parts = Parts::new(None, name, hint, error);
    let value = Typed::here().of(name).unwrap_or(value);
    view! {
        <div class="field">
            {label_view(label, parts.id.clone(), Signal::default())}
            {parts.hint_view()}
            <textarea
                class="input"
                id=parts.id.clone()
                name=name
                rows=ROWS
                autocomplete="off"
                aria-describedby=parts.described_by(None)
                aria-invalid=parts.invalid()
            >
                {as_content(value)}
            </textarea>
            {parts.error_view()}
        </div>
    }
}

/// Leptos writes what stands in a `textarea` into the server's page as it is (tachys 0.2: `ESCAPE_CHILDREN`), so that a
/// text could end the box and begin markup. In the browser it becomes a text node, which needs nothing.
fn as_content(text: String) -> String {
    if cfg!(feature = "ssr") {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    } else {
        text
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn drawn(value: &'static str) -> String {
        Owner::new().with(|| {
            view! { <LongField label="Private note" name="private_note" value=value/> }
                .into_view()
                .to_html()
        })
    }

    #[test]
    fn the_box_holds_the_text_and_nothing_else() {
        for (value, content) in [
            ("", "></textarea>"),
            ("two\nlines", ">two\nlines</textarea>"),
        ] {
            let html = drawn(value);
            assert!(html.contains(content), "{html}");
        }
    }

    #[test]
    fn no_text_ends_the_box() {
        let html = drawn("</textarea><script>alert(1)</script>&lt;");
        assert!(
            html.contains(
                "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;</textarea>"
            ),
            "{html}"
        );
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
    }
}
