//! The confirm sheet: exactly what will happen, one password, one button whose text is the deed.

use domain::{Field as At, Money, format_money, format_time};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::{
    api::{ConfirmSend, Prepared, Progress, send_status},
    outcome::{Answered, LostAnswer, follow},
};
use crate::{
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{
        Banner, BannerKind, Button, ButtonKind, ButtonSize, Fact, Facts, IconName, LinkButton,
        LockLine, PageHeader, PasswordField, Sheet, SkeletonShape, Tear, Who,
    },
};

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
                    _ => view! { <Answered prepared/> }.into_any(),
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
        has_payment_password,
    } = prepared.progress.clone()
    else {
        return ().into_any();
    };
    let confirm = ServerAction::<ConfirmSend>::new();
    let following = follow(confirm);
    let amount = format_money(prepared.amount, locale);
    let deed = t.confirm_deed(&amount);
    let total = prepared
        .amount
        .checked_add(prepared.fee)
        .unwrap_or(prepared.amount);
    let fee = if prepared.fee.is_zero() {
        t.fact_free().to_owned()
    } else {
        format_money(prepared.fee, locale)
    };
    let after = available
        .checked_sub(total)
        .unwrap_or(Money::zero(total.currency()));
    let setup = format!("/setup?next=/send/confirm/{id}");
    let button = deed.clone();
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
                    <LinkButton href="/send" kind=ButtonKind::Quiet size=ButtonSize::Wide>{t.confirm_edit()}</LinkButton>
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
            <Who
                initial=prepared.payee.initial
                name=prepared.payee.name
                detail=t.send_account(&prepared.payee.account)
            />
            <div>
                <p class="sheet-deed">{deed}</p>
                <p class="sheet-lead">{t.confirm_lead(&amount)}</p>
            </div>
            <Tear/>
            <Facts>
                <Fact term=t.fact_fee()>{fee}</Fact>
                {prepared.note.map(|note| view! { <Fact term=t.fact_note()>{note}</Fact> })}
                <Fact term=t.fact_from()>{t.confirm_from(format_money(available, locale), total.currency().name(locale))}</Fact>
                <Fact term=t.fact_after()>{format_money(after, locale)}</Fact>
                <Fact term=t.fact_total() total=true>{format_money(total, locale)}</Fact>
            </Facts>
            <LockLine label=t.confirm_until() left=format_time(expires_at.time())/>
            {form}
        </Sheet>
    }
    .into_any()
}
