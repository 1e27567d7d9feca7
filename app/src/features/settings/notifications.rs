//! What one wants to be told, and where: a group of switches for each kind.

use domain::{Channel, Choices, Topic};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api::settings,
    choices_api::{SetNotificationChoices, notification_choices},
};
use crate::{
    answer::{Answer, Outcome},
    deed::{PostForm, use_deed},
    form::Refusals,
    layout::loaded,
    texts::{Texts, use_texts},
    ui::{Banner, BannerKind, Button, CheckField, HiddenField, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn NotificationChoices() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| choices_and_channels());
    view! {
        <Title text=t.choices_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.choices_title() lead=t.choices_lead() back_href="/settings" back_label=t.frame_back()/>
            {loaded(data, SkeletonShape::Rows(6), |(choices, channels)| view! { <ChoicesForm choices channels/> }.into_any())}
        </div>
    }
}

/// What the person chose, and the ways that reach them.
async fn choices_and_channels() -> Answer<(Choices, Vec<Channel>)> {
    match notification_choices().await? {
        Outcome::Done(choices) => {
            let found = settings().await?;
            Ok(found.map(|found| (choices, found.channels)))
        }
        Outcome::Refused(refusals) => Ok(Outcome::Refused(refusals)),
    }
}

#[component]
fn ChoicesForm(choices: Choices, channels: Vec<Channel>) -> impl IntoView {
    let t = use_texts();
    let change = use_deed::<SetNotificationChoices>();
    let refused = Refusals::of(change.value());
    let done = move || matches!(change.value().get(), Some(Ok(Outcome::Done(()))));
    let groups = Topic::ALL
        .iter()
        .map(|topic| group(t, &choices, &channels, *topic).into_any())
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

/// The switches of one kind. A way that the person does not have is not offered; what was chosen for it stays.
fn group(t: Texts, choices: &Choices, channels: &[Channel], topic: Topic) -> impl IntoView + use<> {
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
            let is_on = choices.is_on(topic, *channel);
            if !channels.contains(channel) {
                return is_on
                    .then(|| view! { <HiddenField name value="true"/> })
                    .into_any();
            }
            let words = match channel {
                Channel::Email => t.choices_email(),
                Channel::Phone => t.choices_phone(),
                Channel::Inbox => t.choices_inbox(),
            };
            view! { <CheckField name checked=is_on>{words}</CheckField> }.into_any()
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
