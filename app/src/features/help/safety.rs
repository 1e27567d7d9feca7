//! How money is kept safe, what our messages look like, the only official addresses, and how to report a hole.

use leptos::prelude::*;

use super::{
    api::{Contact, SafetyData, Sample, safety_facts},
    install::Chapters,
};
use crate::{
    layout::{PageWidth, loaded, page_class},
    texts::use_texts,
    ui::{Banner, BannerKind, Card, Fact, Facts, Section, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Safety() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| safety_facts());
    loaded(data, SkeletonShape::Rows(6), |found| {
        view! { <Whole found/> }.into_any()
    })
}

#[component]
fn Whole(found: SafetyData) -> impl IntoView {
    let t = use_texts();
    let samples = found
        .samples
        .into_iter()
        .map(|sample| view! { <Letter sample/> })
        .collect_view();
    let sender = found
        .sender
        .unwrap_or_else(|| t.safety_no_sender().to_owned());
    view! {
        <div class=page_class(PageWidth::Medium)>
            <Chapters prose=found.prose/>
            <Section title=t.safety_addresses()>
                <Card>
                    <Facts>
                        <Fact term=t.safety_site()>{found.site}</Fact>
                        <Fact term=t.safety_sender()>{sender}</Fact>
                    </Facts>
                    <p class="small muted">{t.safety_addresses_text()}</p>
                </Card>
            </Section>
            <Section title=t.safety_messages()>
                <p>{t.safety_messages_text()}</p>
                <div class="help-letters">{samples}</div>
            </Section>
            <Section title=t.safety_report()>
                <p>{t.safety_report_text()}</p>
                <Reporting contact=found.contact/>
            </Section>
        </div>
    }
}

/// A message as it arrives.
#[component]
fn Letter(sample: Sample) -> impl IntoView {
    view! {
        <div class="card">
            <h3>{sample.subject}</h3>
            <p class="help-letter-text">{sample.text}</p>
        </div>
    }
}

/// Where holes are reported, or that nobody was named yet.
#[component]
fn Reporting(contact: Option<Contact>) -> impl IntoView {
    let t = use_texts();
    match contact {
        Some(contact) => view! {
            <Card>
                <Facts>
                    <Fact term=t.safety_contact()><a class="link" href=contact.href>{contact.shown}</a></Fact>
                </Facts>
            </Card>
        }
        .into_any(),
        None => view! { <Banner kind=BannerKind::Info>{t.safety_no_contact()}</Banner> }.into_any(),
    }
}
