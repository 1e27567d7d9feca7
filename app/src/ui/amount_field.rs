//! How much, and of what, in one frame.
//! Reads nothing and rounds nothing: what was typed is kept as typed, the server or `domain` says what it means.
use super::{
    field_parts::{FieldError, Parts, label_view, said as text_of},
    select_field::SelectOption,
    typed::Typed,
};
use leptos::{
    html::{Input, Select},
    prelude::*,
};

/// An amount and its currency. `on:input` on the component hears both: look at the target's name.
#[component]
pub fn AmountField(
    /// The accessible name of the amount, exactly.
    #[prop(into)]
    label: Signal<String>,
    /// The accessible name of the currency, exactly.
    #[prop(into)]
    currency_label: Signal<String>,
    /// The name in the sent form; also the id, unless `id` says otherwise.
    name: &'static str,
    /// The currency's name in the sent form; its id is the amount's with `-currency`.
    #[prop(default = "currency")]
    currency_name: &'static str,
    /// What can be chosen. One alone is written, not chosen, and sent along hidden.
    currencies: Vec<SelectOption>,
    /// The chosen currency's code.
    #[prop(optional, into)]
    currency: String,
    /// Another id, where two forms of a page share a name.
    #[prop(optional, into)]
    id: Option<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and the way out.
    #[prop(optional, into)]
    error: Signal<Option<FieldError>>,
    /// What was understood, said back.
    #[prop(optional, into)]
    said: Signal<Option<String>>,
    /// What the server knows already. Never changes later.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// The box of the amount.
    #[prop(optional)]
    input: NodeRef<Input>,
    /// The list of currencies.
    #[prop(optional)]
    select: NodeRef<Select>,
) -> impl IntoView {
    let parts = Parts::new(id, name, hint, error);
    let said_id = format!("{}-said", parts.id);
    let currency_id = format!("{}-currency", parts.id);
    let typed = Typed::here();
    let value = typed.of(name).or_else(|| value.get_untracked());
    let currency = typed.of(currency_name).unwrap_or(currency);
    let unit = match currencies.as_slice() {
        [only] => view! {
            <span class="amount-unit">{only.label.clone()}</span>
            <input type="hidden" name=currency_name value=only.value.clone()/>
        }
        .into_any(),
        _ => view! {
            <div class="amount-currency select">
                <label class="visually-hidden" for=currency_id.clone()>{move || currency_label.get()}</label>
                <select node_ref=select class="select-box" id=currency_id name=currency_name autocomplete="off">
                    {SelectOption::views(currencies, currency)}
                </select>
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="field">
            {label_view(label, parts.id.clone(), Signal::default())}
            {parts.hint_view()}
            <div class="amount-frame">
                <input
                    node_ref=input
                    class="amount-input"
                    id=parts.id.clone()
                    name=name
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    placeholder="0"
                    value=value
                    required=required
                    aria-describedby=parts.described_by(Some(said_id.clone()))
                    aria-invalid=parts.invalid()
                />
                {unit}
            </div>
            <p class="field-said" id=said_id role="status">{move || text_of(said)}</p>
            {parts.error_view()}
        </div>
    }
}
