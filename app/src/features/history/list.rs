//! Lines of history grouped by day, newest first.

use chrono::NaiveDate;
use domain::{InvitationEnd, format_day, format_money, format_signed, format_time};
use leptos::prelude::*;

use super::activity::{Kind, Line};
use crate::{
    texts::{Texts, use_locale, use_texts},
    ui::{DayGroup, HIDDEN_AMOUNT, IconName, Row},
};

/// The lines, day by day.
#[component]
pub(crate) fn Lines(
    lines: Vec<Line>,
    today: NaiveDate,
    /// Whether the amounts are hidden.
    #[prop(optional, into)]
    hidden: Signal<bool>,
) -> impl IntoView {
    let locale = use_locale();
    let mut days: Vec<(NaiveDate, Vec<Line>)> = Vec::new();
    for line in lines {
        match days.last_mut() {
            Some((day, same)) if *day == line.at.date() => same.push(line),
            _ => days.push((line.at.date(), vec![line])),
        }
    }
    days.into_iter()
        .map(|(day, lines)| {
            let rows = lines
                .into_iter()
                .map(|line| view! { <LineRow line hidden/> })
                .collect_view();
            view! { <DayGroup day=format_day(day, today, locale)>{rows}</DayGroup> }
        })
        .collect_view()
}

/// One line.
#[component]
fn LineRow(line: Line, hidden: Signal<bool>) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let time = format_time(line.at.time());
    let amount = if line.is_posted() {
        format_signed(line.amount, locale)
    } else {
        format_money(line.amount, locale)
    };
    let amount = Signal::derive(move || {
        if hidden.get() {
            HIDDEN_AMOUNT.to_owned()
        } else {
            amount.clone()
        }
    });
    let (initial, icon) = sign(&line.kind);
    let tags = line
        .tags
        .iter()
        .map(|tag| view! { <span class="badge">{tag.clone()}</span> " " })
        .collect_view();
    let tags = (!line.tags.is_empty()).then(|| view! { <span class="row-tags">{tags}</span> });
    view! {
        <Row
            initial=initial
            icon=icon
            title=title(t, &line.kind)
            detail=line.note.clone().unwrap_or_default()
            time=time
            amount=amount
            note=state(t, &line.kind)
            incoming=line.is_posted() && line.amount.is_positive()
            void=matches!(line.kind, Kind::AddFailed { .. })
            href=format!("/history/{}", line.id)
        >
            {tags}
        </Row>
    }
}

/// What stands in the avatar: a letter of the other side, or a drawing.
fn sign(kind: &Kind) -> (String, Option<IconName>) {
    match kind {
        Kind::SentTo { name } | Kind::ReceivedFrom { name } => (
            name.chars()
                .next()
                .map(|letter| letter.to_uppercase().to_string())
                .unwrap_or_default(),
            None,
        ),
        Kind::Invited { .. } => (String::new(), Some(IconName::Clock)),
        Kind::Returned { .. } => (String::new(), Some(IconName::Receive)),
        Kind::Converted { .. } => (String::new(), Some(IconName::Convert)),
        Kind::AddedByBank | Kind::AddingByBank => (String::new(), Some(IconName::Bank)),
        Kind::AddedByCard { .. } | Kind::AddingByCard | Kind::NeedsAuthentication => {
            (String::new(), Some(IconName::Card))
        }
        Kind::AddFailed { .. } => (String::new(), Some(IconName::Warning)),
        Kind::Other => (String::new(), Some(IconName::List)),
    }
}

/// Who or what it was.
pub(super) fn title(t: Texts, kind: &Kind) -> String {
    match kind {
        Kind::SentTo { name } | Kind::ReceivedFrom { name } => name.clone(),
        Kind::Invited { to, .. } | Kind::Returned { to } => to.clone(),
        Kind::Converted { from, to } => t.history_converted(from.code(), to.code()),
        Kind::AddedByCard { brand, last4 } => t.history_card(brand, last4),
        Kind::AddedByBank | Kind::AddingByBank => t.history_bank().to_owned(),
        Kind::AddingByCard | Kind::NeedsAuthentication => t.history_by_card().to_owned(),
        Kind::AddFailed { .. } => t.history_add_failed().to_owned(),
        Kind::Other => t.history_other().to_owned(),
    }
}

/// How far it is.
pub(super) fn state(t: Texts, kind: &Kind) -> &'static str {
    match kind {
        Kind::SentTo { .. } => t.state_sent(),
        Kind::ReceivedFrom { .. } => t.state_received(),
        Kind::Invited { ended, .. } => match ended {
            None => t.unclaimed_state(),
            Some(InvitationEnd::Claimed) => t.unclaimed_step_claimed(),
            Some(InvitationEnd::Cancelled) => t.unclaimed_step_cancelled(),
            Some(InvitationEnd::Lapsed) => t.unclaimed_state_returned(),
        },
        Kind::Returned { .. } => t.unclaimed_state_returned(),
        Kind::Converted { .. } => t.state_converted(),
        Kind::AddedByCard { .. } | Kind::AddedByBank => t.state_added(),
        Kind::AddingByCard => t.state_processing(),
        Kind::AddingByBank => t.state_awaiting(),
        Kind::NeedsAuthentication => t.state_needs_you(),
        Kind::AddFailed { .. } => t.state_failed(),
        Kind::Other => t.step_booked(),
    }
}
