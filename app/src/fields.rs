//! The fields of a form on the page, found by their ids: which one is topmost, and which one is being typed into.

use domain::{Field, Refusal};
use leptos::{
    ev::Event,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, Node},
};

/// The lists of currencies beside an amount, whose ids are made of the amount's.
const BESIDE_AMOUNTS: [(Field, &str); 2] = [
    (Field::Currency, "amount-currency"),
    (Field::TargetCurrency, "they_get-currency"),
];

/// The parts of a sum: one decides the other, so what was said of any of them is about all.
const SUM: [Field; 4] = [
    Field::Amount,
    Field::Currency,
    Field::TheyGet,
    Field::TargetCurrency,
];

/// Puts the focus on the topmost field that was refused, so that its mistake is read out: also when it had the focus
/// already. The ids of the form's fields begin with `ids`.
pub(crate) fn focus_topmost(ids: &str, refused: &[Refusal]) {
    let boxes = refused
        .iter()
        .filter_map(|refusal| box_of(ids, refusal.field?));
    let topmost = boxes.reduce(|first, other| {
        let is_before =
            first.compare_document_position(&other) & Node::DOCUMENT_POSITION_PRECEDING != 0;
        if is_before { other } else { first }
    });
    if let Some(element) = topmost {
        drop(element.blur());
        drop(element.focus());
    }
}

/// The field of the form that was typed into or chosen in.
pub(crate) fn typed_into(ids: &str, event: &Event) -> Option<Field> {
    let element = event.target()?.dyn_into::<HtmlElement>().ok()?;
    field_of(element.id().strip_prefix(ids)?)
}

/// Whether what was refused of one field may no longer hold once another one has been changed.
pub(crate) fn is_about(refused: Field, typed: Field) -> bool {
    match (refused, typed) {
        (Field::ConfirmPassword, Field::Password | Field::NewPassword) => true,
        _ if SUM.contains(&refused) => SUM.contains(&typed),
        _ => refused == typed,
    }
}

/// The element with this id.
pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    document()
        .get_element_by_id(id)
        .and_then(|found| found.dyn_into::<HtmlElement>().ok())
}

fn box_of(ids: &str, field: Field) -> Option<HtmlElement> {
    element(&format!("{ids}{field}")).or_else(|| {
        let (_, id) = BESIDE_AMOUNTS.iter().find(|(beside, _)| *beside == field)?;
        element(&format!("{ids}{id}"))
    })
}

fn field_of(id: &str) -> Option<Field> {
    let beside = BESIDE_AMOUNTS.iter().find(|(_, beside)| *beside == id);
    beside.map_or_else(|| Field::parse(id), |(field, _)| Some(*field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_known_by_its_id() {
        assert_eq!(field_of("to"), Some(Field::To));
        assert_eq!(field_of("they_get-currency"), Some(Field::TargetCurrency));
        assert_eq!(field_of("reset-code"), None, "of another form of the page");
    }

    #[test]
    fn what_is_typed_takes_back_what_was_said_of_it_alone() {
        assert!(is_about(Field::Amount, Field::Amount));
        assert!(is_about(Field::Amount, Field::Currency));
        assert!(is_about(Field::ConfirmPassword, Field::Password));
        assert!(!is_about(Field::Password, Field::ConfirmPassword));
        assert!(!is_about(Field::To, Field::Amount));
    }
}
