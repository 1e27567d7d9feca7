//! The history page: everything or what was filtered, newest first.

use domain::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

use super::{
    api::{HistoryPage, history, search_history},
    endless::Endless,
    filter::{Asked, Filter},
    filter_form::FilterForm,
};
use crate::{
    answer::{Answer, Outcome},
    form::focus,
    layout::loaded,
    live::{About, Watch},
    texts::use_texts,
    ui::{PageHeader, SkeletonShape},
};

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
    // The address of the page that is left for is none of this one's business.
    let asked = Memo::new(move |before: Option<&Asked>| match before {
        Some(before) if location.pathname.get() != "/history" => before.clone(),
        _ => location.search.with(|search| Asked::read(search)),
    });
    let watch = Watch::over(About::Money);
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
pub(super) async fn page_of(filter: Filter, cursor: Option<String>) -> Answer<HistoryPage> {
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
    let Asked { filter, cursor } = found.asked;
    // A page that begins further down shows what was, not what is new.
    let watch = cursor.is_none().then_some(watch);
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
            <Endless page filter watch/>
        })}
    }
}
