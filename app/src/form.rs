//! What the forms of all pages share: the refusals of a server function, where they are shown, and where the focus goes.

use std::fmt::Write as _;

use domain::{ErrorCode, Field, Refusal};
use leptos::{ev, prelude::*, server_fn::ServerFn};
use leptos_router::{
    hooks::{use_location, use_query_map},
    location::Location,
};

use crate::{
    answer::{Answer, ApiError, Outcome, at, refusals},
    deed::Posted,
    fields::{element, focus_topmost, is_about, typed_into},
    texts::use_texts,
    ui::{Banner, BannerKind, FieldError},
    words::{refusal_text, way_on},
};

/// The refusals of the last answer of a form.
#[derive(Clone, Copy)]
pub(crate) struct Refusals {
    /// How many answers came, so that the same refusal again is news again; and what the last one refused of fields
    /// that were not changed since.
    found: RwSignal<(u32, Vec<Refusal>)>,
    /// The fields that are on the page; what belongs to another one is said in the banner.
    drawn: RwSignal<Vec<Field>>,
}

impl Refusals {
    /// Follows the answers of an action; after a refusal the topmost wrong field gets the focus, and a person whose
    /// session has ended is led to sign in and back. What was said of a field goes when that is changed.
    pub fn of<T: Clone + PartialEq + Send + Sync + 'static>(
        answers: impl Into<Signal<Option<Answer<T>>>>,
    ) -> Self {
        Self::of_form("", answers)
    }

    /// Like [`Refusals::of`], for a form whose fields' ids all begin with `ids`, because another form of the page has
    /// fields of the same names.
    pub fn of_form<T: Clone + PartialEq + Send + Sync + 'static>(
        ids: &'static str,
        answers: impl Into<Signal<Option<Answer<T>>>>,
    ) -> Self {
        let answers = answers.into();
        // An answer that the page is drawn to give stands in it.
        let now = answers.with_untracked(|answer| refusals(answer.as_ref()));
        let (found, drawn) = (RwSignal::new((0, now)), RwSignal::default());
        let here = here();
        Effect::new(move |_| {
            let refused = answers.with(|answer| refusals(answer.as_ref()));
            found.update(|(turn, last)| {
                *turn += 1;
                last.clone_from(&refused);
            });
            if has_session_ended(&refused) {
                leave_to(&sign_in_path(&here.get_untracked()));
            } else {
                focus_topmost(ids, &refused);
            }
        });
        Self { found, drawn }.until_changed(ids)
    }

    /// Like [`Refusals::of`], but leaves the focus where it is, for answers nobody pressed a button for; what is refused
    /// from the beginning stands in the page as the server draws it.
    pub fn of_quietly<T: Clone + PartialEq + Send + Sync + 'static>(
        answers: impl Into<Signal<Option<Answer<T>>>>,
    ) -> Self {
        let answers = answers.into();
        let now = answers.with_untracked(|answer| refusals(answer.as_ref()));
        let (found, drawn) = (RwSignal::new((0, now)), RwSignal::default());
        Effect::new(move |_| {
            let refused = answers.with(|answer| refusals(answer.as_ref()));
            if found.with_untracked(|(_, last)| *last != refused) {
                found.update(|(turn, last)| {
                    *turn += 1;
                    *last = refused;
                });
            }
        });
        Self { found, drawn }.until_changed("")
    }

    /// Whoever changes a field has heard what was wrong with it.
    fn until_changed(self, ids: &'static str) -> Self {
        Effect::new(move |_| {
            let handle = window_event_listener(ev::input, move |event| {
                let Some(typed) = typed_into(ids, &event) else {
                    return;
                };
                let is_over =
                    |refusal: &Refusal| refusal.field.is_some_and(|field| is_about(field, typed));
                self.found.try_maybe_update(|(_, found)| {
                    let before = found.len();
                    found.retain(|refusal| !is_over(refusal));
                    (found.len() < before, ())
                });
            });
            on_cleanup(move || handle.remove());
        });
        self
    }

    /// In how many payments the sum would be allowed, when it was refused as one.
    pub fn parts(self) -> Option<u32> {
        self.found
            .with(|(_, found)| found.iter().find_map(|refusal| refusal.facts.parts))
    }

    /// The text beside this field. Whoever asks draws it.
    pub fn at(self, field: Field) -> Signal<Option<FieldError>> {
        let t = use_texts();
        let drawn = self.drawn;
        drawn.update(|fields| fields.push(field));
        on_cleanup(move || {
            drawn.try_update(|fields| {
                if let Some(place) = fields.iter().position(|found| *found == field) {
                    fields.swap_remove(place);
                }
            });
        });
        Signal::derive(move || {
            self.found.try_with(|(_, found)| {
                at(found, field).map(|refusal| FieldError {
                    text: refusal_text(t, refusal),
                    way_on: way_on(t, refusal.code),
                })
            })?
        })
    }

    /// The text beside an amount and its currency, which are one field to the eye.
    pub fn at_amount(self) -> Signal<Option<FieldError>> {
        let (amount, currency) = (self.at(Field::Amount), self.at(Field::Currency));
        Signal::derive(move || amount.get().or_else(|| currency.get()))
    }

    /// The refusals that belong to none of the fields on the page, shown together.
    pub fn banner(self) -> impl IntoView {
        let t = use_texts();
        let undrawn = move || {
            // On a page that is being left nothing is drawn any more.
            let drawn = self.drawn.try_get().unwrap_or_default();
            let (turn, found) = self.found.try_get().unwrap_or_default();
            let elsewhere =
                |refusal: &Refusal| !refusal.field.is_some_and(|field| drawn.contains(&field));
            let elsewhere = found.into_iter().filter(elsewhere);
            elsewhere
                .enumerate()
                .map(|(place, refusal)| (turn, place, refusal))
                .collect::<Vec<_>>()
        };
        view! {
            // A new answer is a new element, which is spoken even when its words are the same.
            <For
                each=undrawn
                key=|(turn, place, _)| (*turn, *place)
                children=move |(_, _, refusal)| view! { <RefusalBanner text=refusal_text(t, &refusal) code=refusal.code/> }
            />
        }
    }
}

/// A refusal in a banner of its own, with the way on.
#[component]
pub(crate) fn RefusalBanner(text: String, code: ErrorCode) -> impl IntoView {
    let (href, link) = way_on(use_texts(), code).unzip();
    let (href, link) = (href.map(str::to_owned), link.map(str::to_owned));
    view! { <Banner kind=BannerKind::Danger live=true href=href link=link>{text}</Banner> }
}

/// Whether the person has to sign in before anything else.
pub(crate) fn has_session_ended(refused: &[Refusal]) -> bool {
    refused
        .iter()
        .any(|refusal| refusal.code == ErrorCode::SessionEnded)
}

/// Forgets what an action refused, when another one of the same form begins.
pub(crate) fn forget_refusal<S, T>(action: ServerAction<S>)
where
    S: ServerFn<Output = Outcome<T>, Error = ApiError> + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    if action
        .value()
        .with_untracked(|answer| !refusals(answer.as_ref()).is_empty())
    {
        action.clear();
    }
}

/// Path and query of the page that is shown.
pub(crate) fn here() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        if search.is_empty() {
            path
        } else {
            format!("{path}?{search}")
        }
    })
}

/// The sign-in page that leads back to this path and query.
pub(crate) fn sign_in_path(back: &str) -> String {
    with_param("/login", "next", back)
}

/// A path with this in its query, whatever it is.
pub(crate) fn with_param(path: &str, name: &str, value: &str) -> String {
    let coded = value.bytes().fold(String::new(), |mut coded, byte| {
        // What may stand in the value of a query (RFC 3986, 3.4) and does not end it there.
        if byte.is_ascii_alphanumeric() || b"-._~/?:@!$'()*,;=".contains(&byte) {
            coded.push(byte.into());
        } else {
            // Writing to a string cannot fail.
            let _ = write!(coded, "%{byte:02X}");
        }
        coded
    });
    format!("{path}?{name}={coded}")
}

/// The page `path`, saying that `what` is done.
pub(crate) fn done_path(path: &str, what: &str) -> String {
    format!("{path}?done={what}")
}

/// Where this page's address says to go on to. Not from the router's map of it, which decodes twice.
pub(crate) fn next_of(location: &Location) -> String {
    next_in(&location.search.get_untracked())
}

/// Where the query of an address says to go on to.
pub(crate) fn next_in(query: &str) -> String {
    let query = query.strip_prefix('?').unwrap_or(query);
    let next = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "next")
        .map(|(_, next)| next.into_owned());
    safe_next(next)
}

/// Whether this page was asked for by [`done_path`] to say `what`. A page that is drawn to say what was refused does not.
pub(crate) fn is_done(what: &str) -> bool {
    let done = use_query_map().read_untracked().get("done");
    Posted::here().is_none() && done.is_some_and(|done| done == what)
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
    if let Some(element) = element(id) {
        drop(element.focus());
    }
}

/// A place of this site to go on to; anything else is not followed. Browsers read a backslash as a slash and leave
/// blanks and line breaks out (WHATWG URL, 4.4), and only visible ASCII can stand in a header.
fn safe_next(next: Option<String>) -> String {
    next.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    })
    .unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::sign_in_path;

    #[test]
    fn the_way_back_keeps_its_query_whole() {
        assert_eq!(sign_in_path("/send"), "/login?next=/send");
        assert_eq!(
            sign_in_path("/history?text=a%20b&type=sent"),
            "/login?next=/history?text=a%2520b%26type=sent"
        );
    }
}
