//! Who one is to others: the name, the account number, the addresses.

use domain::Field as At;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api::{SetName, settings},
    personal::Personal,
};
use crate::{
    deed::{PostForm, go_on, use_deed},
    form::{Refusals, is_done},
    layout::loaded,
    texts::use_texts,
    ui::{Banner, BannerKind, Button, Card, Fact, Facts, Field, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Profile() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| settings());
    view! {
        <Title text=t.settings_profile()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.settings_profile() back_href="/settings" back_label=t.frame_back()/>
            {loaded(data, SkeletonShape::Rows(3), |found| view! { <ProfileForm found/> }.into_any())}
            <Personal/>
        </div>
    }
}

#[component]
fn ProfileForm(found: super::api::SettingsData) -> impl IntoView {
    let t = use_texts();
    let rename = use_deed::<SetName>();
    let refused = Refusals::of(rename.value());
    go_on(rename);
    let addresses = found
        .addresses
        .into_iter()
        .map(|address| view! { <Fact term=t.profile_address()>{address}</Fact> })
        .collect_view();
    view! {
        <Card>
            <Facts>
                <Fact term=t.profile_account()>{found.account}</Fact>
                {addresses}
            </Facts>
        </Card>
        <PostForm action=rename attr:class="form card card-roomy" attr:novalidate=true>
            {refused.banner()}
            {is_done("name").then(|| view! { <Banner kind=BannerKind::Done live=true>{t.settings_saved()}</Banner> })}
            <Field label=t.auth_name() name="name" hint=t.profile_name_hint() autocomplete="name" required=true value=found.name error=refused.at(At::Name)/>
            <Button submit=true busy=rename.pending()>{t.form_save()}</Button>
        </PostForm>
    }
}
