//! The user agreement and the privacy notice, in the version that registration records.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{texts::use_texts, ui::PageHeader};

/// The user agreement.
#[component]
pub(crate) fn Terms() -> impl IntoView {
    let t = use_texts();
    let parts = [
        (t.terms_what(), t.terms_what_text()),
        (t.terms_account(), t.terms_account_text()),
        (t.terms_money(), t.terms_money_text()),
        (t.terms_fees(), t.terms_fees_text()),
        (t.terms_end(), t.terms_end_text()),
    ];
    view! { <Paper title=t.legal_terms() parts/> }
}

/// The privacy notice.
#[component]
pub(crate) fn Privacy() -> impl IntoView {
    let t = use_texts();
    let parts = [
        (t.privacy_kept(), t.privacy_kept_text()),
        (t.privacy_seen(), t.privacy_seen_text()),
        (t.privacy_cards(), t.privacy_cards_text()),
        (t.privacy_cookies(), t.privacy_cookies_text()),
        (t.privacy_rights(), t.privacy_rights_text()),
    ];
    view! { <Paper title=t.legal_privacy() parts/> }
}

#[component]
fn Paper<const N: usize>(
    title: &'static str,
    parts: [(&'static str, &'static str); N],
) -> impl IntoView {
    let t = use_texts();
    let sections = parts
        .into_iter()
        .map(|(heading, text)| view! { <section class="section"><h2>{heading}</h2><p>{text}</p></section> })
        .collect_view();
    view! {
        <Title text=title/>
        <div class="page page-medium">
            <PageHeader title=title lead=t.legal_version()/>
            {sections}
        </div>
    }
}
