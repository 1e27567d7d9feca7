//! The two sides of a sum: what leaves, and what arrives. Filling in one side empties the other, for the rate decides
//! it; what it comes to is said below. Without scripts both are plain fields, and the server says what it made of them.

use domain::{Currency, Field as At};
use leptos::{
    html::{Input, Select},
    prelude::*,
};
use serde::{Deserialize, Serialize};

use super::{
    api::{QuoteView, quote},
    preview::Preview,
};
use crate::{
    answer::{Answer, Outcome},
    form::Refusals,
    quiet::{OnceQuiet, use_once_quiet},
    ui::{AmountField, SelectOption},
};

/// Both sides as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumTyped {
    pub amount: String,
    pub currency: String,
    pub they_get: String,
    /// Empty for the same currency.
    pub target_currency: String,
}

impl SumTyped {
    /// Whether there is something to ask the server about.
    fn is_exchange(&self) -> bool {
        !self.currency.is_empty()
            && !self.target_currency.is_empty()
            && self.currency != self.target_currency
            && (!self.amount.trim().is_empty() || !self.they_get.trim().is_empty())
    }
}

/// The names of the fields in the language of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Labels {
    pub amount: &'static str,
    pub currency: &'static str,
    pub target: &'static str,
    pub target_currency: &'static str,
}

/// The fields of a sum, their contents, and what the server said of them.
#[derive(Clone, Copy)]
pub(crate) struct Sum {
    amount: NodeRef<Input>,
    currency: NodeRef<Select>,
    they_get: NodeRef<Input>,
    target_currency: NodeRef<Select>,
    /// What is typed; empty until the page is awake.
    pub typed: RwSignal<SumTyped>,
    /// The last answer that was about what stood there when it came.
    answer: RwSignal<Option<(SumTyped, Answer<QuoteView>)>>,
    quiet: OnceQuiet,
    ask: Action<SumTyped, ()>,
}

/// A sum for one form.
pub(crate) fn use_sum() -> Sum {
    let (now, found) = (
        RwSignal::new(SumTyped::default()),
        RwSignal::new(None::<(SumTyped, Answer<QuoteView>)>),
    );
    let ask = Action::new(move |typed: &SumTyped| {
        let typed = typed.clone();
        async move {
            let SumTyped {
                amount,
                currency,
                they_get,
                target_currency,
            } = typed.clone();
            let answer = quote(amount, currency, they_get, target_currency).await;
            // A late answer must not take the place of a newer one; on a page that was left there is no place.
            if now.try_get_untracked().is_some_and(|now| now == typed) {
                found.try_set(Some((typed, answer)));
            }
        }
    });
    let sum = Sum {
        amount: NodeRef::new(),
        currency: NodeRef::new(),
        they_get: NodeRef::new(),
        target_currency: NodeRef::new(),
        typed: now,
        answer: found,
        quiet: use_once_quiet(),
        ask,
    };
    // What was typed before the page was awake counts too.
    Effect::new(move |_| sum.read());
    sum
}

impl Sum {
    /// Reads the fields and asks what they come to, once nothing more is typed.
    pub fn read(self) {
        let text = |input: NodeRef<Input>| input.get_untracked().map(|input| input.value());
        let choice = |select: NodeRef<Select>| select.get_untracked().map(|select| select.value());
        let typed = SumTyped {
            amount: text(self.amount).unwrap_or_default(),
            currency: choice(self.currency).unwrap_or_default(),
            they_get: text(self.they_get).unwrap_or_default(),
            target_currency: choice(self.target_currency).unwrap_or_default(),
        };
        if self.typed.get_untracked() == typed {
            return;
        }
        self.typed.set(typed.clone());
        let ask = self.ask;
        if typed.is_exchange() {
            self.quiet.ask(move || drop(ask.dispatch(typed)));
        } else {
            self.quiet.forget();
        }
    }

    /// Fills the fields in as they were left.
    pub fn restore(self, left: &SumTyped) {
        for (input, text) in [(self.amount, &left.amount), (self.they_get, &left.they_get)] {
            if let Some(input) = input.get_untracked() {
                input.set_value(text);
            }
        }
        for (select, code) in [
            (self.currency, &left.currency),
            (self.target_currency, &left.target_currency),
        ] {
            if let Some(select) = select.get_untracked() {
                select.set_value(code);
            }
        }
        self.read();
    }

    /// What the server said of what is typed now.
    fn current(self) -> Option<Answer<QuoteView>> {
        let typed = self.typed.get();
        if !typed.is_exchange() {
            return None;
        }
        self.answer
            .get()
            .filter(|(asked, _)| *asked == typed)
            .map(|(_, answer)| answer)
    }

    /// The refusals of the preview, told quietly beside their fields.
    fn refused(self) -> Refusals {
        Refusals::of_quietly(Signal::derive(move || self.current()))
    }
}

/// The fields.
#[component]
pub(crate) fn SumFields(
    sum: Sum,
    labels: Labels,
    /// What can be sent or converted, and what can come out.
    from: Vec<Currency>,
    into: Vec<Currency>,
    /// Chosen and typed at first.
    start: SumTyped,
    /// What the server refused of the form.
    refused: Refusals,
    /// Said under the amount.
    #[prop(optional, into)]
    said: Signal<Option<String>>,
    /// How to fill in the other side.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What the other side offers first, where most sums stay in one currency: the same as the first.
    #[prop(optional)]
    same: Option<&'static str>,
) -> impl IntoView {
    let other_side: Vec<SelectOption> = same
        .map(|label| SelectOption::new("", label))
        .into_iter()
        .chain(SelectOption::currencies(into))
        .collect();
    let quietly = sum.refused();
    // The form's own refusal first; what the preview refuses is only a hint of what will come.
    let error = move |amount: At, currency: At| {
        let signals = [
            refused.at(amount),
            refused.at(currency),
            quietly.at(amount),
            quietly.at(currency),
        ];
        Signal::derive(move || signals.iter().find_map(Get::get))
    };
    let shown = move || match sum.current() {
        Some(Ok(Outcome::Done(quote))) => {
            Some(view! { <Preview quote target_label=labels.target/> })
        }
        _ => None,
    };
    view! {
        <AmountField
            label=labels.amount
            currency_label=labels.currency
            name="amount"
            currencies=SelectOption::currencies(from)
            currency=start.currency
            value=start.amount
            said=said
            error=error(At::Amount, At::Currency)
            input=sum.amount
            select=sum.currency
            on:input=move |event| {
                if is_text(&event) {
                    empty(sum.they_get);
                }
                sum.read();
            }
            on:change=move |_| sum.read()
        />
        <AmountField
            label=labels.target
            currency_label=labels.target_currency
            name="they_get"
            currency_name="target_currency"
            currencies=other_side
            currency=start.target_currency
            value=start.they_get
            hint=hint
            error=error(At::TheyGet, At::TargetCurrency)
            input=sum.they_get
            select=sum.target_currency
            on:input=move |event| {
                if is_text(&event) {
                    empty(sum.amount);
                }
                sum.read();
            }
            on:change=move |_| sum.read()
        />
        <div aria-live="polite">{shown}</div>
    }
}

/// Empties one side, since the other is being filled in.
fn empty(side: NodeRef<Input>) {
    if let Some(input) = side.get_untracked() {
        input.set_value("");
    }
}

/// Whether this came from the box for the amount rather than from the list beside it.
fn is_text(event: &leptos::ev::Event) -> bool {
    use leptos::wasm_bindgen::JsCast;
    event
        .target()
        .is_some_and(|target| target.has_type::<leptos::web_sys::HtmlInputElement>())
}
