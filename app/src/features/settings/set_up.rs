//! The first set-up after registration, step by step: the payment password, then what one says of oneself. Each step
//! can be skipped, and done later from here or from the settings.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};

use super::{passwords::PaymentPasswordForm, personal::Personal};
use crate::{
    form::{next_of, with_param},
    frame::use_frame,
    texts::use_texts,
    ui::{
        Banner, BannerKind, ButtonKind, ButtonSize, LinkButton, PageHeader, Timeline, TimelineItem,
        TimelineState,
    },
};

/// The page. The step that is seen stands in its address.
#[component]
pub(crate) fn SetUp() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let next = next_of(&use_location());
    let at_profile = Memo::new(move |_| {
        query
            .read()
            .get("step")
            .is_some_and(|step| step == "profile")
    });
    let has_one = use_frame().me.is_some_and(|me| me.has_payment_password);
    let state = move |mine: bool, done: bool| match (done, mine) {
        (true, _) => TimelineState::Done,
        (false, true) => TimelineState::Now,
        (false, false) => TimelineState::Next,
    };
    let after = next.clone();
    view! {
        <Title text=t.setup_title()/>
        <div class="page-body page-narrow">
            {move || {
                let is_profile = at_profile.get();
                let (title, lead) = if is_profile {
                    (t.setup_profile_title(), Some(t.setup_profile_lead()))
                } else if has_one {
                    (t.setup_step_payment(), None)
                } else {
                    (t.setup_title(), Some(t.setup_lead()))
                };
                view! {
                    <PageHeader title=title lead=lead.map(str::to_owned)/>
                    <Timeline>
                        <TimelineItem name=t.setup_step_payment() state=state(!is_profile, has_one)/>
                        <TimelineItem name=t.setup_step_profile() state=state(is_profile, false)/>
                    </Timeline>
                }
            }}
            {move || {
                let next = after.clone();
                if at_profile.get() {
                    view! {
                        <Personal/>
                        <LinkButton href=next kind=ButtonKind::Quiet size=ButtonSize::Wide>{t.setup_later()}</LinkButton>
                    }
                    .into_any()
                } else {
                    view! { <PaymentStep has_one next/> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn PaymentStep(has_one: bool, next: String) -> impl IntoView {
    let t = use_texts();
    let profile = format!("{}&step=profile", with_param("/setup", "next", &next));
    let form = if has_one {
        view! { <Banner kind=BannerKind::Done>{t.settings_payment_set()}</Banner> }.into_any()
    } else {
        view! { <PaymentPasswordForm has_one=false/> }.into_any()
    };
    view! {
        {form}
        <LinkButton href=profile kind=ButtonKind::Quiet size=ButtonSize::Wide>
            {if has_one { t.form_continue() } else { t.setup_later() }}
        </LinkButton>
    }
}
