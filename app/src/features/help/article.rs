//! One question with its answer, what is near it, and where else to look.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::{
    api::{Article, help_article},
    prose::{Blocks, Questions, Ways},
    search_box::SearchBox,
};
use crate::{
    layout::{PageWidth, loaded, page_class},
    texts::use_texts,
    ui::{ButtonKind, Card, LinkButton, PageHeader, Section, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn HelpArticle() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.read().get("article").unwrap_or_default();
    let data = Resource::new_blocking(slug, help_article);
    loaded(data, SkeletonShape::Rows(4), |article| {
        view! { <Answer article/> }.into_any()
    })
}

#[component]
fn Answer(article: Article) -> impl IntoView {
    let t = use_texts();
    let related = (!article.related.is_empty()).then(|| {
        view! {
            <Section title=t.help_related()>
                <Card><Questions questions=article.related/></Card>
            </Section>
        }
    });
    view! {
        <Title text=article.question.clone()/>
        <div class=page_class(PageWidth::Medium)>
            <PageHeader title=article.question back_href="/help" back_label=t.help_back()/>
            <div class="card card-roomy">
                <Blocks blocks=article.blocks/>
                <Ways ways=article.ways/>
            </div>
            {related}
            <Section title=t.help_not_it()>
                <SearchBox/>
                <div class="cluster">
                    <LinkButton href="/faq" kind=ButtonKind::Quiet>{t.help_all()}</LinkButton>
                    <LinkButton href="/help" kind=ButtonKind::Quiet>{t.help_topics()}</LinkButton>
                </div>
            </Section>
        </div>
    }
}
