//! The card that pays: a saved one or a new one. What is typed here goes to the card rail and is kept nowhere.

use domain::Field as At;
use leptos::prelude::*;

use super::api::SavedCard;
use crate::{
    form::Refusals,
    frame::use_frame,
    texts::use_texts,
    ui::{Card, Choice, Field, IconName},
};

/// The value that stands for a card that is not saved.
const NEW: &str = "new";

/// The fields.
#[component]
pub(super) fn CardFields(cards: Vec<SavedCard>, refused: Refusals) -> impl IntoView {
    let t = use_texts();
    let chosen = RwSignal::new(cards.first().map_or(NEW.to_owned(), |card| card.id.clone()));
    let has_cards = !cards.is_empty();
    // The browser knows of a choice that was made before the page was awake.
    Effect::new(move |_| {
        if let Ok(Some(radio)) = document().query_selector("input[name=card]:checked")
            && let Some(card) = radio.get_attribute("value")
        {
            chosen.set(card);
        }
    });
    let first = chosen.get_untracked();
    let choices = cards
        .into_iter()
        .map(|card| {
            let checked = card.id == first;
            view! {
                <Choice
                    name="card"
                    value=card.id
                    title=t.topup_saved_card(card.brand, card.last4)
                    detail=t.topup_card_until(card.expiry)
                    icon=IconName::Card
                    checked=checked
                />
            }
        })
        .collect_view();
    view! {
        {has_cards.then(|| view! {
            <fieldset class="section" on:change=move |event| chosen.set(event_target_value(&event))>
                <legend class="field-label">{t.topup_which_card()}</legend>
                <div class="choice-list">
                    {choices}
                    <Choice name="card" value=NEW title=t.topup_new_card() icon=IconName::Add/>
                </div>
            </fieldset>
        })}
        <Show when=move || chosen.get() == NEW>
            <NewCard refused/>
        </Show>
    }
}

#[component]
fn NewCard(refused: Refusals) -> impl IntoView {
    let t = use_texts();
    let hint = use_frame()
        .sandbox
        .then(|| t.topup_sandbox_card().to_owned());
    view! {
        <Card roomy=true>
            <Field
                label=t.field_card_number()
                name="card_number"
                hint=hint
                inputmode="numeric"
                autocomplete="cc-number"
                verbatim=true
                required=true
                error=refused.at(At::CardNumber)
            />
            <div class="fields-row">
                <Field
                    label=t.field_expiry()
                    name="expiry"
                    inputmode="numeric"
                    autocomplete="cc-exp"
                    placeholder="MM / YY"
                    verbatim=true
                    required=true
                    error=refused.at(At::Expiry)
                />
                <Field
                    label=t.field_security_code()
                    name="security_code"
                    inputmode="numeric"
                    autocomplete="cc-csc"
                    verbatim=true
                    required=true
                    error=refused.at(At::SecurityCode)
                />
            </div>
        </Card>
    }
}
