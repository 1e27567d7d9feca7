//! The history page: everything or what was filtered, newest first, earlier ones as one scrolls.

use domain::Refusal;
use leptos::{ev, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

use super::{
    activity::Line,
    api::{History as AskHistory, HistoryPage, history, search_history},
    filter::{Asked, Filter},
    filter_form::FilterForm,
    list::Lines,
};
use crate::{
    answer::{Answer, Outcome},
    form::{Refusals, focus},
    layout::loaded,
    live::{About, Watch, keeping_place, renew},
    texts::use_texts,
    ui::{Art, ButtonKind, ButtonSize, EmptyState, LinkButton, PageHeader, SkeletonShape},
};

/// How close to the end of the page earlier lines are asked for, in pixels.
const AHEAD_PX: f64 = 600.0;
/// The heading of what was found; it takes the focus when somebody has filtered.
const FOUND_ID: &str = "found";

/// What an address asked for, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Found {
    asked: Asked,
    /// What is wrong with the filter; then there is no page.
    refusals: Vec<Refusal>,
    page: Option<HistoryPage>,
}

/// The page.
#[component]
pub(crate) fn History() -> impl IntoView {
    let t = use_texts();
    let location = use_location();
    let watch = Watch::over(About::Money);
    // The address of the page that is left for is none of this one's business.
    let asked = Memo::new(move |before: Option<&Asked>| match before {
        Some(before) if location.pathname.get() != "/history" => before.clone(),
        _ => location.search.with(|search| Asked::read(search)),
    });
    let found = Resource::new_blocking(move || asked.get(), find);
    let (was_asked, set_asked) = signal(false);
    view! {
        <Title text=t.nav_history()/>
        <PageHeader title=t.history_title()/>
        {loaded(found, SkeletonShape::Rows(8), move |found| {
            view! { <Filtered found watch was_asked set_asked/> }.into_any()
        })}
    }
}

/// One page: of everything when nothing is filtered.
async fn page_of(filter: Filter, cursor: Option<String>) -> Answer<HistoryPage> {
    if filter.is_empty() {
        history(cursor).await
    } else {
        search_history(filter, cursor).await
    }
}

/// A filter that does not do is no page that is not there: it is shown with what is wrong.
async fn find(asked: Asked) -> Answer<Found> {
    let answer = page_of(asked.filter.clone(), asked.cursor.clone()).await?;
    Ok(match answer {
        Outcome::Done(page) => Outcome::Done(Found {
            asked,
            refusals: Vec::new(),
            page: Some(page),
        }),
        Outcome::Refused(refusals) if refusals.iter().all(|refusal| refusal.field.is_some()) => {
            Outcome::Done(Found {
                asked,
                refusals,
                page: None,
            })
        }
        Outcome::Refused(refusals) => Outcome::Refused(refusals),
    })
}

#[component]
fn Filtered(
    found: Found,
    watch: Watch,
    was_asked: ReadSignal<bool>,
    set_asked: WriteSignal<bool>,
) -> impl IntoView {
    let t = use_texts();
    // The newest of everything; what was filtered, or begins further down, stays as it was asked for.
    let live = (found.asked == Asked::default()).then_some(watch);
    let filter = found.asked.filter;
    let heading = if filter.is_empty() {
        t.home_all_history()
    } else {
        t.filter_found()
    };
    let is_right = found.page.is_some();
    Effect::new(move |_| {
        if was_asked.get_untracked() {
            set_asked.set(false);
            if is_right {
                focus(FOUND_ID);
            }
        }
    });
    let form = {
        let (filter, refusals) = (filter.clone(), found.refusals);
        // Another filter is another form: fields that somebody typed into would keep what stood there.
        view! {
            <For
                each=move || [filter.clone()]
                key=|filter| filter.address(None)
                children=move |filter| view! { <FilterForm filter refusals=refusals.clone() on_asked=set_asked/> }
            />
        }
    };
    view! {
        {form}
        {found.page.map(|page| view! {
            <h2 class="visually-hidden" id=FOUND_ID tabindex="-1">{heading}</h2>
            <Endless page filter live/>
        })}
    }
}

#[component]
fn Endless(page: HistoryPage, filter: Filter, live: Option<Watch>) -> impl IntoView {
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
    if let Some(watch) = live {
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
    }
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
