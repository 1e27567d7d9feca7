//! How an answer is drawn: texts, steps, points, and the pages where something can be done about it.

use leptos::prelude::*;

use super::api::{Block, Question, Way};
use crate::ui::{ButtonKind, LinkButton};

/// The answer itself.
#[component]
pub(super) fn Blocks(blocks: Vec<Block>) -> impl IntoView {
    let items = |texts: Vec<String>| {
        texts
            .into_iter()
            .map(|text| view! { <li>{text}</li> })
            .collect_view()
    };
    let drawn = blocks
        .into_iter()
        .map(|block| match block {
            Block::Text(text) => view! { <p>{text}</p> }.into_any(),
            Block::Steps(steps) => view! { <ol>{items(steps)}</ol> }.into_any(),
            Block::Points(points) => view! { <ul>{items(points)}</ul> }.into_any(),
        })
        .collect_view();
    view! { <div class="prose">{drawn}</div> }
}

/// The pages where something can be done about it; nothing when there are none.
#[component]
pub(super) fn Ways(ways: Vec<Way>) -> impl IntoView {
    (!ways.is_empty()).then(|| {
        let links = ways
            .into_iter()
            .map(|way| view! { <LinkButton href=way.href kind=ButtonKind::Secondary>{way.label}</LinkButton> })
            .collect_view();
        view! { <div class="cluster">{links}</div> }
    })
}

/// Questions, each a link to its answer.
#[component]
pub(super) fn Questions(questions: Vec<Question>) -> impl IntoView {
    let links = questions
        .into_iter()
        .map(|found| {
            view! { <li><a class="help-link" href=format!("/help/{}", found.slug)>{found.question}</a></li> }
        })
        .collect_view();
    view! { <ul class="help-links">{links}</ul> }
}
