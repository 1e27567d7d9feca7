//! Where one is signed in, and signing out there.

use domain::format_date_time;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    devices_api::{RevokeSession, SignedIn, devices},
    security::SESSIONS_ID,
};
use crate::{
    answer::Outcome,
    deed::{PostForm, use_deed},
    form::Refusals,
    layout::loaded,
    texts::{Texts, use_locale, use_texts},
    ui::{
        Banner, BannerKind, Button, ButtonKind, ButtonSize, Icon, IconName, LinkButton, PageHeader,
        SkeletonShape,
    },
};

/// The page.
#[component]
pub(crate) fn Devices() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| devices());
    let revoke = use_deed::<RevokeSession>();
    let refused = Refusals::of(revoke.value());
    let done = move || matches!(revoke.value().get(), Some(Ok(Outcome::Done(()))));
    // Refused, too: the session may have ended by itself.
    Effect::new(move |_| {
        if revoke.value().get().is_some() {
            data.refetch();
        }
    });
    view! {
        <Title text=t.devices_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.devices_title() lead=t.devices_lead() back_href="/settings" back_label=t.frame_back()/>
            {refused.banner()}
            {move || done().then(|| view! { <Banner kind=BannerKind::Done live=true>{t.devices_signed_out()}</Banner> })}
            {loaded(data, SkeletonShape::Rows(3), move |found| list(&found, revoke).into_any())}
            // By a full load: only then the browser finds the part of the page by itself.
            <LinkButton
                href=format!("/settings/security#{SESSIONS_ID}")
                kind=ButtonKind::Quiet
                size=ButtonSize::Wide
                attr:rel="external"
            >
                {t.security_everywhere()}
            </LinkButton>
        </div>
    }
}

fn list(found: &[SignedIn], revoke: ServerAction<RevokeSession>) -> impl IntoView {
    let rows = found
        .iter()
        .map(|device| view! { <DeviceRow device=device.clone() revoke/> })
        .collect_view();
    view! { <div class="card card-flush"><ul class="rows">{rows}</ul></div> }
}

#[component]
fn DeviceRow(device: SignedIn, revoke: ServerAction<RevokeSession>) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let icon = match device.system.as_deref() {
        Some("iPhone" | "iPad" | "Android" | "HarmonyOS") => IconName::Phone,
        _ => IconName::Globe,
    };
    let title = name(t, &device);
    let id = device.id;
    let end = if device.is_this {
        view! { <span class="badge badge-jade">{t.devices_this()}</span> }.into_any()
    } else {
        view! {
            <PostForm action=revoke>
                <input type="hidden" name="id" value=id/>
                <Button submit=true kind=ButtonKind::DangerQuiet size=ButtonSize::Small busy=revoke.pending()>
                    {t.devices_sign_out()}
                </Button>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <li class="device">
            <Icon name=icon/>
            <div>
                <p class="setting-name">{title}</p>
                <p class="setting-value">{t.devices_since(format_date_time(device.since, locale))}</p>
                <p class="setting-value">{t.devices_last_seen(format_date_time(device.last_seen, locale))}</p>
            </div>
            {end}
        </li>
    }
}

fn name(t: Texts, device: &SignedIn) -> String {
    match (&device.browser, &device.system) {
        (Some(browser), Some(system)) => t.devices_name(browser, system),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => t.devices_unknown().to_owned(),
    }
}
