//! The help's front page: the search, what it found, and all questions by topic.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::{Found, Hit, Topic, help_search, help_topics},
    prose::Questions,
    query::clean,
    search_box::SearchBox,
};
use crate::{
    layout::{PageWidth, loaded, page_class},
    texts::use_texts,
    ui::{Art, ButtonKind, Card, EmptyState, LinkButton, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Help() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let asked = Memo::new(move |_| clean(&query.read().get("q").unwrap_or_default()));
    let found = Resource::new_blocking(move || asked.get(), help_search);
    let topics = Resource::new_blocking(|| (), |()| help_topics());
    view! {
        <Title text=t.help_title()/>
        <div class=page_class(PageWidth::Medium)>
            <PageHeader title=t.help_title() lead=t.help_lead()/>
            <SearchBox value=asked.get_untracked()/>
            {loaded(found, SkeletonShape::Rows(3), |found| view! { <Results found/> }.into_any())}
            <section class="section">
                <div class="section-head">
                    <h2>{t.help_topics()}</h2>
                    <a href="/faq">{t.help_all()}</a>
                </div>
                {loaded(topics, SkeletonShape::Rows(8), |topics| view! { <Topics topics/> }.into_any())}
            </section>
        </div>
    }
}

/// What was found; nothing when nothing was asked.
#[component]
fn Results(found: Found) -> impl IntoView {
    let t = use_texts();
    if found.query.is_empty() {
        return ().into_any();
    }
    let title = t.help_results(&found.query);
    let count = t.help_count(found.hits.len());
    let hits = if found.hits.is_empty() {
        view! {
            <Card>
                <EmptyState art=Art::NotFound title=t.help_none() text=t.help_none_text()>
                    <LinkButton href="/faq" kind=ButtonKind::Secondary>{t.help_all()}</LinkButton>
                </EmptyState>
            </Card>
        }
        .into_any()
    } else {
        let hits = found
            .hits
            .into_iter()
            .map(|hit| view! { <HitRow hit/> })
            .collect_view();
        view! { <div class="card card-flush"><ol class="rows">{hits}</ol></div> }.into_any()
    };
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{title}</h2>
                <p class="small muted" role="status">{count}</p>
            </div>
            {hits}
        </section>
    }
    .into_any()
}

#[component]
fn HitRow(hit: Hit) -> impl IntoView {
    view! {
        <li>
            <a class="help-hit" href=format!("/help/{}", hit.slug)>
                <span class="help-hit-question">{hit.question}</span>
                <span class="help-hit-topic">{hit.topic}</span>
                <span class="help-hit-excerpt">{hit.excerpt}</span>
            </a>
        </li>
    }
}

#[component]
fn Topics(topics: Vec<Topic>) -> impl IntoView {
    let cards = topics
        .into_iter()
        .map(|topic| {
            view! {
                <section class="card">
                    <h3>{topic.title}</h3>
                    <Questions questions=topic.questions/>
                </section>
            }
        })
        .collect_view();
    view! { <div class="help-topics">{cards}</div> }
}
