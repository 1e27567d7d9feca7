//! How to be paid: one's account number and addresses, to be told to others.

use leptos::prelude::*;
use leptos_meta::Title;

use super::settings::api::settings;
use crate::{
    layout::loaded,
    texts::use_texts,
    ui::{Button, ButtonKind, IconName, PageHeader, Sheet, SkeletonShape, Tear, Toasts, Who},
};

/// The page.
#[component]
pub(crate) fn Receive() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| settings());
    view! {
        <Title text=t.receive_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.receive_title() lead=t.receive_lead() back_href="/" back_label=t.frame_back()/>
            {loaded(data, SkeletonShape::Rows(2), |found| {
                view! { <Ways name=found.name account=found.account addresses=found.addresses/> }.into_any()
            })}
        </div>
    }
}

#[component]
fn Ways(name: String, account: String, addresses: Vec<String>) -> impl IntoView {
    let t = use_texts();
    let copied = RwSignal::new(None::<String>);
    let initial = name
        .chars()
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    let ways = std::iter::once((t.profile_account(), account))
        .chain(
            addresses
                .into_iter()
                .map(|address| (t.profile_address(), address)),
        )
        .map(|(kind, value)| view! { <Way kind value copied/> })
        .collect_view();
    view! {
        <Sheet>
            <Who initial=initial name=name detail=t.receive_who() jade=true/>
            <Tear/>
            <ul class="stack">{ways}</ul>
        </Sheet>
        <Toasts message=copied/>
    }
}

/// One way to be found, with a button that copies it.
#[component]
fn Way(kind: &'static str, value: String, copied: RwSignal<Option<String>>) -> impl IntoView {
    let t = use_texts();
    let shown = value.clone();
    let copy = move |_| {
        // The answer is not waited for: where copying is not allowed, the text can still be selected.
        drop(window().navigator().clipboard().write_text(&value));
        copied.set(Some(t.receive_copied().to_owned()));
    };
    view! {
        <li class="way">
            <span>
                <span class="setting-name">{shown}</span>
                <span class="setting-value">{kind}</span>
            </span>
            <Button kind=ButtonKind::Quiet icon=IconName::Copy on:click=copy>{t.receive_copy()}</Button>
        </li>
    }
}
