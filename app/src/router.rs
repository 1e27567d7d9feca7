//! The app: what every page gets, and which page stands at which address.

use leptos::{ev, prelude::*};
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    features::{
        auth, exchange, fees, help, history, home, landing, legal, rates, receive, sandbox, send,
        settings, topup,
    },
    frame,
    layout::{Chrome, MembersOnly, NotFound, VisitorsOnly},
    texts::Texts,
};

/// The whole app, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let frame = frame::load();
    provide_context(Texts(frame.locale));
    provide_context(frame);
    provide_context(RwSignal::new(send::Draft::default()));
    // Effects run in the browser only, after the page has been woken.
    Effect::new(|_| announce_awake());
    view! {
        <Title formatter=|text: String| if text.is_empty() { "OKPay".to_owned() } else { format!("{text} · OKPay") }/>
        <Router>
            <Chrome>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Front ssr=SsrMode::Async/>
                    <Route path=path!("/register") view=|| view! { <VisitorsOnly><auth::Register/></VisitorsOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/login") view=|| view! { <VisitorsOnly><auth::SignIn/></VisitorsOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/setup") view=|| view! { <MembersOnly><settings::SetUp/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/send") view=|| view! { <MembersOnly><send::Send/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/send/confirm/:id") view=|| view! { <MembersOnly><send::Confirm/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/convert") view=|| view! { <MembersOnly><exchange::Convert/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/receive") view=|| view! { <MembersOnly><receive::Receive/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/request/:code") view=receive::RequestPage ssr=SsrMode::Async/>
                    <Route path=path!("/topup") view=|| view! { <MembersOnly><topup::AddMoney/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/history") view=|| view! { <MembersOnly><history::History/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/history/:id") view=|| view! { <MembersOnly><history::Transaction/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/rates") view=rates::Rates ssr=SsrMode::Async/>
                    <Route path=path!("/rates/:pair") view=rates::Pair ssr=SsrMode::Async/>
                    <Route path=path!("/fees") view=fees::Fees ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=|| view! { <MembersOnly><settings::Overview/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/settings/profile") view=|| view! { <MembersOnly><settings::Profile/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security") view=|| view! { <MembersOnly><settings::Security/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/settings/limits") view=|| view! { <MembersOnly><settings::Limits/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/settings/language") view=|| view! { <MembersOnly><settings::Language/></MembersOnly> } ssr=SsrMode::Async/>
                    <Route path=path!("/help") view=help::Help ssr=SsrMode::Async/>
                    <Route path=path!("/help/:article") view=help::HelpArticle ssr=SsrMode::Async/>
                    <Route path=path!("/faq") view=help::Faq ssr=SsrMode::Async/>
                    <Route path=path!("/install") view=help::Install ssr=SsrMode::Async/>
                    <Route path=path!("/safety") view=help::Safety ssr=SsrMode::Async/>
                    <Route path=path!("/terms") view=legal::Terms/>
                    <Route path=path!("/privacy") view=legal::Privacy/>
                    <Route path=path!("/sandbox/outbox") view=sandbox::Outbox ssr=SsrMode::Async/>
                    <Route path=path!("/sandbox/bank") view=sandbox::Bank ssr=SsrMode::Async/>
                </Routes>
            </Chrome>
        </Router>
    }
}

/// `/`: the dashboard of a member, the landing page for a visitor.
#[component]
fn Front() -> impl IntoView {
    if frame::use_frame().me.is_some() {
        view! { <home::Dashboard/> }.into_any()
    } else {
        view! { <landing::Landing/> }.into_any()
    }
}

/// Tells the page's own script that presses are heard from now on.
fn announce_awake() {
    if let Ok(event) = ev::Event::new("okpay:awake") {
        drop(window().dispatch_event(&event));
    }
}
