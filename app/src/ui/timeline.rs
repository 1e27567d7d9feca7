//! The states something went through, with their times.
//! Only what the server recorded; what is to come is drawn hollow.
use leptos::prelude::*;

/// How far a state is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimelineState {
    /// Behind.
    #[default]
    Done,
    /// Under way.
    Now,
    /// To come.
    Next,
    /// Went wrong.
    Failed,
}

/// The list around `TimelineItem`s.
#[component]
pub fn Timeline(
    /// `TimelineItem`s.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }
}

/// One state.
#[component]
pub fn TimelineItem(
    /// Its name.
    #[prop(into)]
    name: String,
    /// When, formatted.
    #[prop(optional, into)]
    time: String,
    /// How far.
    #[prop(optional)]
    state: TimelineState,
    /// A reason or an expected date.
    #[prop(optional, into)]
    note: MaybeProp<String>,
) -> impl IntoView {
    let class = match state {
        TimelineState::Done => "timeline-item",
        TimelineState::Now => "timeline-item timeline-now",
        TimelineState::Next => "timeline-item timeline-next",
        TimelineState::Failed => "timeline-item timeline-failed",
    };
    view! {
        <li class=class aria-current=(state == TimelineState::Now).then_some("step")>
            <span>{name}</span>
            <span class="timeline-time">{time}</span>
            {note.get_untracked().map(|note| view! { <span class="timeline-note">{note}</span> })}
        </li>
    }
}
