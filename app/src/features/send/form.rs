//! The send form: whom, how much, a note.

use domain::{Currency, Field as At, Money, format_money, parse_amount};
use leptos::{
    form::ActionForm,
    html::{Input, Select},
    prelude::*,
};
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::{
    api::{FindPayee, PrepareSend, SendStart, send_options},
    draft::{Draft, use_draft},
};
use crate::{
    answer::{Answer, Outcome},
    features::history::api::repeat_payment,
    form::Refusals,
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{AmountField, Button, ButtonSize, Field, PageHeader, SelectOption, SkeletonShape, Who},
};

/// The page.
#[component]
pub(crate) fn Send() -> impl IntoView {
    let t = use_texts();
    let repeats = use_query_map()
        .read_untracked()
        .get("repeat")
        .filter(|id| !id.is_empty());
    let options = Resource::new_blocking(move || repeats.clone(), start);
    view! {
        <Title text=t.send_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.send_title() back_href="/" back_label=t.frame_back()/>
            {loaded(options, SkeletonShape::Rows(3), |(options, repeated)| view! { <SendForm options repeated/> }.into_any())}
        </div>
    }
}

/// What there is to send, and the payment that is to be sent once more; refused when it is not one of the person's.
async fn start(repeats: Option<String>) -> Answer<(SendStart, Option<Draft>)> {
    let repeated = match repeats {
        None => Outcome::Done(None),
        Some(id) => repeat_payment(id.clone()).await?.map(|sent| {
            Some(Draft {
                repeats: Some(id),
                to: sent.to,
                amount: sent.amount.to_decimal_string(),
                currency: sent.amount.currency().code().to_owned(),
                note: sent.note.unwrap_or_default(),
            })
        }),
    };
    match repeated {
        Outcome::Done(repeated) => {
            let options = send_options().await?;
            Ok(options.map(|options| (options, repeated)))
        }
        Outcome::Refused(refusals) => Ok(Outcome::Refused(refusals)),
    }
}

#[component]
fn SendForm(options: SendStart, repeated: Option<Draft>) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let draft = use_draft();
    let typed_before = draft.get_untracked();
    // Whoever comes back from the confirm sheet finds what they changed, not the old payment again.
    let before = match repeated {
        Some(repeated) if repeated.repeats != typed_before.repeats => repeated,
        _ => typed_before,
    };
    let repeats = StoredValue::new(before.repeats.clone());
    let asked_payee = use_query_map()
        .read_untracked()
        .get("to")
        .unwrap_or_default();
    let (to, amount, note) = (
        NodeRef::<Input>::new(),
        NodeRef::<Input>::new(),
        NodeRef::<Input>::new(),
    );
    let currency = NodeRef::<Select>::new();
    let prepare = ServerAction::<PrepareSend>::new();
    let find = ServerAction::<FindPayee>::new();
    let refused = Refusals::of(prepare.value());
    let payee_refused = Refusals::of_quietly(find.value());
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(id))) = prepare.value().get() {
            navigate(
                &format!("/send/confirm/{id}"),
                leptos_router::NavigateOptions::default(),
            );
        }
    });

    let typed = move || Draft {
        repeats: repeats.get_value(),
        to: to
            .get_untracked()
            .map(|input| input.value())
            .unwrap_or_default(),
        amount: amount
            .get_untracked()
            .map(|input| input.value())
            .unwrap_or_default(),
        currency: currency
            .get_untracked()
            .map(|select| select.value())
            .unwrap_or_default(),
        note: note
            .get_untracked()
            .map(|input| input.value())
            .unwrap_or_default(),
    };
    let available = StoredValue::new(options.available.clone());
    let said = RwSignal::new(String::new());
    let understand = move || {
        let typed = typed();
        said.set(understood(t, locale, &typed, &available.read_value()));
        draft.set(typed);
    };
    let look_up_typed = move || {
        let to = typed().to;
        if !to.trim().is_empty() {
            find.dispatch(FindPayee { to });
        }
    };
    let found = move || match find.value().get() {
        Some(Ok(Outcome::Done(payee))) => {
            let account = t.send_account(&payee.account);
            Some(view! { <Who initial=payee.initial name=payee.name detail=account jade=true/> })
        }
        _ => None,
    };
    let to_error = {
        let (form, look) = (refused.at(At::To), payee_refused.at(At::To));
        Signal::derive(move || {
            if find.version().get() > prepare.version().get() {
                look.get()
            } else {
                form.get().or_else(|| look.get())
            }
        })
    };
    let first = options
        .available
        .first()
        .map_or(Currency::USD, |money| money.currency());
    let chosen = if before.currency.is_empty() {
        first.code().to_owned()
    } else {
        before.currency
    };
    let currencies = options
        .available
        .iter()
        .map(|money| SelectOption::new(money.currency().code(), money.currency().code()))
        .collect::<Vec<_>>();
    let payee = if before.to.is_empty() {
        asked_payee
    } else {
        before.to
    };
    // What the server suggested or was typed before is said back as soon as the page is awake.
    Effect::new(move |_| {
        understand();
        look_up_typed();
    });
    view! {
        <ActionForm action=prepare attr:class="form card card-roomy" attr:novalidate=true>
            {refused.banner()}
            <Field
                label=t.send_to()
                name="to"
                hint=t.send_to_hint()
                verbatim=true
                required=true
                autocomplete="off"
                value=payee
                input=to
                error=to_error
                on:input=move |_| understand()
                on:change=move |_| look_up_typed()
            />
            <div aria-live="polite">{found}</div>
            <AmountField
                label=t.field_amount()
                currency_label=t.field_currency()
                name="amount"
                currencies=currencies
                currency=chosen
                value=before.amount
                required=true
                said=Signal::derive(move || Some(said.get()))
                error=refused.at(At::Amount)
                input=amount
                select=currency
                on:input=move |_| understand()
                on:change=move |_| understand()
            />
            <Field
                label=t.field_note()
                name="note"
                mark=t.field_optional()
                value=before.note
                input=note
                error=refused.at(At::Note)
                on:input=move |_| understand()
            />
            <Button submit=true size=ButtonSize::Deed busy=prepare.pending()>{t.form_continue()}</Button>
        </ActionForm>
    }
}

/// Says back what was understood, and what there is to spend.
fn understood(
    t: crate::texts::Texts,
    locale: domain::Locale,
    typed: &Draft,
    available: &[Money],
) -> String {
    let Ok(currency) = Currency::parse(&typed.currency) else {
        return String::new();
    };
    let there = available
        .iter()
        .find(|money| money.currency() == currency)
        .copied()
        .unwrap_or(Money::zero(currency));
    let there = t.send_available(format_money(there, locale));
    match parse_amount(&typed.amount, currency, locale) {
        Ok(amount) => format!(
            "{} · {there}",
            t.send_understood(format_money(amount, locale))
        ),
        Err(_) => there,
    }
}
