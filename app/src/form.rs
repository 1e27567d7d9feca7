//! What the forms of all pages share: the refusals of a server function, where they are shown, and where the focus goes.

use domain::{ErrorCode, Field, Refusal};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_router::{hooks::use_location, location::Location};

use crate::{
    answer::{Answer, at, refusals},
    texts::use_texts,
    ui::{Banner, BannerKind},
    words::refusal_text,
};

/// The refusals of the last answer of a form.
#[derive(Clone, Copy)]
pub(crate) struct Refusals(Memo<Vec<Refusal>>);

impl Refusals {
    /// Follows the answers of an action; after a refusal the first wrong field gets the focus, and a person whose
    /// session has ended is led to sign in and back.
    pub fn of<T: Clone + PartialEq + Send + Sync + 'static>(
        answers: impl Into<Signal<Option<Answer<T>>>>,
    ) -> Self {
        let answers = answers.into();
        let current = Memo::new(move |_| answers.with(|answer| refusals(answer.as_ref())));
        let location = use_location();
        Effect::new(move |_| {
            let found = current.get();
            if found
                .iter()
                .any(|refusal| refusal.code == ErrorCode::SessionEnded)
            {
                leave_to(&sign_in_and_back(&location));
            } else if let Some(field) = found.iter().find_map(|refusal| refusal.field) {
                focus(field.as_str());
            }
        });
        Self(current)
    }

    /// Like [`Refusals::of`], but leaves the focus where it is: for answers nobody pressed a button for.
    pub fn of_quietly<T: Clone + PartialEq + Send + Sync + 'static>(
        answers: impl Into<Signal<Option<Answer<T>>>>,
    ) -> Self {
        let answers = answers.into();
        Self(Memo::new(move |_| {
            answers.with(|answer| refusals(answer.as_ref()))
        }))
    }

    /// The text beside this field.
    pub fn at(self, field: Field) -> Signal<Option<String>> {
        let t = use_texts();
        Signal::derive(move || {
            self.0
                .with(|found| at(found, field).map(|refusal| refusal_text(t, refusal)))
        })
    }

    /// The refusals that belong to none of the form's fields, shown together.
    pub fn banner(self) -> impl IntoView {
        let t = use_texts();
        move || {
            self.0
                .get()
                .into_iter()
                .filter(|refusal| refusal.field.is_none())
                .map(|refusal| {
                    let text = refusal_text(t, &refusal);
                    view! { <Banner kind=BannerKind::Danger live=true>{text}</Banner> }
                })
                .collect_view()
        }
    }
}

/// Leaves for another page by a full load, so that everything on it belongs to the session that is now.
pub(crate) fn leave_to(path: &str) {
    drop(window().location().assign(path));
}

/// Loads the page anew.
pub(crate) fn reload() {
    drop(window().location().reload());
}

/// Puts the focus on the element with this id.
pub(crate) fn focus(id: &str) {
    let element = document()
        .get_element_by_id(id)
        .and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        drop(element.focus());
    }
}

/// The address of the sign-in page from which one comes back to where one is, a filter in the address included.
pub(crate) fn sign_in_and_back(location: &Location) -> String {
    let path = location.pathname.get_untracked();
    let query = location.search.get_untracked();
    if query.is_empty() {
        return format!("/login?next={path}");
    }
    let here = format!("{path}?{query}");
    let encoded: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
    format!("/login?next={encoded}")
}

/// Where this page's address says to go on to. Not from the router's map of it, which decodes twice.
pub(crate) fn next_of(location: &Location) -> String {
    let query = location.search.get_untracked();
    let next = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "next")
        .map(|(_, next)| next.into_owned());
    safe_next(next)
}

/// A place of this site to go on to; anything else is not followed. Browsers read a backslash as a slash and leave
/// blanks and line breaks out (WHATWG URL, 4.4), and only visible ASCII can stand in a header.
pub(crate) fn safe_next(next: Option<String>) -> String {
    next.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    })
    .unwrap_or_else(|| "/".to_owned())
}
