//! Looking a payee up while the form is filled in. What is shown belongs to the “To” that stands in the form now: an
//! answer about an older one is never shown, however late it comes.

use domain::{Field, Refusal};
use leptos::prelude::*;

use super::api::{PayeeView, find_payee};
use crate::{
    answer::{Answer, Outcome, at, refusals},
    texts::{Texts, use_texts},
    ui::{FieldError, Who},
    words::refusal_text,
};

/// What was asked, and the answer.
type Found = (String, Answer<PayeeView>);

/// The look-up of a send form.
#[derive(Clone, Copy)]
pub(super) struct LookUp {
    find: Action<String, ()>,
    /// “To” as it stands in the form.
    now: RwSignal<String>,
    /// The last answer that was about what stood there when it came.
    found: RwSignal<Option<Found>>,
    /// The field was left empty after something had been in it.
    emptied: RwSignal<bool>,
}

impl LookUp {
    pub fn new() -> Self {
        let (now, found) = (RwSignal::new(String::new()), RwSignal::new(None));
        Self {
            find: Action::new(move |to: &String| {
                let to = to.clone();
                async move {
                    let answer = find_payee(to.clone()).await;
                    // A late answer must not take the place of a newer one; on a page that was left there is no place.
                    if now.try_get_untracked().is_some_and(|now| now == to) {
                        found.try_set(Some((to, answer)));
                    }
                }
            }),
            now,
            found,
            emptied: RwSignal::default(),
        }
    }

    /// Follows what is typed.
    pub fn typed(self, to: &str) {
        let to = to.trim();
        if self.now.with_untracked(|now| now != to) {
            self.emptied.set(false);
            self.now.set(to.to_owned());
        }
    }

    /// Asks who it is.
    pub fn ask(self, to: &str) {
        self.typed(to);
        let to = self.now.get_untracked();
        if !to.is_empty() {
            self.find.dispatch(to);
        }
    }

    /// The field was left: asks who it is, or says that somebody is needed.
    pub fn left(self, to: &str) {
        self.ask(to);
        self.emptied.set(self.now.with_untracked(String::is_empty));
    }

    /// The answer about the “To” that stands there now.
    fn current(self) -> Option<Answer<PayeeView>> {
        let now = self.now.get();
        self.found
            .get()
            .filter(|(asked, _)| *asked == now)
            .map(|(_, answer)| answer)
    }

    /// What is wrong with “To”; `form` is what the server said when the whole form was sent, about `sent`.
    pub fn error(
        self,
        form: Signal<Option<FieldError>>,
        sent: RwSignal<String>,
    ) -> Signal<Option<FieldError>> {
        let t = use_texts();
        Signal::derive(move || {
            if self.emptied.get() {
                return Some(t.error_payee_empty().to_owned().into());
            }
            let said = form.get().filter(|_| sent.get() == self.now.get());
            said.or_else(|| {
                let found = refusals(self.current().as_ref());
                let wrong = at(&found, Field::To);
                wrong.map(|refusal: &Refusal| refusal_text(t, refusal).into())
            })
        })
    }

    /// The payee, once known.
    pub fn card(self) -> impl IntoView {
        let t = use_texts();
        let found = move || match self.current() {
            Some(Ok(Outcome::Done(payee))) => {
                let detail = payee_detail(t, &payee);
                let name = payee.name;
                Some(view! { <Who initial=payee.initial name=name detail=detail jade=true/> })
            }
            _ => None,
        };
        view! { <div aria-live="polite">{found}</div> }
    }
}

/// What is said of a payee below the name: the account, or what happens while there is none.
pub(super) fn payee_detail(t: Texts, payee: &PayeeView) -> String {
    match &payee.account {
        Some(account) => t.send_account(account),
        None => t.unclaimed_payee().to_owned(),
    }
}
