//! The settings at a glance, each leading to its page; and the way out.

use leptos::prelude::*;
use leptos_meta::Title;

use super::api::settings;
use crate::{
    features::auth::SignOutButton,
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{Card, Icon, IconName, IconSize, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Overview() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| settings());
    view! {
        <Title text=t.settings_title()/>
        <div class="page-body page-medium">
            <PageHeader title=t.settings_title()/>
            {loaded(data, SkeletonShape::Rows(4), |found| {
                let t = use_texts();
                let locale = use_locale();
                let who = [vec![found.name], found.addresses].concat().join(" · ");
                let languages = t.settings_language_value(found.display_currency.name(locale));
                let security = if found.has_payment_password { t.settings_payment_set() } else { t.settings_payment_unset() };
                view! {
                    <div class="card card-flush">
                        <ul class="rows">
                            <Setting href="/settings/profile" icon=IconName::User name=t.settings_profile() value=who/>
                            <Setting href="/settings/security" icon=IconName::Lock name=t.settings_security() value=security/>
                            <Setting href="/settings/limits" icon=IconName::Shield name=t.limits_title() value=t.limits_lead()/>
                            <Setting href="/settings/language" icon=IconName::Globe name=t.settings_language() value=languages/>
                            <Setting href="/help" icon=IconName::Help name=t.help_title() value=t.help_lead()/>
                        </ul>
                    </div>
                    <Card><SignOutButton/></Card>
                }
                .into_any()
            })}
        </div>
    }
}

#[component]
fn Setting(
    href: &'static str,
    icon: IconName,
    name: &'static str,
    #[prop(into)] value: String,
) -> impl IntoView {
    view! {
        <li>
            <a class="setting" href=href>
                <Icon name=icon/>
                <span>
                    <span class="setting-name">{name}</span>
                    <span class="setting-value">{value}</span>
                </span>
                <Icon name=IconName::Forward size=IconSize::Small/>
            </a>
        </li>
    }
}
