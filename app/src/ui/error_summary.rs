//! What is wrong with a form, all of it, above it; each line leads to its field.
//! Takes the focus when it appears, so that nobody misses it. The same words stand beside the fields.
use super::icon::{Icon, IconName};
use leptos::{ev::MouseEvent, html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// A mistake and the id of the field it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the field; empty for a mistake that is nobody's.
    pub field: String,
    /// What is wrong and the way out.
    pub text: String,
}

/// The list of mistakes; not there while there are none.
#[component]
pub fn ErrorSummary(
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// The mistakes, in the order of the fields.
    #[prop(into)]
    errors: Signal<Vec<FieldError>>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if errors.with(|errors| !errors.is_empty())
            && let Some(summary) = summary.get()
        {
            // It fails only when the page is being left.
            drop(summary.focus());
        }
    });
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            let lines = errors.into_iter().map(line).collect_view();
            view! {
                <div node_ref=summary class="error-summary" role="alert" tabindex="-1">
                    <p class="error-summary-title">
                        <Icon name=IconName::Warning/>
                        <span>{move || title.get()}</span>
                    </p>
                    <ul>{lines}</ul>
                </div>
            }
        })
    }
}

fn line(error: FieldError) -> impl IntoView {
    let FieldError { field, text } = error;
    if field.is_empty() {
        return view! { <li><span>{text}</span></li> }.into_any();
    }
    let href = format!("#{field}");
    // The router follows the link without moving the focus; so it is moved here.
    let go = move |event: MouseEvent| {
        let target = document()
            .get_element_by_id(&field)
            .and_then(|found| found.dyn_into::<HtmlElement>().ok());
        if let Some(target) = target {
            event.prevent_default();
            drop(target.focus());
        }
    };
    view! { <li><a href=href on:click=go>{text}</a></li> }.into_any()
}
