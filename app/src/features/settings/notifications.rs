//! What one wants to be told, and where: a group of switches for each kind.

use domain::{Channel, Choices, Topic};
use leptos::prelude::*;
use leptos_meta::Title;

use super::choices_api::{SetNotificationChoices, notification_choices};
use crate::{
    answer::Outcome,
    deed::{PostForm, use_deed},
    form::Refusals,
    layout::loaded,
    texts::{Texts, use_texts},
    ui::{Banner, BannerKind, Button, CheckField, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn NotificationChoices() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| notification_choices());
    view! {
        <Title text=t.choices_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.choices_title() lead=t.choices_lead() back_href="/settings" back_label=t.frame_back()/>
            {loaded(data, SkeletonShape::Rows(6), |choices| view! { <ChoicesForm choices/> }.into_any())}
        </div>
    }
}

#[component]
fn ChoicesForm(choices: Choices) -> impl IntoView {
    let t = use_texts();
    let change = use_deed::<SetNotificationChoices>();
    let refused = Refusals::of(change.value());
    let done = move || matches!(change.value().get(), Some(Ok(Outcome::Done(()))));
    let groups = Topic::ALL
        .iter()
        .map(|topic| group(t, &choices, *topic).into_any())
        .collect_view();
    view! {
        <PostForm action=change attr:class="form card card-roomy">
            {refused.banner()}
            {move || done().then(|| view! { <Banner kind=BannerKind::Done live=true>{t.settings_saved()}</Banner> })}
            {groups}
            <Button submit=true busy=change.pending()>{t.form_save()}</Button>
        </PostForm>
    }
}

/// The switches of one kind.
fn group(t: Texts, choices: &Choices, topic: Topic) -> impl IntoView + use<> {
    let (title, text) = match topic {
        Topic::MoneyIn => (t.choices_money_in(), t.choices_money_in_text()),
        Topic::Receipt => (t.choices_receipt(), t.choices_receipt_text()),
        Topic::Request => (t.choices_request(), t.choices_request_text()),
        Topic::Security => (t.choices_security(), t.choices_security_text()),
    };
    let switches = Channel::ALL
        .iter()
        .map(|channel| {
            let name = name(topic, *channel);
            let words = match channel {
                Channel::Email => t.choices_email(),
                Channel::Phone => t.choices_phone(),
                Channel::Inbox => t.choices_inbox(),
            };
            view! { <CheckField name checked=choices.is_on(topic, *channel)>{words}</CheckField> }
        })
        .collect_view();
    view! {
        <fieldset class="switches">
            <legend class="switches-title">{title}</legend>
            <p class="small muted">{text}</p>
            {switches}
        </fieldset>
    }
}

/// The name of a switch in the form, as `Switches` reads it.
fn name(topic: Topic, channel: Channel) -> &'static str {
    match (topic, channel) {
        (Topic::MoneyIn, Channel::Email) => "money_in_email",
        (Topic::MoneyIn, Channel::Phone) => "money_in_phone",
        (Topic::MoneyIn, Channel::Inbox) => "money_in_inbox",
        (Topic::Receipt, Channel::Email) => "receipt_email",
        (Topic::Receipt, Channel::Phone) => "receipt_phone",
        (Topic::Receipt, Channel::Inbox) => "receipt_inbox",
        (Topic::Request, Channel::Email) => "request_email",
        (Topic::Request, Channel::Phone) => "request_phone",
        (Topic::Request, Channel::Inbox) => "request_inbox",
        (Topic::Security, Channel::Email) => "security_email",
        (Topic::Security, Channel::Phone) => "security_phone",
        (Topic::Security, Channel::Inbox) => "security_inbox",
    }
}
