//! One's personal code and link. The amount and note they ask for stand in the page's address, so that the form works
//! without scripts and the page can be kept.

use domain::{Currency, Field as At, format_money};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::{LinkView, QrCode, ReceiveStart, personal_link},
    ways::Ways,
};
use crate::{
    answer::{Answer, Outcome},
    form::Refusals,
    texts::{use_locale, use_texts},
    ui::{AmountField, Button, ButtonKind, Field, Section, SelectOption, Sheet, Tear, Who},
};

type Asked = (String, String, String);

/// The code with what it asks for, the form that says what, and what else one is found by.
#[component]
pub(super) fn MyCode(start: ReceiveStart) -> impl IntoView {
    let query = use_query_map().read_untracked();
    let asked = |name: &str| query.get(name).unwrap_or_default();
    let asked: Asked = (asked("amount"), asked("currency"), asked("note"));
    let link = Resource::new_blocking(
        move || asked.clone(),
        |(amount, currency, note)| async move {
            let answer = personal_link(amount.clone(), currency.clone(), note.clone()).await;
            ((amount, currency, note), answer)
        },
    );
    view! {
        <Suspense>
            {move || {
                let start = start.clone();
                Suspend::new(async move {
                    let (asked, answer) = link.await;
                    view! { <Shown start asked answer/> }
                })
            }}
        </Suspense>
    }
}

#[component]
fn Shown(start: ReceiveStart, asked: Asked, answer: Answer<LinkView>) -> impl IntoView {
    let t = use_texts();
    let (amount, currency, note) = asked;
    let refused = Refusals::of_quietly(Signal::stored(Some(answer.clone())));
    let ways = std::iter::once((t.profile_account(), start.account)).chain(
        start
            .addresses
            .into_iter()
            .map(|address| (t.profile_address(), address)),
    );
    let (link, code) = match answer {
        Ok(Outcome::Done(link)) => {
            let url = link.url.clone();
            (Some((t.receive_link(), url)), Some(view! { <Code link/> }))
        }
        _ => (None, None),
    };
    let ways = link.into_iter().chain(ways).collect::<Vec<_>>();
    let chosen = Currency::parse(&currency)
        .ok()
        .or_else(|| start.currencies.first().copied())
        .unwrap_or(Currency::USD);
    view! {
        <Sheet>
            <Who initial=start.initial name=start.name detail=t.receive_who() jade=true/>
            {code}
            <Tear/>
            <Ways ways=ways/>
        </Sheet>
        <Section title=t.receive_with_amount()>
        <form class="form card card-roomy" method="get" action="/receive">
            {refused.banner()}
            <AmountField
                label=t.field_amount()
                currency_label=t.field_currency()
                name="amount"
                currencies=SelectOption::currencies(start.currencies)
                currency=chosen.code().to_owned()
                value=amount
                error=refused.at_amount()
            />
            <Field label=t.field_note() name="note" mark=t.field_optional() value=note error=refused.at(At::Note)/>
            <Button submit=true kind=ButtonKind::Secondary>{t.receive_make_code()}</Button>
        </form>
        </Section>
    }
}

/// The picture, and in words what it asks for.
#[component]
fn Code(link: LinkView) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let QrCode { path, size } = link.code;
    let label = match link.amount {
        Some(amount) => t.receive_code_for(format_money(amount, locale)),
        None => t.receive_code_any().to_owned(),
    };
    view! {
        <figure class="qr">
            <svg class="qr-code" viewBox=format!("0 0 {size} {size}") role="img" aria-label=label.clone() focusable="false">
                <path d=path></path>
            </svg>
            <figcaption>
                <p>{label.clone()}</p>
                {link.note.map(|note| view! { <p class="qr-note">{note}</p> })}
            </figcaption>
        </figure>
    }
}
