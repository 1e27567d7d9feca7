//! The history page: newest first, earlier ones as one scrolls.

use leptos::{ev, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    activity::Line,
    api::{History as AskHistory, HistoryPage, history},
    list::Lines,
};
use crate::{
    answer::Outcome,
    form::{Refusals, with_param},
    layout::loaded,
    live::{About, Watch, keeping_place, renew},
    texts::use_texts,
    ui::{Art, ButtonKind, ButtonSize, EmptyState, LinkButton, PageHeader, SkeletonShape},
};

/// How close to the end of the page earlier lines are asked for, in pixels.
const AHEAD_PX: f64 = 600.0;

/// Where the address says from which line on.
const EARLIER: &str = "earlier";

/// The page.
#[component]
pub(crate) fn History() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    // Without scripts a link asks for earlier lines.
    let from = move || query.read().get(EARLIER);
    let watch = Watch::over(About::Money);
    let first = Resource::new_blocking(from, history);
    view! {
        <Title text=t.nav_history()/>
        <PageHeader title=t.history_title()/>
        <h2 class="visually-hidden">{t.home_all_history()}</h2>
        {loaded(first, SkeletonShape::Rows(8), move |page| view! { <Endless page watch/> }.into_any())}
    }
}

#[component]
fn Endless(page: HistoryPage, watch: Watch) -> impl IntoView {
    let t = use_texts();
    let today = RwSignal::new(page.today);
    let lines: RwSignal<Vec<Line>> = RwSignal::new(page.items);
    let next = RwSignal::new(page.next);
    let more = Action::new(|cursor: &String| history(Some(cursor.clone())));
    let refused = Refusals::of(more.value());
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(page))) = more.value().get() {
            lines.update(|lines| lines.extend(page.items));
            next.set(page.next);
        }
    });
    // What happens meanwhile comes to the top; what was loaded further down stays, and so does what one is reading.
    let newest = || AskHistory { cursor: None };
    watch.again(newest, move |page: HistoryPage| {
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
    });
    let load_more = move || {
        if let Some(cursor) = next.get_untracked()
            && !more.pending().get_untracked()
        {
            more.dispatch(cursor);
        }
    };
    // Listens in the browser only, and as long as this page is there.
    Effect::new(move |_| {
        let handle = window_event_listener(ev::scroll, move |_| {
            if is_near_end() {
                load_more();
            }
        });
        on_cleanup(move || handle.remove());
    });
    view! {
        {move || {
            let lines = lines.get();
            if lines.is_empty() {
                view! {
                    <div class="card card-flush">
                        <EmptyState art=Art::NoEntries title=t.history_empty_title() text=t.history_empty_text()>
                            <LinkButton href="/topup">{t.topup_title()}</LinkButton>
                        </EmptyState>
                    </div>
                }
                .into_any()
            } else {
                view! { <div class="card card-flush history-days"><Lines lines today=today.get()/></div> }.into_any()
            }
        }}
        {refused.banner()}
        {move || next.get().map(|cursor| view! {
            <p class="cluster">
                <LinkButton
                    href=with_param("/history", EARLIER, &cursor)
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Wide
                    on:click=move |event| {
                        event.prevent_default();
                        load_more();
                    }
                >
                    {t.history_earlier()}
                </LinkButton>
            </p>
        })}
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
