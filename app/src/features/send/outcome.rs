//! What became of a payment: the page goes on to the receipt, says why not, or finds out by itself when the answer
//! got lost on the way.

use std::time::Duration;

use domain::{Refusal, format_money};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use zeroize::Zeroizing;

use super::{
    api::{ConfirmSend, Prepared, Progress},
    confirm::form_behind,
    draft::{Draft, forget_draft, use_draft},
    renew::Renew,
};
use crate::{
    answer::{Answer, Outcome},
    form::Refusals,
    texts::{use_locale, use_texts},
    ui::{Banner, BannerKind, ButtonKind, ButtonSize, IconName, LinkButton, Sheet},
    words::{refusal_text, way_on},
};

/// How long to wait before each repetition of a confirmation whose answer did not come; then the person decides.
const REPEAT_AFTER_MS: [u64; 6] = [1_000, 1_500, 2_500, 4_000, 6_000, 9_000];

/// What the page knows about an answer that got lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lost {
    #[default]
    No,
    /// Being found out.
    Asking,
    /// Not found out in time. Nothing is claimed; pressing again is safe.
    Unknown,
}

/// The course of a confirmation.
#[derive(Clone, Copy)]
pub(super) struct Following {
    pub refused: Refusals,
    pub busy: Signal<bool>,
    pub lost: RwSignal<Lost>,
}

/// What was sent, to be sent again; in memory only, wiped when it was answered or the page is left.
struct Sent {
    id: String,
    payment_password: Zeroizing<String>,
}

/// Follows a confirmation to its end. A lost answer is found out by confirming again under the same id, which pays at
/// most once and gives the one answer there is, also while the first request is still being worked on.
pub(super) fn follow(confirm: ServerAction<ConfirmSend>) -> Following {
    let lost = RwSignal::new(Lost::No);
    let sent = StoredValue::new(None::<Sent>);
    let repeated = StoredValue::new(0_usize);
    let draft = use_draft();
    let navigate = use_navigate();
    let refused = Refusals::of(Signal::derive(move || known(confirm.value().get())));
    Effect::new(move |_| {
        if let Some(ConfirmSend {
            id,
            payment_password,
        }) = confirm.input().get()
        {
            sent.set_value(Some(Sent {
                id,
                payment_password: Zeroizing::new(payment_password),
            }));
        }
    });
    let answered = move |now: Lost| {
        sent.set_value(None);
        repeated.set_value(0);
        lost.set(now);
    };
    let repeat = move || {
        sent.with_value(|sent| {
            if let Some(sent) = sent {
                confirm.dispatch(ConfirmSend {
                    id: sent.id.clone(),
                    payment_password: sent.payment_password.to_string(),
                });
            }
        });
    };
    Effect::new(move |_| match confirm.value().get() {
        Some(Ok(Outcome::Done(prepared))) => {
            answered(Lost::No);
            match prepared.progress {
                Progress::Paid { activity } => {
                    draft.set(Draft::default());
                    forget_draft();
                    // Replaces the confirm page: going back must not lead to a payment that is done.
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&format!("/history/{activity}"), options);
                }
                // A final refusal or an expiry: the page says so from the server's own words.
                _ => crate::form::reload(),
            }
        }
        Some(Ok(Outcome::Refused(_))) => answered(Lost::No),
        Some(Err(_)) => match REPEAT_AFTER_MS.get(repeated.get_value()) {
            Some(wait_ms) if sent.with_value(Option::is_some) => {
                repeated.update_value(|times| *times += 1);
                lost.set(Lost::Asking);
                let wait = Duration::from_millis(*wait_ms);
                if let Ok(timer) = set_timeout_with_handle(repeat, wait) {
                    on_cleanup(move || timer.clear());
                }
            }
            _ => answered(Lost::Unknown),
        },
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
    move || {
        match lost.get() {
        Lost::No => None,
        Lost::Asking => Some(
            view! { <Banner kind=BannerKind::Amber live=true>{t.lost_asking()}</Banner> }.into_any(),
        ),
        Lost::Unknown => Some(
            view! {
                <Banner kind=BannerKind::Amber live=true href="/history" link=t.way_on_history().to_owned()>
                    {t.lost_unknown()}
                </Banner>
            }
            .into_any(),
        ),
    }
    }
}

/// A payment or conversion that was answered already.
#[component]
pub(super) fn Answered(id: String, prepared: Prepared) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let source = format_money(prepared.source, locale);
    let target = format_money(prepared.amount, locale);
    let again_href = form_behind(&prepared);
    let (paid, not_paid) = match prepared.payee {
        Some(payee) => (
            t.answered_paid(&target, &payee.name),
            t.answered_not_paid(target, payee.name),
        ),
        None => (
            t.answered_converted(&source, &target),
            t.answered_not_converted(source),
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
fn NotPaid(why: Refusal, text: String, again_href: String) -> impl IntoView {
    let t = use_texts();
    let (href, link) = way_on(t, why.code).unzip();
    let (href, link) = (href.map(str::to_owned), link.map(str::to_owned));
    view! {
        <Sheet>
            <Banner kind=BannerKind::Danger href=href link=link>{refusal_text(t, &why)}</Banner>
            <p>{text}</p>
            <LinkButton href=again_href size=ButtonSize::Wide>{t.answered_again()}</LinkButton>
        </Sheet>
    }
}
