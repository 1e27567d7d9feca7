//! The page of one transaction: a slip for what happened, and what can be done while it has not.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::{
    activity::Kind,
    api::{Activity, Detail, activity},
    private::Private,
    receipt::Receipt,
    topup_state::OpenTopUp,
    waiting::invited_heading,
};
use crate::{
    layout::loaded,
    live::{About, Watch},
    texts::{Texts, use_texts},
    ui::{PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Transaction() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.read().get("id").unwrap_or_default();
    let watch = Watch::over(About::Money);
    let data = Resource::new_blocking(id, activity);
    view! {
        {loaded(data, SkeletonShape::Rows(4), move |detail| {
            // What is still open may change at any moment; a page that is open shows it.
            let id = detail.line.id.clone();
            let shown = watch.fresh(detail, move || Activity { id: id.clone() });
            (move || page(shown.get(), data)).into_any()
        })}
        <Private id=Signal::derive(id)/>
    }
}

fn page(detail: Detail, data: Resource<crate::answer::Answer<Detail>>) -> impl IntoView {
    let t = use_texts();
    let title = heading(t, &detail.line.kind);
    let posted = detail.line.is_posted();
    view! {
        <Title text=title/>
        <div class="page-body page-narrow">
            <PageHeader title=title back_href="/history" back_label=t.history_back()/>
            {if posted {
                view! { <Receipt detail data/> }.into_any()
            } else {
                view! { <OpenTopUp detail data/> }.into_any()
            }}
        </div>
    }
}

/// What the page is about, in one phrase.
fn heading(t: Texts, kind: &Kind) -> &'static str {
    match kind {
        Kind::SentTo { .. } => t.receipt_sent(),
        Kind::ReceivedFrom { .. } => t.receipt_received(),
        Kind::Invited { ended, .. } => invited_heading(t, *ended),
        Kind::Returned { .. } => t.unclaimed_heading_returned(),
        Kind::Converted { .. } => t.receipt_converted(),
        Kind::AddedByCard { .. } | Kind::AddedByBank => t.receipt_added(),
        Kind::AddingByBank => t.receipt_awaiting(),
        Kind::AddingByCard => t.receipt_processing(),
        Kind::NeedsAuthentication => t.receipt_needs_you(),
        Kind::AddFailed { .. } => t.receipt_add_failed(),
        Kind::Other => t.history_other(),
    }
}
