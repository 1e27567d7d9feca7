//! Mail and SMS of the sandbox, newest first.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Form, hooks::use_query_map};

use super::api::{Mail, sandbox_outbox};
use crate::{
    layout::loaded,
    texts::use_texts,
    ui::{Art, Button, ButtonKind, Card, EmptyState, Field, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Outbox() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let to = move || query.read().get("to");
    let data = Resource::new_blocking(to, sandbox_outbox);
    view! {
        <Title text=t.sandbox_outbox_title()/>
        <div class="page page-medium">
            <PageHeader title=t.sandbox_outbox_title() lead=t.sandbox_outbox_lead()/>
            <Form method="GET" action="/sandbox/outbox" attr:class="form">
                <Field label=t.sandbox_outbox_to() name="to" verbatim=true value=query.read_untracked().get("to").unwrap_or_default()/>
                <Button submit=true kind=ButtonKind::Secondary>{t.sandbox_outbox_filter()}</Button>
            </Form>
            {loaded(data, SkeletonShape::Rows(4), |mails| view! { <Mails mails/> }.into_any())}
        </div>
    }
}

#[component]
fn Mails(mails: Vec<Mail>) -> impl IntoView {
    let t = use_texts();
    if mails.is_empty() {
        return view! {
            <Card><EmptyState art=Art::NoEntries title=t.sandbox_outbox_empty() text=t.sandbox_outbox_lead()/></Card>
        }
        .into_any();
    }
    mails
        .into_iter()
        .map(|mail| view! { <MailCard mail/> })
        .collect_view()
        .into_any()
}

#[component]
fn MailCard(mail: Mail) -> impl IntoView {
    let title = if mail.subject.is_empty() {
        mail.kind.clone()
    } else {
        mail.subject
    };
    view! {
        <Card>
            <h2>{title}</h2>
            <p class="small muted">{format!("{} · {} · {}", mail.to, mail.kind, mail.at)}</p>
            <p class="letter">{mail.text}</p>
            {mail.code.map(|code| view! { <p class="money money-big">{code}</p> })}
        </Card>
    }
}
