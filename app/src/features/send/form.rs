//! The send form: whom, how much, a note.

use domain::{Currency, Field as At, Money, format_money, parse_amount};
use leptos::{html::Input, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::{PrepareSend, SendStart, send_options},
    draft::{Draft, forget_suggestion, keep, kept, use_draft},
    look_up::LookUp,
};
use crate::{
    answer::{Answer, Outcome},
    deed::{PostForm, go_on, use_deed},
    features::{
        exchange::{Labels, SumFields, SumTyped, use_sum},
        history::api::repeat_payment,
    },
    form::Refusals,
    frame::use_frame,
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{Button, ButtonKind, ButtonSize, Field, PageHeader, SkeletonShape},
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
                sum: sent.sum,
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
    // What a personal link or a receiver's picture says; it is only typed in, and read like anything typed.
    let query = use_query_map().read_untracked();
    let asked = |name: &str| query.get(name).unwrap_or_default();
    let linked = Draft {
        repeats: None,
        to: asked("to"),
        sum: SumTyped {
            amount: asked("amount"),
            currency: asked("currency"),
            ..SumTyped::default()
        },
        note: asked("note"),
    };
    let (before, is_suggested) = match repeated {
        // Whoever comes back from the confirm sheet finds what they changed, not the old payment again.
        Some(repeated) if repeated.repeats != typed_before.repeats => (repeated, true),
        _ if linked.to.is_empty() => (typed_before, false),
        _ => (linked, true),
    };
    // What somebody else suggested is not the person's draft until they change or send it.
    let is_own = StoredValue::new(!is_suggested);
    let repeats = StoredValue::new(before.repeats.clone());
    let (to, note) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let sum = use_sum();
    let prepare = use_deed::<PrepareSend>();
    let look_up = LookUp::new();
    let sent = RwSignal::new(String::new());
    let refused = Refusals::of(prepare.value());
    let account = StoredValue::new(use_frame().me.map(|me| me.account).unwrap_or_default());
    go_on(prepare);

    let text = |input: NodeRef<Input>| {
        input
            .get_untracked()
            .map(|input| input.value())
            .unwrap_or_default()
    };
    let typed = move || Draft {
        repeats: repeats.get_value(),
        to: text(to),
        sum: sum.typed.get_untracked(),
        note: text(note),
    };
    let available = StoredValue::new(options.available.clone());
    let said = Signal::derive(move || {
        Some(understood(
            t,
            locale,
            &sum.typed.get(),
            &available.read_value(),
        ))
    });
    let understand = move || {
        let typed = typed();
        look_up.typed(&typed.to);
        if is_own.get_value() {
            keep(&account.read_value(), &typed);
            draft.set(typed);
        }
    };
    let own = move || {
        is_own.set_value(true);
        understand();
    };
    // Amounts are typed into the sum's own fields.
    Effect::new(move |before: Option<()>| {
        sum.typed.track();
        if before.is_some() {
            understand();
        }
    });
    let to_error = look_up.error(refused.at(At::To), sent);
    Effect::new(move |_| {
        if let Some(form) = prepare.input().get() {
            sent.set(form.to.trim().to_owned());
            own();
            forget_suggestion();
        }
    });
    let first = options
        .available
        .first()
        .map_or(Currency::USD, |money| money.currency());
    let start = if before.sum.currency.is_empty() {
        SumTyped {
            currency: first.code().to_owned(),
            ..SumTyped::default()
        }
    } else {
        before.sum
    };
    let currencies: Vec<Currency> = options
        .available
        .iter()
        .map(|money| money.currency())
        .collect();
    let labels = Labels {
        amount: t.field_amount(),
        currency: t.field_currency(),
        target: t.send_they_get(),
        target_currency: t.send_their_currency(),
    };
    let payee = before.to;
    // What was typed before a full load of the page comes back, unless something is there already; then it is said back,
    // as is what the server suggested or was typed before the page was awake.
    let suggested = start.clone();
    Effect::new(move |_| {
        sum.read();
        let there = typed();
        let is_as_suggested = there.to.is_empty()
            && there.note.is_empty()
            && (there.sum == suggested || there.sum == SumTyped::default());
        if let Some(left) = kept(&account.read_value())
            && !left.is_empty()
            && (is_as_suggested || (left.repeats.is_some() && left.repeats == there.repeats))
        {
            for (input, text) in [(to, &left.to), (note, &left.note)] {
                if let Some(input) = input.get_untracked() {
                    input.set_value(text);
                }
            }
            sum.restore(&left.sum);
        }
        understand();
        look_up.ask(&typed().to);
    });
    view! {
        <PostForm action=prepare attr:class="form card card-roomy" attr:novalidate=true on:input=move |_| own()>
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
                on:change=move |_| look_up.left(&typed().to)
            />
            {look_up.card()}
            <SumFields
                sum
                labels
                from=currencies.clone()
                into=currencies
                start
                refused
                said=said
                hint=t.send_they_get_hint()
                same=t.send_same_currency()
            />
            <Field
                label=t.field_note()
                name="note"
                mark=t.field_optional()
                value=before.note
                input=note
                error=refused.at(At::Note)
            />
            // The same sum in several payments, when that is what the limit allows.
            {move || refused.parts().map(|parts| view! {
                <Button submit=true kind=ButtonKind::Secondary size=ButtonSize::Wide name="split" value="true" busy=prepare.pending()>
                    {t.send_split(parts)}
                </Button>
            })}
            <Button submit=true size=ButtonSize::Deed busy=prepare.pending()>{t.form_continue()}</Button>
        </PostForm>
    }
}

/// Says back what was understood, and what there is to spend.
fn understood(
    t: crate::texts::Texts,
    locale: domain::Locale,
    typed: &SumTyped,
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
