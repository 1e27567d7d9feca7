//! The first set-up after registration: the payment password. It can be skipped and done later.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::passwords::PaymentPasswordForm;
use crate::{
    form::{leave_to, next_of},
    frame::use_frame,
    texts::use_texts,
    ui::{Banner, BannerKind, ButtonKind, ButtonSize, LinkButton, PageHeader},
};

/// The page.
#[component]
pub(crate) fn SetUp() -> impl IntoView {
    let t = use_texts();
    let next = next_of(&use_location());
    let has_one = use_frame().me.is_some_and(|me| me.has_payment_password);
    let target = next.clone();
    let form = if has_one {
        view! { <Banner kind=BannerKind::Done>{t.settings_payment_set()}</Banner> }.into_any()
    } else {
        // A full load: the frame of the next page knows of the payment password.
        let go_on = Callback::new(move |()| leave_to(&target));
        view! { <PaymentPasswordForm has_one=false on_done=go_on/> }.into_any()
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
