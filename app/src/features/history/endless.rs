//! Lines of history, as many as one scrolls through; what happens meanwhile comes to the top.

use leptos::{ev, prelude::*};

use super::{
    activity::Line,
    api::{History as AskHistory, HistoryPage, SearchHistory},
    filter::Filter,
    list::Lines,
    page::page_of,
};
use crate::{
    answer::Outcome,
    form::Refusals,
    live::{Watch, keeping_place, renew},
    texts::use_texts,
    ui::{Art, ButtonKind, ButtonSize, EmptyState, LinkButton},
};

/// How close to the end of the page earlier lines are asked for, in pixels.
const AHEAD_PX: f64 = 600.0;

/// The lines, from this page on.
#[component]
pub(super) fn Endless(
    page: HistoryPage,
    filter: Filter,
    /// None for a page that stays as it was drawn.
    watch: Option<Watch>,
) -> impl IntoView {
    let t = use_texts();
    let today = RwSignal::new(page.today);
    let lines: RwSignal<Vec<Line>> = RwSignal::new(page.items);
    let next = RwSignal::new(page.next);
    let is_filtered = !filter.is_empty();
    let filter = StoredValue::new(filter);
    let more =
        Action::new(move |cursor: &String| page_of(filter.get_value(), Some(cursor.clone())));
    let refused = Refusals::of(more.value());
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(page))) = more.value().get() {
            lines.update(|lines| lines.extend(page.items));
            next.set(page.next);
        }
    });
    // What happens meanwhile comes to the top; what was loaded further down stays, and so does what one is reading.
    let take = move |page: HistoryPage| {
        keeping_place(|| {
            today.try_set(page.today);
            let known = lines.try_get_untracked().unwrap_or_default();
            if let Some(renewed) = renew(known, page.items.clone(), |line| line.id.clone()) {
                lines.try_set(renewed);
            } else {
                lines.try_set(page.items);
                next.try_set(page.next);
            }
        });
    };
    match watch {
        None => {}
        Some(watch) if is_filtered => {
            let filter = filter.get_value();
            let newest = move || SearchHistory {
                filter: filter.clone(),
                cursor: None,
            };
            watch.again(newest, take);
        }
        Some(watch) => watch.again(|| AskHistory { cursor: None }, take),
    }
    let load_more = move || {
        // By the next frame the page may be gone.
        if let Some(Some(cursor)) = next.try_get_untracked()
            && more.pending().try_get_untracked() == Some(false)
        {
            more.dispatch(cursor);
        }
    };
    let load_if_near = move || {
        if is_near_end() {
            load_more();
        }
    };
    // Also without any scrolling: a window may be taller than the lines, or stand at their end when they are filtered.
    Effect::new(move |_| {
        next.track();
        request_animation_frame(load_if_near);
    });
    // Listens in the browser only, and as long as this page is there.
    Effect::new(move |_| {
        let handle = window_event_listener(ev::scroll, move |_| load_if_near());
        on_cleanup(move || handle.remove());
    });
    // A link, so that without scripts earlier entries are a page of their own.
    let earlier = move |cursor: String| {
        let href = filter.with_value(|filter| filter.address(Some(&cursor)));
        view! {
            <p class="cluster">
                <LinkButton
                    href=href
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Wide
                    attr:aria-busy=move || more.pending().get().then_some("true")
                    on:click=move |event| {
                        event.prevent_default();
                        load_more();
                    }
                >
                    {t.history_earlier()}
                </LinkButton>
            </p>
        }
    };
    view! {
        {move || {
            let lines = lines.get();
            if lines.is_empty() {
                view! { <div class="card card-flush"><Nothing is_filtered/></div> }.into_any()
            } else {
                view! { <div class="card card-flush history-days"><Lines lines today=today.get()/></div> }.into_any()
            }
        }}
        {refused.banner()}
        {move || next.get().map(earlier)}
    }
}

/// Nothing happened yet, or nothing of what happened is as asked for.
#[component]
fn Nothing(is_filtered: bool) -> impl IntoView {
    let t = use_texts();
    if is_filtered {
        view! {
            <EmptyState art=Art::NoEntries title=t.filter_none_title() text=t.filter_none_text()/>
        }
        .into_any()
    } else {
        view! {
            <EmptyState art=Art::NoEntries title=t.history_empty_title() text=t.history_empty_text()>
                <LinkButton href="/topup">{t.topup_title()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

fn is_near_end() -> bool {
    let window = window();
    let number = |value: Result<leptos::wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
    };
    let seen = window.scroll_y().unwrap_or(0.0) + number(window.inner_height());
    let whole = document()
        .document_element()
        .map_or(0.0, |root| f64::from(root.scroll_height()));
    seen + AHEAD_PX > whole
}
