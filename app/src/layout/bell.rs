//! The way to what one was told, with how much of it was not read.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    live::Live,
    texts::use_texts,
    ui::{Icon, IconName},
};

/// Numbers above this are only said to be above it.
const COUNTED_MAX: u32 = 99;

/// The link. Its name never changes; how many there are describes it.
#[component]
pub(super) fn Bell(live: Live) -> impl IntoView {
    let t = use_texts();
    let path = use_location().pathname;
    let unread = live.unread();
    let count = move || match unread.get() {
        0 => None,
        few @ 1..=COUNTED_MAX => Some(few.to_string()),
        _ => Some(format!("{COUNTED_MAX}+")),
    };
    view! {
        <div class="frame-tools">
            <a
                class="btn-icon btn-round bell"
                href="/notifications"
                aria-current=move || (path.get() == "/notifications").then_some("page")
                aria-describedby="bell-unread"
            >
                <Icon name=IconName::Bell/>
                <span class="visually-hidden">{t.notice_title()}</span>
                {move || count().map(|count| view! { <span class="bell-count" aria-hidden="true">{count}</span> })}
            </a>
            <span id="bell-unread" class="visually-hidden">
                {move || count().map(|count| t.notice_unread(count))}
            </span>
        </div>
    }
}
