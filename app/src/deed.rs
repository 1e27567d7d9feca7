//! A form that does something: a server function, the pages it stands on, and where its person goes once it is done.
//! One form for two halves: where the page is awake it calls the function; elsewhere the browser sends it to the page
//! it stands on, and `server/src/forms` calls the same function and leads to the same place.

use std::{any::Any, sync::Arc};

use domain::ErrorCode;
use leptos::{
    context::Provider, ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_url},
    location::Url,
};
use serde::de::DeserializeOwned;

use crate::{
    answer::{Answer, ApiError, Outcome},
    form::{here, leave_to, reload},
    ui::Typed,
};

/// The hidden field that names the form.
pub(crate) const FORM: &str = "form";
/// The name of a button that sends its form for something else: its value names that deed, and may go on with fields
/// of its own, as in `remove_card?id=…`.
pub(crate) const INSTEAD: &str = "instead";

/// A server function that a form of a page calls.
pub trait Deed:
    ServerFn<Output = Outcome<<Self as Deed>::Done>, Error = ApiError>
    + DeserializeOwned
    + Clone
    + Send
    + Sync
    + 'static
{
    /// What it answers when it is done.
    type Done: Clone + Send + Sync + 'static;

    /// The pages a form for it stands on, as the router of the server writes them.
    const PAGES: &'static [&'static str];

    /// The fields of its form that are shown again as they were typed. Whoever adds one answers for it that it is no
    /// secret: no password, no code, nothing of a card.
    const SHOWN: &'static [&'static str];

    /// Where to go from the page its form stands on.
    fn next(done: &Self::Done, page: &Url) -> Next;

    /// The name in the sent form: that of the server function.
    fn name() -> &'static str {
        Self::PATH.rsplit('/').next().unwrap_or_default()
    }
}

/// Where a person goes who has done something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nowhere: the page says what was done.
    Stay,
    /// To the same page, drawn anew.
    Again,
    /// On to this page of the app.
    Step(String),
    /// On to this page, which takes the place of the one that is left: going back must not lead to it.
    Replace(String),
    /// To this page by a full load: what is drawn in the frame belongs to a new state.
    Load(String),
}

/// What a browser sent without the help of the page's program, and the answer. Only ever there on the server, while
/// the page is drawn that says so.
#[derive(Clone)]
pub(crate) struct Posted {
    pub form: &'static str,
    pub deed: &'static str,
    pub typed: Typed,
    /// The [`Answer`] of the deed.
    pub answer: Arc<dyn Any + Send + Sync>,
}

impl Posted {
    /// What was sent to have this page drawn; none on an ordinary page.
    pub fn here() -> Option<Self> {
        use_context()
    }
}

/// The answer that this page is drawn to give, if it is about this deed.
pub(crate) fn posted<D: Deed>() -> Option<Answer<D::Done>> {
    let posted = Posted::here().filter(|posted| posted.deed == D::name())?;
    posted.answer.downcast_ref::<Answer<D::Done>>().cloned()
}

/// A deed of this page; it begins with the answer that the page is drawn to give.
pub(crate) fn use_deed<D: Deed>() -> ServerAction<D> {
    let action = ServerAction::new();
    if let Some(answer) = posted::<D>() {
        action.value().set(Some(answer));
    }
    action
}

/// Once it is done, the person goes on.
pub(crate) fn go_on<D: Deed>(action: ServerAction<D>) {
    let (page, go) = (use_url(), use_way());
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(done))) = action.value().get() {
            go(D::next(&done, &page.read_untracked()));
        }
    });
}

/// How the browser goes on.
pub(crate) fn use_way() -> impl Fn(Next) + Clone + 'static {
    let navigate = use_navigate();
    move |next| match next {
        Next::Stay => {}
        Next::Again => reload(),
        Next::Step(path) => navigate(&path, NavigateOptions::default()),
        Next::Replace(path) => {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&path, options);
        }
        Next::Load(path) => leave_to(&path),
    }
}

/// The form. `attr:class` and the like are those of the element itself.
#[component]
pub(crate) fn PostForm<D: Deed>(
    /// What it does.
    action: ServerAction<D>,
    /// Where a browser sends it by itself; the page it stands on, unless it stands on all.
    #[prop(optional, into)]
    to: Option<Signal<String>>,
    /// Called with the value of the [`INSTEAD`] button that was pressed.
    #[prop(optional, into)]
    instead: Option<Callback<String>>,
    /// Its fields and buttons.
    children: Children,
) -> impl IntoView {
    let to = to.unwrap_or_else(here);
    let on_submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if let (Some(instead), Some(value)) = (instead, pressed_instead(&event)) {
            instead.run(value);
            return;
        }
        match D::from_event(&event) {
            Ok(input) => drop(action.dispatch(input)),
            Err(_) => action.value().set(Some(Err(ApiError {
                code: ErrorCode::RequestMalformed,
            }))),
        }
    };
    let typed = Posted::here()
        .filter(|posted| posted.form == D::name())
        .map(|posted| posted.typed)
        .unwrap_or_default();
    // Pressing Enter in a field presses the first button of the form, and must not do something else instead.
    let first = instead.map(|_| {
        view! { <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true"></button> }
    });
    view! {
        <form method="post" action=move || to.get() on:submit=on_submit>
            <input type="hidden" name=FORM value=D::name()/>
            {first}
            <Provider value=typed>{children()}</Provider>
        </form>
    }
}

/// The value of the button that sends the form for something else, if it was that one.
fn pressed_instead(event: &SubmitEvent) -> Option<String> {
    let button = event.submitter()?;
    (button.get_attribute("name")? == INSTEAD).then(|| button.get_attribute("value"))?
}
