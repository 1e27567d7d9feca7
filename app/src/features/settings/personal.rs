//! The form for what a person says of themselves. Nobody else sees it, and all of it may be left empty.

use domain::Field as At;
use leptos::prelude::*;

use super::profile_api::{ProfileView, SetProfile, profile};
use crate::{
    deed::{PostForm, go_on, use_deed},
    form::{Refusals, is_done},
    layout::loaded,
    texts::use_texts,
    ui::{Banner, BannerKind, Button, Field, Section, SelectField, SelectOption, SkeletonShape},
};

/// The form with what was said before.
#[component]
pub(super) fn Personal() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| profile());
    loaded(data, SkeletonShape::Rows(4), |found| {
        view! { <PersonalForm found/> }.into_any()
    })
}

#[component]
fn PersonalForm(found: ProfileView) -> impl IntoView {
    let t = use_texts();
    let save = use_deed::<SetProfile>();
    let refused = Refusals::of(save.value());
    go_on(save);
    let countries: Vec<SelectOption> =
        std::iter::once(SelectOption::new("", t.personal_no_country()))
            .chain(
                found
                    .countries
                    .into_iter()
                    .map(|(code, name)| SelectOption::new(code, name)),
            )
            .collect();
    view! {
        <Section title=t.personal_title()>
        <PostForm action=save attr:class="form card card-roomy" attr:novalidate=true>
            <p class="field-hint">{t.personal_text()}</p>
            {refused.banner()}
            {is_done("personal").then(|| view! { <Banner kind=BannerKind::Done live=true>{t.settings_saved()}</Banner> })}
            <Field label=t.personal_birthday() name="birthday" kind="date" mark=t.field_optional() autocomplete="bday" value=found.birthday error=refused.at(At::Birthday)/>
            <SelectField label=t.personal_country() name="country" options=countries value=found.country error=refused.at(At::Country)/>
            <Field label=t.personal_street() name="street" mark=t.field_optional() autocomplete="street-address" value=found.street error=refused.at(At::Street)/>
            <Field label=t.personal_city() name="city" mark=t.field_optional() autocomplete="address-level2" value=found.city error=refused.at(At::City)/>
            <Field label=t.personal_postal_code() name="postal_code" mark=t.field_optional() autocomplete="postal-code" verbatim=true value=found.postal_code error=refused.at(At::PostalCode)/>
            <Button submit=true busy=save.pending()>{t.personal_save()}</Button>
        </PostForm>
        </Section>
    }
}
