//! What every field has around its box: label, hint, error, and the ids that tie them to it.
//! Never part of the name: only the label's text is that.
use super::icon::{Icon, IconName, IconSize};
use leptos::prelude::*;

/// What is wrong with a field, and where to go about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub text: String,
    /// Path and text of a link.
    pub way_on: Option<(&'static str, &'static str)>,
}

impl From<String> for FieldError {
    fn from(text: String) -> Self {
        Self { text, way_on: None }
    }
}

/// The ids of a field's parts, and what of them describes it at the moment.
#[derive(Clone)]
pub(super) struct Parts {
    pub id: String,
    pub hint: Signal<Option<String>>,
    pub error: Signal<Option<FieldError>>,
}

impl Parts {
    pub fn new(
        id: Option<String>,
        name: &'static str,
        hint: Signal<Option<String>>,
        error: Signal<Option<FieldError>>,
    ) -> Self {
        Self {
            id: id.unwrap_or_else(|| name.to_owned()),
            hint,
            // An empty text is none.
            error: Signal::derive(move || error.get().filter(|error| !error.text.is_empty())),
        }
    }

    pub fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    pub fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// For `aria-describedby`: only parts that are there. `more` is one that always is.
    pub fn described_by(
        &self,
        more: Option<String>,
    ) -> impl Fn() -> Option<String> + Clone + Send + 'static + use<> {
        let (hint, error) = (self.hint, self.error);
        let (hint_id, error_id) = (self.hint_id(), self.error_id());
        move || {
            let hint_id = is_said(hint).then(|| hint_id.clone());
            let error_id = error.with(Option::is_some).then(|| error_id.clone());
            let ids: Vec<String> = [hint_id, more.clone(), error_id]
                .into_iter()
                .flatten()
                .collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    /// For `aria-invalid`.
    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + 'static + use<> {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }

    pub fn hint_view(&self) -> impl IntoView + use<> {
        let (hint, id) = (self.hint, self.hint_id());
        move || said(hint).map(|text| view! { <p class="field-hint" id=id.clone()>{text}</p> })
    }

    pub fn error_view(&self) -> impl IntoView + use<> {
        let error = self.error;
        let inner = move || {
            error.get().map(|error| {
                view! {
                    <Icon name=IconName::Warning size=IconSize::Small/>
                    <span>
                        {error.text}
                        {error.way_on.map(|(href, text)| view! { " " <a class="link" href=href>{text}</a> })}
                    </span>
                }
            })
        };
        view! { <p class="field-error" id=self.error_id()>{inner}</p> }
    }
}

/// The text, if there is one. An empty text is none.
pub(super) fn said(text: Signal<Option<String>>) -> Option<String> {
    text.get().filter(|text| !text.is_empty())
}

fn is_said(text: Signal<Option<String>>) -> bool {
    said(text).is_some()
}

/// The label, and beside it a word that is not part of the name ("optional").
pub(super) fn label_view(
    label: Signal<String>,
    id: String,
    mark: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div>
            <label class="field-label" for=id>{move || label.get()}</label>
            {move || said(mark).map(|text| view! { <span class="field-mark" aria-hidden="true">{text}</span> })}
        </div>
    }
}
