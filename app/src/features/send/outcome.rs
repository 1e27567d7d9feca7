//! What became of a payment: the page goes on to the receipt, says why not, or finds out by itself when the answer
//! got lost on the way.

use std::time::Duration;

use domain::{Refusal, format_money};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    api::{ConfirmSend, Prepared, Progress, send_status},
    draft::{Draft, use_draft},
    renew::Renew,
};
use crate::{
    answer::{Answer, Outcome},
    form::Refusals,
    texts::{use_locale, use_texts},
    ui::{Banner, BannerKind, ButtonKind, ButtonSize, IconName, LinkButton, Sheet},
    words::refusal_text,
};

/// How long to wait before asking again what happened.
const ASK_AGAIN: Duration = Duration::from_millis(1500);

/// What the page knows about an answer that got lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lost {
    #[default]
    No,
    /// Being found out.
    Asking,
    /// Found out: nothing moved, one may press again.
    NothingMoved,
}

/// The course of a confirmation.
#[derive(Clone, Copy)]
pub(super) struct Following {
    pub refused: Refusals,
    pub busy: Signal<bool>,
    pub lost: RwSignal<Lost>,
}

/// Follows a confirmation to its end.
pub(super) fn follow(id: String, confirm: ServerAction<ConfirmSend>) -> Following {
    let lost = RwSignal::new(Lost::No);
    let draft = use_draft();
    let navigate = use_navigate();
    let go_on = move |activity: &str| {
        draft.set(Draft::default());
        // Replaces the confirm page: going back must not lead to a payment that is done.
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&format!("/history/{activity}"), options);
    };
    let ask = Action::new(move |(): &()| send_status(id.clone()));
    let answered = Memo::new(move |_| known(confirm.value().get()));
    let refused = Refusals::of(answered);
    let on_paid = go_on.clone();
    Effect::new(move |_| match confirm.value().get() {
        Some(Ok(Outcome::Done(prepared))) => match prepared.progress {
            Progress::Paid { activity } => on_paid(&activity),
            // A final refusal or an expiry: the page says so from the server's own words.
            _ => crate::form::reload(),
        },
        Some(Ok(Outcome::Refused(_))) => lost.set(Lost::No),
        Some(Err(_)) => {
            lost.set(Lost::Asking);
            ask.dispatch(());
        }
        None => {}
    });
    Effect::new(move |_| match ask.value().get() {
        Some(Ok(Outcome::Done(prepared))) => match prepared.progress {
            Progress::Paid { activity } => go_on(&activity),
            Progress::Ready { .. } => lost.set(Lost::NothingMoved),
            _ => crate::form::reload(),
        },
        Some(Ok(Outcome::Refused(_))) => crate::form::reload(),
        Some(Err(_)) => set_timeout(move || drop(ask.dispatch(())), ASK_AGAIN),
        None => {}
    });
    let busy = Signal::derive(move || confirm.pending().get() || lost.get() == Lost::Asking);
    Following {
        refused,
        busy,
        lost,
    }
}

/// An answer that did not come is not shown as a refusal: it is found out.
fn known(answer: Option<Answer<Prepared>>) -> Option<Answer<Prepared>> {
    answer.filter(Result::is_ok)
}

/// Words about a lost answer.
#[component]
pub(super) fn LostAnswer(lost: RwSignal<Lost>) -> impl IntoView {
    let t = use_texts();
    move || match lost.get() {
        Lost::No => None,
        Lost::Asking => {
            Some(view! { <Banner kind=BannerKind::Amber live=true>{t.lost_asking()}</Banner> })
        }
        Lost::NothingMoved => Some(
            view! { <Banner kind=BannerKind::Amber live=true>{t.lost_nothing_moved()}</Banner> },
        ),
    }
}

/// A payment or conversion that was answered already.
#[component]
pub(super) fn Answered(id: String, prepared: Prepared) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let source = format_money(prepared.source, locale);
    let target = format_money(prepared.amount, locale);
    let (paid, not_paid, again_href) = match prepared.payee {
        Some(payee) => (
            t.answered_paid(&target, &payee.name),
            t.answered_not_paid(target, payee.name),
            "/send",
        ),
        None => (
            t.answered_converted(&source, &target),
            t.answered_not_converted(source),
            "/convert",
        ),
    };
    match prepared.progress {
        Progress::Paid { activity } => view! {
            <Sheet>
                <Banner kind=BannerKind::Done icon=IconName::Check>{paid}</Banner>
                <LinkButton href=format!("/history/{activity}") size=ButtonSize::Wide>{t.answered_receipt()}</LinkButton>
                <LinkButton href=again_href kind=ButtonKind::Quiet size=ButtonSize::Wide>{t.answered_another()}</LinkButton>
            </Sheet>
        }
        .into_any(),
        Progress::Refused(why) => view! { <NotPaid why text=not_paid again_href/> }.into_any(),
        Progress::Expired | Progress::Ready { .. } => view! {
            <Sheet>
                <p>{not_paid}</p>
                <Renew id label=t.confirm_prepare_again() text=t.error_intent_expired()/>
                <LinkButton href=again_href kind=ButtonKind::Quiet size=ButtonSize::Wide>{t.answered_again()}</LinkButton>
            </Sheet>
        }
        .into_any(),
    }
}

#[component]
fn NotPaid(why: Refusal, text: String, again_href: &'static str) -> impl IntoView {
    let t = use_texts();
    view! {
        <Sheet>
            <Banner kind=BannerKind::Danger>{refusal_text(t, &why)}</Banner>
            <p>{text}</p>
            <LinkButton href=again_href size=ButtonSize::Wide>{t.answered_again()}</LinkButton>
        </Sheet>
    }
}
