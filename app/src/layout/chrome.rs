//! The frame itself: one for members (navigation beside or below), one for visitors (header and footer).

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    bell::Bell,
    member_nav::MemberNav,
    visitor_header::{Footer, VisitorHeader},
};
use crate::{
    form::focus,
    frame::use_frame,
    live::use_live,
    texts::use_texts,
    ui::{Strip, Toasts},
};

/// The frame. After a step to another page the focus goes to its content, as after a full load.
#[component]
pub(crate) fn Chrome(children: Children) -> impl IntoView {
    let t = use_texts();
    let frame = use_frame();
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            focus("main");
        }
        now
    });
    let strip = frame.sandbox.then(|| {
        view! {
            <Strip label=t.sandbox_strip_name()>
                <span>{t.sandbox_strip_words()}</span>
                <a href="/sandbox/outbox">{t.sandbox_strip_outbox()}</a>
                <a href="/sandbox/bank">{t.sandbox_strip_bank()}</a>
            </Strip>
        }
    });
    // Once the page is awake the router takes the step to `#main`, and would leave the focus behind.
    let skip =
        view! { <a class="skip-link" href="#main" on:click=|_| focus("main")>{t.frame_skip()}</a> };
    match frame.me {
        Some(me) => view! {
            {skip}
            <div class="frame">
                {strip}
                <MemberNav me/>
                {use_live().map(|live| view! { <Bell live/> })}
                <main id="main" class="page" tabindex="-1">{children()}</main>
                {use_live().map(|live| view! { <Toasts message=live.said()/> })}
            </div>
        }
        .into_any(),
        None => view! {
            {skip}
            <div class="site">
                {strip}
                <VisitorHeader/>
                <main id="main" tabindex="-1">{children()}</main>
                <Footer/>
            </div>
        }
        .into_any(),
    }
}
