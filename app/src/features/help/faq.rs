//! All questions on one page, each opening where it stands; `/faq#its-name` leads to one of them.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::{
    api::{Article, FaqTopic, help_faq},
    prose::{Blocks, Ways},
};
use crate::{
    layout::{PageWidth, loaded, page_class},
    texts::use_texts,
    ui::{ChipLink, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Faq() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| help_faq());
    view! {
        <Title text=t.help_faq()/>
        <div class=page_class(PageWidth::Medium)>
            <PageHeader title=t.help_faq() lead=t.help_faq_lead() back_href="/help" back_label=t.help_back()/>
            {loaded(data, SkeletonShape::Rows(8), |topics| view! { <Topics topics/> }.into_any())}
        </div>
    }
}

#[component]
fn Topics(topics: Vec<FaqTopic>) -> impl IntoView {
    let t = use_texts();
    let hash = use_location().hash;
    // A browser opens what its address names when it loads the page; on a step within the app it is done here.
    Effect::new(move |_| open(&hash.get()));
    let chips = topics
        .iter()
        .map(|topic| {
            let (href, title) = (format!("#{}", section_id(&topic.id)), topic.title.clone());
            view! { <ChipLink href=href current=false>{title}</ChipLink> }
        })
        .collect_view();
    let sections = topics
        .into_iter()
        .map(|topic| {
            let questions = topic
                .articles
                .into_iter()
                .map(|article| view! { <Entry article/> })
                .collect_view();
            view! {
                <section class="section help-section" id=section_id(&topic.id)>
                    <h2>{topic.title}</h2>
                    <div class="card card-flush">{questions}</div>
                </section>
            }
        })
        .collect_view();
    view! {
        <nav class="chips" aria-label=t.help_topics()>{chips}</nav>
        {sections}
    }
}

/// Topics and questions may share a name; ids may not.
fn section_id(topic: &str) -> String {
    format!("topic-{topic}")
}

/// A question that opens to its answer. The name stands inside, where a browser that is led to it opens what hides it.
#[component]
fn Entry(article: Article) -> impl IntoView {
    let t = use_texts();
    let page = format!("/help/{}", article.slug);
    view! {
        <details class="faq">
            <summary>{article.question}</summary>
            <div class="faq-answer" id=article.slug>
                <Blocks blocks=article.blocks/>
                <Ways ways=article.ways/>
                <a class="link small" href=page>{t.help_own_page()}</a>
            </div>
        </details>
    }
}

/// Opens the question that a fragment names, and shows it.
fn open(hash: &str) {
    let name = hash.trim_start_matches('#');
    let answer = document().get_element_by_id(name);
    let Some(details) = answer.and_then(|answer| answer.closest("details").ok().flatten()) else {
        return;
    };
    // Where the attribute cannot be set, the question is still there to be pressed.
    drop(details.set_attribute("open", ""));
    details.scroll_into_view();
}
