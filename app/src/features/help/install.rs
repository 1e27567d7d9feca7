//! How the wallet is put on a phone or a computer.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api::{Prose, install_guide},
    prose::{Blocks, Ways},
};
use crate::{
    layout::{PageWidth, loaded, page_class},
    ui::{PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Install() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| install_guide());
    loaded(data, SkeletonShape::Rows(6), |prose| {
        view! {
            <div class=page_class(PageWidth::Medium)>
                <Chapters prose/>
            </div>
        }
        .into_any()
    })
}

/// A page of prose: its head and its chapters.
#[component]
pub(super) fn Chapters(prose: Prose) -> impl IntoView {
    let chapters = prose
        .chapters
        .into_iter()
        .map(|chapter| {
            view! {
                <section class="section help-section" id=chapter.id>
                    <h2>{chapter.heading}</h2>
                    <Blocks blocks=chapter.blocks/>
                    <Ways ways=chapter.ways/>
                </section>
            }
        })
        .collect_view();
    view! {
        <Title text=prose.title.clone()/>
        <PageHeader title=prose.title lead=prose.lead/>
        {chapters}
    }
}
