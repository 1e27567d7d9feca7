//! The page for converting between one's own balances.

use domain::{Currency, Money, format_money};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    Labels, SumFields, SumTyped,
    api::{ConvertStart, PrepareConvert, convert_options},
    use_sum,
};
use crate::{
    deed::{PostForm, go_on, use_deed},
    form::Refusals,
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{Button, ButtonSize, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Convert() -> impl IntoView {
    let t = use_texts();
    let options = Resource::new_blocking(|| (), |()| convert_options());
    view! {
        <Title text=t.convert_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.convert_title() back_href="/" back_label=t.frame_back()/>
            {loaded(options, SkeletonShape::Rows(3), |options| view! { <ConvertForm options/> }.into_any())}
        </div>
    }
}

#[component]
fn ConvertForm(options: ConvertStart) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let prepare = use_deed::<PrepareConvert>();
    let refused = Refusals::of(prepare.value());
    go_on(prepare);
    let currencies: Vec<Currency> = options
        .available
        .iter()
        .map(|money| money.currency())
        .collect();
    let start = SumTyped {
        currency: currencies
            .first()
            .map(|currency| currency.code().to_owned())
            .unwrap_or_default(),
        target_currency: options.into.code().to_owned(),
        ..SumTyped::default()
    };
    let labels = Labels {
        amount: t.field_amount(),
        currency: t.field_currency(),
        target: t.convert_you_get(),
        target_currency: t.convert_into(),
    };
    let sum = use_sum();
    let available = options.available;
    let said = Signal::derive(move || {
        let typed = sum.typed.get();
        let there = available
            .iter()
            .find(|money| money.currency().code() == typed.currency)
            .copied()
            .or_else(|| Currency::parse(&typed.currency).ok().map(Money::zero))?;
        Some(t.send_available(format_money(there, locale)))
    });
    view! {
        <PostForm action=prepare attr:class="form card card-roomy" attr:novalidate=true>
            {refused.banner()}
            <SumFields
                sum
                labels
                from=currencies.clone()
                into=currencies
                start
                refused
                said=said
                hint=t.convert_one_side()
            />
            <Button submit=true size=ButtonSize::Deed busy=prepare.pending()>{t.form_continue()}</Button>
            <p class="small muted">{t.convert_lead()}</p>
        </PostForm>
    }
}
