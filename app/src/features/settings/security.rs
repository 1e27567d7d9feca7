//! Passwords, and ending every session.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api::{SignOutEverywhere, settings},
    passwords::{PasswordForm, PaymentPasswordForm},
    reset::ResetForm,
};
use crate::{
    answer::Outcome,
    deed::{PostForm, go_on, use_deed},
    features::send::forget_draft,
    form::Refusals,
    layout::loaded,
    texts::use_texts,
    ui::{Button, ButtonKind, Card, IconName, PageHeader, Section, SkeletonShape},
};

/// The part of the page about all sessions.
pub(super) const SESSIONS_ID: &str = "sessions";

/// The page.
#[component]
pub(crate) fn Security() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| settings());
    view! {
        <Title text=t.settings_security()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.settings_security() back_href="/settings" back_label=t.frame_back()/>
            {loaded(data, SkeletonShape::Rows(3), |found| {
                let t = use_texts();
                let address = found.addresses.into_iter().next();
                view! {
                    <Section title=t.security_payment_password()>
                        <PaymentPasswordForm has_one=found.has_payment_password/>
                    </Section>
                    {address.filter(|_| found.has_payment_password).map(|address| view! {
                        <Section title=t.reset_title()><ResetForm address/></Section>
                    })}
                    <Section title=t.security_password()><PasswordForm/></Section>
                    <Section title=t.security_sessions() id=SESSIONS_ID><Everywhere/></Section>
                }
                .into_any()
            })}
        </div>
    }
}

#[component]
fn Everywhere() -> impl IntoView {
    let t = use_texts();
    let sign_out = use_deed::<SignOutEverywhere>();
    let refused = Refusals::of(sign_out.value());
    Effect::new(move |_| {
        if matches!(sign_out.value().get(), Some(Ok(Outcome::Done(())))) {
            forget_draft();
        }
    });
    go_on(sign_out);
    view! {
        <Card>
            <p>{t.security_everywhere_text()}</p>
            {refused.banner()}
            <PostForm action=sign_out>
                <Button kind=ButtonKind::DangerQuiet icon=IconName::Logout submit=true busy=sign_out.pending()>
                    {t.security_everywhere()}
                </Button>
            </PostForm>
        </Card>
    }
}
