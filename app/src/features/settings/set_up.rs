//! The first set-up after registration: the payment password. It can be skipped and done later.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::passwords::PaymentPasswordForm;
use crate::{
    form::safe_next,
    frame::use_frame,
    texts::use_texts,
    ui::{Banner, BannerKind, ButtonKind, ButtonSize, LinkButton, PageHeader},
};

/// The page.
#[component]
pub(crate) fn SetUp() -> impl IntoView {
    let t = use_texts();
    let next = safe_next(use_query_map().read_untracked().get("next"));
    let has_one = use_frame().me.is_some_and(|me| me.has_payment_password);
    let form = if has_one {
        view! { <Banner kind=BannerKind::Done>{t.settings_payment_set()}</Banner> }.into_any()
    } else {
        view! { <PaymentPasswordForm has_one=false/> }.into_any()
    };
    view! {
        <Title text=t.setup_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.setup_title() lead=t.setup_lead()/>
            {form}
            <LinkButton href=next kind=ButtonKind::Quiet size=ButtonSize::Wide>
                {if has_one { t.form_continue() } else { t.setup_later() }}
            </LinkButton>
        </div>
    }
}
