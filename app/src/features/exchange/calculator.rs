//! A calculator for everybody: what a conversion would take, cost and give. Without scripts it is a form that asks the
//! page itself, so that its answer stands in the page.

use domain::Currency;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    Labels, SumFields, SumTyped,
    api::{QuoteView, quote},
    preview::Preview,
    use_sum,
};
use crate::{
    answer::{Answer, Outcome},
    form::Refusals,
    texts::use_texts,
    ui::{Button, ButtonKind},
};

/// The calculator.
#[component]
pub(crate) fn Calculator(
    /// The page it stands on.
    action: &'static str,
    /// The currencies that have a rate.
    currencies: Vec<Currency>,
    /// Chosen at first.
    from: Currency,
    into: Currency,
) -> impl IntoView {
    let query = use_query_map().read_untracked();
    let asked = |name: &str| query.get(name).unwrap_or_default();
    let code =
        |asked: String, usual: Currency| Currency::parse(&asked).unwrap_or(usual).code().to_owned();
    let start = SumTyped {
        amount: asked("amount"),
        they_get: asked("they_get"),
        currency: code(asked("currency"), from),
        target_currency: code(asked("target_currency"), into),
    };
    let answer = Resource::new_blocking(move || start.clone(), answer_to);
    view! {
        <Suspense>
            {move || {
                let currencies = currencies.clone();
                Suspend::new(async move {
                    let (start, answer) = answer.await;
                    view! { <Form action currencies start answer/> }
                })
            }}
        </Suspense>
    }
}

/// What the address asks for, answered.
async fn answer_to(asked: SumTyped) -> (SumTyped, Option<Answer<QuoteView>>) {
    if asked.amount.is_empty() && asked.they_get.is_empty() {
        return (asked, None);
    }
    let SumTyped {
        amount,
        currency,
        they_get,
        target_currency,
    } = asked.clone();
    let answer = quote(amount, currency, they_get, target_currency).await;
    (asked, Some(answer))
}

#[component]
fn Form(
    action: &'static str,
    currencies: Vec<Currency>,
    start: SumTyped,
    answer: Option<Answer<QuoteView>>,
) -> impl IntoView {
    let t = use_texts();
    let labels = Labels {
        amount: t.field_amount(),
        currency: t.field_currency(),
        target: t.send_they_get(),
        target_currency: t.send_their_currency(),
    };
    let sum = use_sum();
    let asked = StoredValue::new(start.clone());
    let answered = StoredValue::new(answer);
    // The answer to the address is for what the address says, until something else is typed.
    let standing = Signal::derive(move || {
        let typed = sum.typed.get();
        let is_asked = typed == SumTyped::default() || typed == asked.get_value();
        is_asked.then(|| answered.get_value()).flatten()
    });
    let refused = Refusals::of_quietly(standing);
    let shown = move || match standing.get() {
        Some(Ok(Outcome::Done(quote))) if sum.typed.get() == SumTyped::default() => {
            Some(view! { <Preview quote target_label=t.send_they_get()/> })
        }
        _ => None,
    };
    view! {
        <form class="form card card-roomy" method="get" action=action>
            <SumFields
                sum
                labels
                from=currencies.clone()
                into=currencies
                start
                refused
                hint=t.convert_one_side()
            />
            {shown}
            <Button kind=ButtonKind::Secondary submit=true>{t.exchange_calculate()}</Button>
        </form>
    }
}
