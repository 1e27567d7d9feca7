//! The confirm sheet: exactly what will happen, one password, one button whose text is the deed.

use domain::{Field as At, Money, format_money, format_time};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::{
    api::{ConfirmSend, Prepared, Progress, send_status},
    look_up::payee_detail,
    outcome::{Answered, LostAnswer, follow},
    renew::Renew,
};
use crate::{
    features::exchange::rate_line,
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{
        Banner, BannerKind, Button, ButtonKind, ButtonSize, Fact, Facts, IconName, LinkButton,
        LockLine, PageHeader, PasswordField, Sheet, SkeletonShape, Tear, Who,
    },
};

/// How often the time left is drawn.
const TICK: std::time::Duration = std::time::Duration::from_millis(500);

/// The page.
#[component]
pub(crate) fn Confirm() -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let id = move || params.read().get("id").unwrap_or_default();
    let data = Resource::new_blocking(id, send_status);
    view! {
        <Title text=t.confirm_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.confirm_title() back_href="/send" back_label=t.frame_back()/>
            {loaded(data, SkeletonShape::Rows(4), move |prepared| {
                let id = params.read_untracked().get("id").unwrap_or_default();
                match prepared.progress.clone() {
                    Progress::Ready { .. } => view! { <Ready id prepared/> }.into_any(),
                    _ => view! { <Answered id prepared/> }.into_any(),
                }
            })}
        </div>
    }
}

/// Waits for the password.
#[component]
fn Ready(id: String, prepared: Prepared) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let Progress::Ready {
        available,
        expires_at,
        seconds_left,
        has_payment_password,
    } = prepared.progress.clone()
    else {
        return ().into_any();
    };
    let confirm = ServerAction::<ConfirmSend>::new();
    let following = follow(confirm);
    let total = prepared.total;
    let source = format_money(prepared.source, locale);
    let target = format_money(prepared.amount, locale);
    let fee = if prepared.fee.is_zero() {
        t.fact_free().to_owned()
    } else {
        format_money(prepared.fee, locale)
    };
    let after = available
        .checked_sub(total)
        .unwrap_or(Money::zero(total.currency()));
    let (deed, lead) = match &prepared.payee {
        Some(payee) if payee.account.is_none() => {
            (t.confirm_deed(&source), t.unclaimed_lead().to_owned())
        }
        Some(_) => (t.confirm_deed(&source), t.confirm_lead(&target)),
        None => (t.convert_deed(&source), t.convert_lead_confirm(&target)),
    };
    let edit_href = form_behind(&prepared);
    let who = match prepared.payee {
        Some(payee) => {
            let detail = payee_detail(t, &payee);
            view! { <Who initial=payee.initial name=payee.name detail=detail/> }.into_any()
        }
        None => ().into_any(),
    };
    let parts = prepared
        .parts
        .iter()
        .map(|part| format_money(*part, locale));
    let parts = parts.collect::<Vec<_>>().join(" + ");
    let clock = prepared.rate.as_ref().map(|_| count_down(seconds_left));
    let lapsed = Signal::derive(move || clock.is_some_and(|left| left.get() == 0));
    let lock_line = match clock {
        Some(left) => view! {
            <LockLine label=t.confirm_rate_held() left=Signal::derive(move || minutes_and_seconds(left.get()))/>
        }
        .into_any(),
        None => view! { <LockLine label=t.confirm_until() left=format_time(expires_at.time())/> }.into_any(),
    };
    let button = deed.clone();
    let renewed_id = id.clone();
    let setup = format!("/setup?next=/send/confirm/{id}");
    let form = if has_payment_password {
        view! {
            <ActionForm action=confirm attr:class="form" attr:novalidate=true>
                {following.refused.banner()}
                <LostAnswer lost=following.lost/>
                <input type="hidden" name="id" value=id/>
                <PasswordField
                    label=t.field_payment_password()
                    show_label=t.field_show()
                    hide_label=t.field_hide()
                    name="payment_password"
                    autocomplete="off"
                    pin=true
                    required=true
                    error=following.refused.at(At::PaymentPassword)
                />
                <div class="btn-column">
                    <Button submit=true size=ButtonSize::Deed busy=following.busy>{button}</Button>
                    <LinkButton href=edit_href kind=ButtonKind::Quiet size=ButtonSize::Wide>{t.confirm_edit()}</LinkButton>
                </div>
            </ActionForm>
        }
        .into_any()
    } else {
        view! {
            <Banner kind=BannerKind::Amber icon=IconName::Lock href=setup link=t.home_set_payment_password()>
                {t.confirm_needs_payment_password()}
            </Banner>
        }
        .into_any()
    };
    view! {
        <Sheet>
            {who}
            <div>
                <p class="sheet-deed">{deed}</p>
                <p class="sheet-lead">{lead}</p>
            </div>
            <Tear/>
            <Facts>
                {prepared.rate.map(|rate| view! { <Fact term=t.fact_rate()>{rate_line(&rate)}</Fact> })}
                <Fact term=t.fact_fee()>{fee}</Fact>
                {(!parts.is_empty()).then(|| view! { <Fact term=t.fact_payments()>{parts}</Fact> })}
                {prepared.note.map(|note| view! { <Fact term=t.fact_note()>{note}</Fact> })}
                <Fact term=t.fact_from()>{t.confirm_from(format_money(available, locale), total.currency().name(locale))}</Fact>
                <Fact term=t.fact_after()>{format_money(after, locale)}</Fact>
                <Fact term=t.fact_total() total=true>{format_money(total, locale)}</Fact>
            </Facts>
            {lock_line}
            <div class="visually-hidden" role="status">{move || lapsed.get().then(|| t.confirm_rate_lapsed())}</div>
            <div hidden=move || lapsed.get()>{form}</div>
            <div hidden=move || !lapsed.get()>
                <Renew id=renewed_id label=t.confirm_new_rate() text=t.confirm_rate_lapsed()/>
            </div>
        </Sheet>
    }
    .into_any()
}

/// Where what is prepared can be changed, or what it came from.
pub(super) fn form_behind(prepared: &Prepared) -> String {
    match (&prepared.request, &prepared.payee) {
        (Some(request), _) => format!("/request/{request}"),
        (None, Some(_)) => "/send".to_owned(),
        (None, None) => "/convert".to_owned(),
    }
}

/// Seconds left, as the server counted when the page was made, running down in the browser.
fn count_down(seconds: u32) -> ReadSignal<u32> {
    let (left, set_left) = signal(seconds);
    Effect::new(move |_| {
        let began = now_ms();
        let tick = move || {
            let gone = ((now_ms() - began) / 1000.0).max(0.0);
            // Whole seconds; the server is asked in any case.
            set_left.set(
                (f64::from(seconds) - gone)
                    .max(0.0)
                    .ceil()
                    .to_string()
                    .parse()
                    .unwrap_or(0),
            );
        };
        if let Ok(timer) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || timer.clear());
        }
    });
    left
}

/// A clock that nobody can set, in milliseconds.
fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

fn minutes_and_seconds(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
