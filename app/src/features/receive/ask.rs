//! Asking somebody for money, and the requests one has made.

use domain::{Currency, Field as At, format_date, format_money};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    api::{AskForMoney, RequestView, requests_made},
    request::state_word,
};
use crate::{
    answer::Outcome,
    form::Refusals,
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{
        AmountField, Button, ButtonSize, Field, IconName, Row, Section, SelectOption, SkeletonShape,
    },
};

/// The form.
#[component]
pub(super) fn Ask(currencies: Vec<Currency>) -> impl IntoView {
    let t = use_texts();
    let ask = ServerAction::<AskForMoney>::new();
    let refused = Refusals::of(ask.value());
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(id))) = ask.value().get() {
            navigate(&format!("/request/{id}"), NavigateOptions::default());
        }
    });
    let first = currencies.first().copied().unwrap_or(Currency::USD);
    view! {
        <ActionForm action=ask attr:class="form card card-roomy" attr:novalidate=true>
            {refused.banner()}
            <Field
                label=t.request_from()
                name="to"
                hint=t.request_from_hint()
                verbatim=true
                required=true
                autocomplete="off"
                error=refused.at(At::To)
            />
            <AmountField
                label=t.field_amount()
                currency_label=t.field_currency()
                name="amount"
                currencies=SelectOption::currencies(currencies)
                currency=first.code().to_owned()
                required=true
                error=refused.at_amount()
            />
            <Field label=t.field_note() name="note" mark=t.field_optional() error=refused.at(At::Note)/>
            <Button submit=true size=ButtonSize::Deed busy=ask.pending()>{t.request_ask()}</Button>
        </ActionForm>
    }
}

/// The latest requests of one's own.
#[component]
pub(super) fn Made() -> impl IntoView {
    let made = Resource::new_blocking(|| (), |()| requests_made());
    loaded(made, SkeletonShape::Rows(2), |made| {
        let t = use_texts();
        if made.is_empty() {
            return ().into_any();
        }
        let rows = made
            .into_iter()
            .map(|request| view! { <MadeRow request/> })
            .collect_view();
        view! {
            <Section title=t.request_made()>
                <div class="card card-flush"><ul class="rows">{rows}</ul></div>
            </Section>
        }
        .into_any()
    })
}

#[component]
fn MadeRow(request: RequestView) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    view! {
        <Row
            icon=IconName::Receive
            title=request.asked.unwrap_or_default()
            detail=format_date(request.created_at.date(), locale)
            amount=format_money(request.amount, locale)
            note=state_word(t, request.state)
            href=format!("/request/{}", request.id)
        />
    }
}
