//! How to be paid: one's account number and addresses, to be told to others.

use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use wasm_bindgen_futures::JsFuture;

use super::settings::api::settings;
use crate::{
    layout::loaded,
    texts::use_texts,
    ui::{
        Banner, BannerKind, Button, ButtonKind, IconName, PageHeader, Sheet, SkeletonShape, Tear,
        Toasts, Who,
    },
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
    let by_hand = RwSignal::new(false);
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
        .map(|(kind, value)| view! { <Way kind value copied by_hand/> })
        .collect_view();
    view! {
        <Sheet>
            <Who initial=initial name=name detail=t.receive_who() jade=true/>
            <Tear/>
            {move || by_hand.get().then(|| view! { <Banner kind=BannerKind::Amber live=true>{t.receive_by_hand()}</Banner> })}
            <ul class="stack">{ways}</ul>
        </Sheet>
        <Toasts message=copied/>
    }
}

/// One way to be found, with a button that copies it.
#[component]
fn Way(
    kind: &'static str,
    value: String,
    copied: RwSignal<Option<String>>,
    by_hand: RwSignal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let shown = value.clone();
    let copy = move |_| {
        let value = value.clone();
        spawn_local(async move {
            let done = write_to_clipboard(&value).await;
            copied.set(done.then(|| t.receive_copied().to_owned()));
            by_hand.set(!done);
        });
    };
    view! {
        <li class="way">
            <span>
                <span class="setting-name">{shown}</span>
                <span class="setting-value">{kind}</span>
            </span>
            <Button kind=ButtonKind::Quiet icon=IconName::Copy scripted=true on:click=copy>{t.receive_copy()}</Button>
        </li>
    }
}

/// Whether the browser took the text: it may not be allowed to, and over plain http there is no clipboard at all.
async fn write_to_clipboard(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
