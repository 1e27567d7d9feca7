//! Language, the currency of totals, the time zone of dates.

use domain::{Currency, Field as At, Locale};
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::{SetLanguage, SetPreferences, SettingsData, settings};
use crate::{
    deed::{PostForm, go_on, use_deed},
    form::{Refusals, is_done},
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{Banner, BannerKind, Button, PageHeader, SelectField, SelectOption, SkeletonShape},
};

/// Zones offered; the one in force is always among them.
const TIME_ZONES: [&str; 16] = [
    "UTC",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Bangkok",
    "Asia/Kuwait",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Zurich",
    "America/New_York",
    "America/Los_Angeles",
];

/// The page.
#[component]
pub(crate) fn Language() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| settings());
    view! {
        <Title text=t.settings_language()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.settings_language() back_href="/settings" back_label=t.frame_back()/>
            {loaded(data, SkeletonShape::Rows(3), |found| {
                view! {
                    <LanguageForm locale=found.locale/>
                    <PreferencesForm found/>
                }
                .into_any()
            })}
        </div>
    }
}

#[component]
fn LanguageForm(locale: Locale) -> impl IntoView {
    let t = use_texts();
    let change = use_deed::<SetLanguage>();
    let refused = Refusals::of(change.value());
    go_on(change);
    let languages = vec![
        SelectOption::new("zh-CN", "简体中文"),
        SelectOption::new("en", "English"),
    ];
    view! {
        <PostForm action=change attr:class="form card card-roomy">
            {refused.banner()}
            <SelectField label=t.settings_language() name="locale" options=languages value=locale.as_str()/>
            <Button submit=true busy=change.pending()>{t.form_save()}</Button>
        </PostForm>
    }
}

#[component]
fn PreferencesForm(found: SettingsData) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let change = use_deed::<SetPreferences>();
    let refused = Refusals::of(change.value());
    go_on(change);
    let currencies = Currency::HELD
        .iter()
        .map(|currency| {
            SelectOption::new(
                currency.code(),
                format!("{} {}", currency.code(), currency.name(locale)),
            )
        })
        .collect::<Vec<_>>();
    let mut zones: Vec<SelectOption> = TIME_ZONES
        .iter()
        .map(|zone| SelectOption::new(*zone, zone.replace('_', " ")))
        .collect();
    if !TIME_ZONES.contains(&found.time_zone.as_str()) {
        zones.push(SelectOption::new(
            found.time_zone.clone(),
            found.time_zone.replace('_', " "),
        ));
    }
    view! {
        <PostForm action=change attr:class="form card card-roomy">
            {refused.banner()}
            {is_done("preferences").then(|| view! { <Banner kind=BannerKind::Done live=true>{t.settings_saved()}</Banner> })}
            <SelectField
                label=t.settings_display_currency()
                name="currency"
                options=currencies
                value=found.display_currency.code()
                error=refused.at(At::Currency)
            />
            <SelectField
                label=t.settings_time_zone()
                name="time_zone"
                options=zones
                value=found.time_zone
                error=refused.at(At::TimeZone)
            />
            <Button submit=true busy=change.pending()>{t.form_save()}</Button>
        </PostForm>
    }
}
