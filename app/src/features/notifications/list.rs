//! Lines of notifications grouped by day, newest first.

use chrono::NaiveDate;
use domain::{format_day, format_time};
use leptos::prelude::*;

use super::api::Note;
use crate::{
    texts::{use_locale, use_texts},
    ui::{DayGroup, Icon, IconSize},
};

/// The lines, day by day.
#[component]
pub(super) fn Notes(notes: Vec<Note>, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let mut days: Vec<(NaiveDate, Vec<Note>)> = Vec::new();
    for note in notes {
        match days.last_mut() {
            Some((day, same)) if *day == note.at.date() => same.push(note),
            _ => days.push((note.at.date(), vec![note])),
        }
    }
    days.into_iter()
        .map(|(day, notes)| {
            let rows = notes
                .into_iter()
                .map(|note| view! { <NoteRow note/> })
                .collect_view();
            view! { <DayGroup day=format_day(day, today, locale)>{rows}</DayGroup> }
        })
        .collect_view()
}

/// One line; where it is about a transaction or a request, it leads there.
#[component]
fn NoteRow(note: Note) -> impl IntoView {
    let t = use_texts();
    let time = format_time(note.at.time());
    let written = note.what.note().map(str::to_owned);
    let parts = [written, note.what.cost(t), Some(time)];
    let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let icon = note.what.icon();
    let content = view! {
        <span class="avatar" aria-hidden="true"><Icon name=icon size=IconSize::Small/></span>
        <span class="row-words">
            <span class="notice-title">{in_words(&note.what.title(t))}</span>
            <span class="notice-detail">{detail}</span>
        </span>
        {(!note.is_read).then(|| view! { <span class="badge badge-jade">{t.notice_new()}</span> })}
    };
    let page = note.activity.map(|activity| format!("/history/{activity}"));
    let line = match page.or_else(|| note.what.page()) {
        Some(href) => view! { <a class="row notice" href=href>{content}</a> }.into_any(),
        None => view! { <div class="row notice">{content}</div> }.into_any(),
    };
    view! { <li>{line}</li> }
}

/// A title in whose lines no masked name and, while there is room, no address is broken.
fn in_words(title: &str) -> impl IntoView + use<> {
    let words = title.split(' ').enumerate();
    words
        .map(|(place, word)| {
            let before = (place > 0).then_some(" ");
            let word = word.to_owned();
            let word = if word.contains(['*', '@']) {
                view! { <span class="phrase">{word}</span> }.into_any()
            } else {
                word.into_any()
            };
            view! { {before} {word} }
        })
        .collect_view()
}
