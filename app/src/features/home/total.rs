//! The total of all balances in the display currency, with an eye to hide it.

use domain::{Currency, Money, split_amount};
use leptos::prelude::*;

use crate::{
    frame::use_frame,
    texts::{use_locale, use_texts},
    ui::{HIDDEN_AMOUNT, IconButton, IconName, MoneySize, MoneyText},
};

/// The total.
#[component]
pub(super) fn Total(
    total: Option<Money>,
    without_rate: Vec<Currency>,
    hidden: RwSignal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let currency = use_frame()
        .me
        .map_or(Currency::USD, |me| me.display_currency);
    let (whole, cents) = total.map_or_else(
        || ("—".to_owned(), String::new()),
        |total| split_amount(total, locale),
    );
    let shown_whole = Signal::derive(move || {
        if hidden.get() {
            HIDDEN_AMOUNT.to_owned()
        } else {
            whole.clone()
        }
    });
    let shown_cents = Signal::derive(move || {
        if hidden.get() {
            String::new()
        } else {
            cents.clone()
        }
    });
    let eye = Signal::derive(move || {
        if hidden.get() {
            IconName::EyeOff
        } else {
            IconName::Eye
        }
    });
    let left_out = without_rate
        .into_iter()
        .map(Currency::code)
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <section class="total" aria-labelledby="total-name">
            <div class="total-label">
                <h2 class="total-name" id="total-name">{t.home_total(currency.name(locale))}</h2>
                <IconButton
                    label=t.home_hide()
                    icon=eye
                    pressed=Signal::derive(move || Some(hidden.get()))
                    on:click=move |_| hidden.update(|hidden| *hidden = !*hidden)
                />
            </div>
            <p><MoneyText whole=shown_whole cents=shown_cents size=MoneySize::Hero/></p>
            {(!left_out.is_empty()).then(|| view! { <p class="small muted">{t.home_left_out(left_out)}</p> })}
        </section>
    }
}
