//! Rates in rows, each with its change against the day before.

use leptos::prelude::*;

use super::api::RateLine;
use crate::texts::use_texts;

/// The rows.
#[component]
pub(crate) fn RateList(lines: Vec<RateLine>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| view! { <li><RateRow line/></li> })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

#[component]
fn RateRow(line: RateLine) -> impl IntoView {
    view! {
        <div class="rate-row">
            <span class="rate-pair">{format!("{} / {}", line.from.code(), line.to.code())}</span>
            <span>{line.rate}</span>
            <Change change_bp=line.change_bp/>
        </div>
    }
}

/// A change with its sign, its triangle, and words for those who do not see it.
#[component]
pub(crate) fn Change(change_bp: Option<i32>) -> impl IntoView {
    let t = use_texts();
    let Some(change) = change_bp else {
        return view! { <span class="rate-change">"–"</span> }.into_any();
    };
    let (class, triangle, word) = match change {
        1.. => ("rate-change rate-up", "▲", t.rates_up()),
        0 => ("rate-change", "●", t.rates_same()),
        _ => ("rate-change rate-down", "▼", t.rates_down()),
    };
    let size = change.unsigned_abs();
    view! {
        <span class=class>
            <span aria-hidden="true">{triangle}</span>
            <span class="visually-hidden">{word}</span>
            {format!(" {}.{:02}%", size / 100, size % 100)}
        </span>
    }
    .into_any()
}
