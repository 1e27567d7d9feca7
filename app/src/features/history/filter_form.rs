//! The form by which the history is filtered. It asks by an address: a browser without scripts sends it as it stands,
//! one with them goes there without a new page.

use domain::{Currency, EntryStatus, EntryType, Field as At, Refusal, parse_date};
use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::filter::Filter;
use crate::{
    answer::Outcome,
    fields::focus_topmost,
    form::Refusals,
    texts::{Texts, use_texts},
    ui::{Button, ButtonKind, Field, LinkButton, SelectField, SelectOption},
};

/// The form, filled in as its address says, with what is wrong beside each field. `on_asked` is told when the person
/// asks for something by it.
#[component]
pub(super) fn FilterForm(
    filter: Filter,
    refusals: Vec<Refusal>,
    on_asked: WriteSignal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let navigate = use_navigate();
    let ask = move |event: SubmitEvent| {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
        let Some(data) = form.and_then(|form| web_sys::FormData::new_with_form(&form).ok()) else {
            return;
        };
        event.prevent_default();
        on_asked.set(true);
        let filter = Filter::of(|name| data.get(name).as_string());
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&filter.address(None), options);
    };
    let is_set = !filter.is_empty();
    // Whatever is asked for, or wrong, is to be seen.
    let is_wrong = |refusal: &Refusal| refusal.field.is_some_and(|field| field != At::Search);
    let is_more = filter.is_more_than_search() || refusals.iter().any(is_wrong);
    let refused = Refusals::of_quietly(Signal::stored(Some(Ok(Outcome::<()>::Refused(
        refusals.clone(),
    )))));
    Effect::new(move |_| focus_topmost("", &refusals));
    view! {
        <form method="get" action="/history" role="search" class="filter card" novalidate=true on:submit=ask>
            <div class="filter-line">
                <Field
                    label=t.filter_search()
                    name="q"
                    id="search"
                    kind="search"
                    hint=t.filter_search_hint()
                    autocomplete="off"
                    value=filter.search
                    error=refused.at(At::Search)
                />
                <Button submit=true kind=ButtonKind::Secondary>{t.filter_deed()}</Button>
            </div>
            <details class="filter-more" open=is_more>
                <summary>{t.filter_more()}</summary>
                <div class="filter-fields">
                    <SelectField label=t.filter_type() name="type" options=types(t, &filter.kind) value=filter.kind error=refused.at(At::Type)/>
                    <SelectField label=t.filter_status() name="status" options=statuses(t, &filter.status) value=filter.status error=refused.at(At::Status)/>
                    <SelectField label=t.filter_currency() name="currency" options=currencies(t, &filter.currency) value=filter.currency error=refused.at(At::Currency)/>
                    <Field label=t.filter_tag() name="tag" autocomplete="off" value=filter.tag error=refused.at(At::Tag)/>
                    <Field label=t.filter_smallest() name="min" id="smallest_amount" inputmode="decimal" autocomplete="off" value=filter.smallest_amount error=refused.at(At::SmallestAmount)/>
                    <Field label=t.filter_largest() name="max" id="largest_amount" inputmode="decimal" autocomplete="off" value=filter.largest_amount error=refused.at(At::LargestAmount)/>
                    <Field label=t.filter_from() name="from" id="from_date" kind=date_kind(&filter.from_date) autocomplete="off" value=filter.from_date error=refused.at(At::FromDate)/>
                    <Field label=t.filter_to() name="to" id="to_date" kind=date_kind(&filter.to_date) autocomplete="off" value=filter.to_date error=refused.at(At::ToDate)/>
                </div>
            </details>
            {is_set.then(|| clear_link(t, on_asked))}
        </form>
    }
}

/// Leads to everything again.
fn clear_link(t: Texts, on_asked: WriteSignal<bool>) -> impl IntoView {
    // With another key pressed it opens elsewhere.
    let tell = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            on_asked.set(true);
        }
    };
    view! {
        <div class="btn-row">
            <LinkButton href="/history" kind=ButtonKind::Quiet on:click=tell>{t.filter_clear()}</LinkButton>
        </div>
    }
}

/// A date field shows dates alone; what is none stays to be seen and mended.
fn date_kind(typed: &str) -> &'static str {
    if typed.is_empty() || parse_date(typed).is_ok() {
        "date"
    } else {
        "text"
    }
}

fn types(t: Texts, chosen: &str) -> Vec<SelectOption> {
    let name = |kind: &EntryType| match kind {
        EntryType::Sent => t.filter_sent(),
        EntryType::Received => t.filter_received(),
        EntryType::Returned => t.filter_returned(),
        EntryType::Converted => t.filter_converted(),
        EntryType::Added => t.filter_added(),
        EntryType::Other => t.filter_other(),
    };
    let known = EntryType::ALL
        .iter()
        .map(|kind| (kind.as_str(), name(kind)));
    choices(t, known, chosen)
}

fn statuses(t: Texts, chosen: &str) -> Vec<SelectOption> {
    let name = |status: &EntryStatus| match status {
        EntryStatus::Done => t.filter_done(),
        EntryStatus::Pending => t.filter_pending(),
        EntryStatus::Failed => t.filter_failed(),
    };
    let known = EntryStatus::ALL
        .iter()
        .map(|status| (status.as_str(), name(status)));
    choices(t, known, chosen)
}

fn currencies(t: Texts, chosen: &str) -> Vec<SelectOption> {
    let known = Currency::HELD
        .iter()
        .map(|currency| (currency.code(), currency.code()));
    choices(t, known, chosen)
}

/// “All”, then these; and what was chosen but is none of them, so that it is not lost.
fn choices<'a>(
    t: Texts,
    known: impl Iterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> Vec<SelectOption> {
    let mut options = vec![SelectOption::new("", t.filter_any())];
    options.extend(known.map(|(value, label)| SelectOption::new(value, label)));
    if !options.iter().any(|option| option.value == chosen) {
        options.push(SelectOption::new(chosen, chosen));
    }
    options
}
