//! One of a list. The browser's own list, so that it works everywhere, without scripts too.
//! Never changes the page by itself when the choice changes.
use super::field_parts::{FieldError, Parts, label_view};
use domain::Currency;
use leptos::{html::Select, prelude::*};

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl SelectOption {
    /// A line.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }

    /// Currencies by their codes.
    pub fn currencies(currencies: impl IntoIterator<Item = Currency>) -> Vec<Self> {
        let line = |currency: Currency| Self::new(currency.code(), currency.code());
        currencies.into_iter().map(line).collect()
    }

    pub(super) fn views(options: Vec<Self>, chosen: String) -> impl IntoView {
        options
            .into_iter()
            .map(move |option| {
                let selected = option.value == chosen;
                view! { <option value=option.value selected=selected>{option.label}</option> }
            })
            .collect_view()
    }
}

/// A list to choose one from. Uncontrolled, like `Field`.
#[component]
pub fn SelectField(
    /// The accessible name, exactly.
    #[prop(into)]
    label: Signal<String>,
    /// The name in the sent form; also the id, unless `id` says otherwise.
    name: &'static str,
    /// What can be chosen.
    options: Vec<SelectOption>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    /// Another id, where two forms of a page share a name.
    #[prop(optional, into)]
    id: Option<String>,
    /// How to choose.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and the way out.
    #[prop(optional, into)]
    error: Signal<Option<FieldError>>,
    /// The browser's word for what it is.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Must be chosen.
    #[prop(optional)]
    required: bool,
    /// The list itself.
    #[prop(optional)]
    select: NodeRef<Select>,
) -> impl IntoView {
    let parts = Parts::new(id, name, hint, error);
    view! {
        <div class="field">
            {label_view(label, parts.id.clone(), Signal::default())}
            {parts.hint_view()}
            <div class="select">
                <select
                    node_ref=select
                    class="select-box"
                    id=parts.id.clone()
                    name=name
                    autocomplete=autocomplete
                    required=required
                    aria-describedby=parts.described_by(None)
                    aria-invalid=parts.invalid()
                >
                    {SelectOption::views(options, value)}
                </select>
            </div>
            {parts.error_view()}
        </div>
    }
}
