//! The page for adding money: the method with its speed and fee, the amount, and what the method needs.

use domain::{Currency, Money, card_topup_fee, format_money, parse_amount};
use leptos::{
    form::ActionForm,
    html::{Input, Select},
    prelude::*,
};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{
    api::{TopUpStart, TopupBank, TopupCard, topup_options},
    card_fields::CardFields,
};
use crate::{
    answer::Outcome,
    form::Refusals,
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{
        AmountField, Button, ButtonSize, IconName, PageHeader, Segment, Segmented, SelectOption,
        SkeletonShape,
    },
};

/// The page.
#[component]
pub(crate) fn AddMoney() -> impl IntoView {
    let t = use_texts();
    let options = Resource::new_blocking(|| (), |()| topup_options());
    let query = use_query_map();
    let by_bank = Signal::derive(move || query.read().get("method").as_deref() == Some("bank"));
    view! {
        <Title text=t.topup_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.topup_title() back_href="/" back_label=t.frame_back()/>
            <Segmented label=t.topup_method() wide=true>
                <Segment href="/topup" current=Signal::derive(move || !by_bank.get())>{t.topup_card()}</Segment>
                <Segment href="/topup?method=bank" current=by_bank>{t.topup_bank()}</Segment>
            </Segmented>
            {loaded(options, SkeletonShape::Rows(3), move |options| {
                let by_card = options.clone();
                view! {
                    <Show
                        when=move || by_bank.get()
                        fallback=move || view! { <ByCard options=by_card.clone()/> }
                    >
                        <ByBank options=options.clone()/>
                    </Show>
                }
                .into_any()
            })}
        </div>
    }
}

/// The amount field's parts and what was understood of them.
#[derive(Clone, Copy)]
struct Amount {
    input: NodeRef<Input>,
    select: NodeRef<Select>,
    typed: RwSignal<Option<Money>>,
}

impl Amount {
    fn new() -> Self {
        Self {
            input: NodeRef::new(),
            select: NodeRef::new(),
            typed: RwSignal::new(None),
        }
    }

    fn understand(self, locale: domain::Locale) {
        let text = self
            .input
            .get_untracked()
            .map(|input| input.value())
            .unwrap_or_default();
        let code = self
            .select
            .get_untracked()
            .map(|select| select.value())
            .unwrap_or_default();
        let currency = Currency::parse(&code).ok();
        self.typed
            .set(currency.and_then(|currency| parse_amount(&text, currency, locale).ok()));
    }
}

#[component]
fn ByCard(options: TopUpStart) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let topup = ServerAction::<TopupCard>::new();
    let refused = Refusals::of(topup.value());
    go_on(topup.value().into());
    let amount = Amount::new();
    let understand = move || amount.understand(locale);
    // What was typed before the page was awake is said back then.
    Effect::new(move |_| understand());
    let said = move || {
        let amount = amount.typed.get()?;
        let fee = card_topup_fee(amount).ok()?;
        let total = amount.checked_add(fee).ok()?;
        Some(t.topup_card_said(
            format_money(amount, locale),
            format_money(fee, locale),
            format_money(total, locale),
        ))
    };
    let deed = move || match amount.typed.get() {
        Some(amount) => t.topup_deed(format_money(amount, locale)),
        None => t.topup_title().to_owned(),
    };
    view! {
        <ActionForm action=topup attr:class="form" attr:novalidate=true>
            {refused.banner()}
            <p class="muted">{t.topup_card_lead()}</p>
            <input type="hidden" name="id" value=options.id/>
            <AmountField
                label=t.field_amount()
                currency_label=t.field_currency()
                name="amount"
                currencies=SelectOption::currencies(Currency::HELD.iter().copied())
                currency=options.currency.code()
                required=true
                said=Signal::derive(said)
                error=refused.at_amount()
                input=amount.input
                select=amount.select
                on:input=move |_| understand()
                on:change=move |_| understand()
            />
            <CardFields cards=options.cards refused/>
            <Button submit=true size=ButtonSize::Deed icon=IconName::Card busy=topup.pending()>{deed}</Button>
        </ActionForm>
    }
}

#[component]
fn ByBank(options: TopUpStart) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let topup = ServerAction::<TopupBank>::new();
    let refused = Refusals::of(topup.value());
    go_on(topup.value().into());
    let amount = Amount::new();
    let understand = move || amount.understand(locale);
    Effect::new(move |_| understand());
    let said = move || {
        let amount = amount.typed.get()?;
        Some(t.topup_bank_said(format_money(amount, locale)))
    };
    view! {
        <ActionForm action=topup attr:class="form" attr:novalidate=true>
            {refused.banner()}
            <p class="muted">{t.topup_bank_lead()}</p>
            <input type="hidden" name="id" value=options.id/>
            <AmountField
                label=t.field_amount()
                currency_label=t.field_currency()
                name="amount"
                currencies=SelectOption::currencies(Currency::HELD.iter().copied())
                currency=options.currency.code()
                required=true
                said=Signal::derive(said)
                error=refused.at_amount()
                input=amount.input
                select=amount.select
                on:input=move |_| understand()
                on:change=move |_| understand()
            />
            <Button submit=true size=ButtonSize::Deed icon=IconName::Bank busy=topup.pending()>{t.form_continue()}</Button>
        </ActionForm>
    }
}

/// Goes on to the page of the request once there is one.
fn go_on(answer: Signal<Option<crate::answer::Answer<String>>>) {
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(id))) = answer.get() {
            navigate(
                &format!("/history/{id}"),
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        }
    });
}
