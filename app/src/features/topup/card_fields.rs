//! The card that pays: a saved one or a new one. What is typed here goes to the card rail and is kept nowhere.

use domain::Field as At;
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};

use super::api::{RemoveCard, SavedCard, remove_card};
use crate::{
    answer::{Answer, Outcome},
    deed::{Deed, INSTEAD, Posted, posted},
    form::Refusals,
    frame::use_frame,
    texts::use_texts,
    ui::{Card, Choice, Field, IconButton, IconName},
};

/// The value that stands for a card that is not saved.
const NEW: &str = "new";

/// Forgetting a saved card: its id, and what was answered.
pub(super) type Removing = Action<String, (String, Answer<()>)>;

/// The deed of the buttons beside the saved cards.
pub(super) fn use_removing() -> Removing {
    let remove = Action::new(|id: &String| {
        let id = id.clone();
        async move { (id.clone(), remove_card(id).await) }
    });
    if let Some(answer) = posted::<RemoveCard>() {
        remove.value().set(Some((String::new(), answer)));
    }
    remove
}

/// Does what the button with this value asks for.
pub(super) fn remove_as_asked(remove: Removing) -> Callback<String> {
    Callback::new(move |asked: String| {
        if let Some(id) = asked.strip_prefix(&asked_to_remove("")) {
            remove.dispatch(id.to_owned());
        }
    })
}

/// The value of the button that has a card forgotten.
fn asked_to_remove(id: &str) -> String {
    format!("{}?id={id}", RemoveCard::name())
}

/// The fields.
#[component]
pub(super) fn CardFields(
    cards: Vec<SavedCard>,
    refused: Refusals,
    remove: Removing,
) -> impl IntoView {
    let t = use_texts();
    // A card is typed unless a person says otherwise: what paid last time need not pay today.
    let chosen = RwSignal::new(NEW.to_owned());
    let cards = RwSignal::new(cards);
    let removed = Signal::derive(move || remove.value().get().map(|(_, answer)| answer));
    let not_removed = Refusals::of(removed);
    Effect::new(move |_| {
        if let Some((id, Ok(Outcome::Done(())))) = remove.value().get() {
            cards.update(|cards| cards.retain(|card| card.id != id));
            if chosen.get_untracked() == id {
                choose_new();
                chosen.set(NEW.to_owned());
            }
        }
    });
    // The browser knows of a choice that was made before the page was awake.
    Effect::new(move |_| {
        if let Ok(Some(radio)) = document().query_selector("input[name=card]:checked")
            && let Some(card) = radio.get_attribute("value")
        {
            chosen.set(card);
        }
    });
    let new_card = if Posted::here().is_some() {
        // Nothing would bring the fields back when another choice is made.
        view! { <NewCard refused/> }.into_any()
    } else {
        view! { <Show when=move || chosen.get() == NEW><NewCard refused/></Show> }.into_any()
    };
    view! {
        {not_removed.banner()}
        <Show when=move || cards.with(|cards| !cards.is_empty())>
            <fieldset class="section" on:change=move |event| chosen.set(event_target_value(&event))>
                <legend class="field-label">{t.topup_which_card()}</legend>
                <div class="choice-list">
                    <Choice name="card" value=NEW title=t.topup_new_card() icon=IconName::Add checked=true/>
                    <For each=move || cards.get() key=|card| card.id.clone() children=move |card| view! { <Saved card/> }/>
                </div>
            </fieldset>
        </Show>
        {new_card}
    }
}

/// A card that paid before, and a way to have it forgotten.
#[component]
fn Saved(card: SavedCard) -> impl IntoView {
    let t = use_texts();
    let asked = asked_to_remove(&card.id);
    let name = t.topup_saved_card(&card.brand, &card.last4);
    view! {
        <div class="choice-saved">
            <Choice
                name="card"
                value=card.id
                title=name.clone()
                detail=t.topup_card_until(card.expiry)
                icon=IconName::Card
            />
            <IconButton
                label=t.topup_remove_card(name)
                icon=IconName::Trash
                submit=true
                name=INSTEAD
                value=asked
            />
        </div>
    }
}

/// Chooses the card that is yet to be typed.
fn choose_new() {
    let radio = document()
        .get_element_by_id(&format!("card-{NEW}"))
        .and_then(|found| found.dyn_into::<HtmlInputElement>().ok());
    if let Some(radio) = radio {
        radio.set_checked(true);
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
