//! The sandbox's bank: lets a transfer with a reference arrive, be late, or fail for a reason.

use domain::{Field as At, Refusal, TopUpFailure};
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::SandboxBank;
use crate::{
    answer::Outcome,
    deed::{PostForm, use_deed},
    form::Refusals,
    texts::use_texts,
    ui::{Banner, BannerKind, Button, ButtonSize, Field, PageHeader, SelectField, SelectOption},
    words::refusal_text,
};

/// Reasons a bank may report.
const FAILURES: [TopUpFailure; 6] = [
    TopUpFailure::BankMaintenance,
    TopUpFailure::InsufficientFunds,
    TopUpFailure::WrongDetails,
    TopUpFailure::OurMaintenance,
    TopUpFailure::Lapsed,
    TopUpFailure::AmountMismatch,
];

/// The page.
#[component]
pub(crate) fn Bank() -> impl IntoView {
    let t = use_texts();
    let report = use_deed::<SandboxBank>();
    let refused = Refusals::of(report.value());
    let done = move || matches!(report.value().get(), Some(Ok(Outcome::Done(_))));
    let outcomes = [
        SelectOption::new("arrived", t.sandbox_bank_arrived()),
        SelectOption::new("late", t.sandbox_bank_late()),
    ]
    .into_iter()
    .chain(
        FAILURES.map(|why| SelectOption::new(why.as_str(), refusal_text(t, &Refusal::from(why)))),
    )
    .collect::<Vec<_>>();
    view! {
        <Title text=t.sandbox_bank_title()/>
        <div class="page page-narrow">
            <PageHeader title=t.sandbox_bank_title() lead=t.sandbox_bank_lead()/>
            <PostForm action=report attr:class="form card card-roomy" attr:novalidate=true>
                {refused.banner()}
                {move || done().then(|| view! { <Banner kind=BannerKind::Done live=true>{t.sandbox_bank_done()}</Banner> })}
                <Field label=t.bank_reference() name="reference" verbatim=true required=true error=refused.at(At::Reference)/>
                <SelectField label=t.sandbox_bank_outcome() name="outcome" options=outcomes value="arrived"/>
                <Field
                    label=t.field_amount()
                    name="amount"
                    mark=t.field_optional()
                    hint=t.sandbox_bank_amount_hint()
                    inputmode="decimal"
                    verbatim=true
                    error=refused.at(At::Amount)
                />
                <Button submit=true size=ButtonSize::Deed busy=report.pending()>{t.sandbox_bank_report()}</Button>
            </PostForm>
        </div>
    }
}
