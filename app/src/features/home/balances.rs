//! A card for each currency.

use domain::{Currency, format_money};
use leptos::prelude::*;

use super::api::Balance;
use crate::{
    frame::use_frame,
    texts::{use_locale, use_texts},
    ui::{HIDDEN_AMOUNT, Section},
};

/// The cards.
#[component]
pub(super) fn Balances(balances: Vec<Balance>, hidden: RwSignal<bool>) -> impl IntoView {
    let t = use_texts();
    let display = use_frame()
        .me
        .map_or(Currency::USD, |me| me.display_currency);
    let cards = balances
        .into_iter()
        .map(|balance| view! { <li><BalanceCard balance display hidden/></li> })
        .collect_view();
    view! {
        <Section title=t.home_currencies()>
            // It scrolls sideways on a phone; the keyboard must reach what is beyond the edge.
            <ul class="currency-list" tabindex="0">{cards}</ul>
        </Section>
    }
}

#[component]
fn BalanceCard(balance: Balance, display: Currency, hidden: RwSignal<bool>) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let currency = balance.posted.currency();
    let posted = format_money(balance.posted, locale);
    let below = if balance.available != balance.posted {
        t.home_available(format_money(balance.available, locale))
    } else if currency == display {
        t.home_display_currency().to_owned()
    } else {
        match balance.worth {
            Some(worth) => format!("≈ {}", format_money(worth, locale)),
            None => t.home_no_rate().to_owned(),
        }
    };
    view! {
        <div class="currency-card">
            <span class="currency-head"><span>{currency.name(locale)} " " {currency.code()}</span></span>
            <span class="currency-balance">{move || if hidden.get() { HIDDEN_AMOUNT.to_owned() } else { posted.clone() }}</span>
            <span class="currency-worth">{move || if hidden.get() { HIDDEN_AMOUNT.to_owned() } else { below.clone() }}</span>
        </div>
    }
}
