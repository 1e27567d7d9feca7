//! What one tells others so as to be found, each with a button that copies it.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use crate::{
    texts::use_texts,
    ui::{Banner, BannerKind, Button, ButtonKind, IconName, Toasts},
};

/// A list of things to copy: the kind of each and the thing itself.
#[component]
pub(super) fn Ways(ways: Vec<(&'static str, String)>) -> impl IntoView {
    let t = use_texts();
    let copied = RwSignal::new(None::<String>);
    let by_hand = RwSignal::new(false);
    let ways = ways
        .into_iter()
        .map(|(kind, value)| view! { <Way kind value copied by_hand/> })
        .collect_view();
    view! {
        {move || by_hand.get().then(|| view! { <Banner kind=BannerKind::Amber live=true>{t.receive_by_hand()}</Banner> })}
        <ul class="stack">{ways}</ul>
        <Toasts message=copied/>
    }
}

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
            copied.try_set(done.then(|| t.receive_copied().to_owned()));
            by_hand.try_set(!done);
        });
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

/// Whether the browser took the text: it may not be allowed to, and over plain http there is no clipboard at all.
async fn write_to_clipboard(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
