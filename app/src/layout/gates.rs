//! Who may see a page. The server functions behind it check for themselves; these only lead to the right page.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Redirect, hooks::use_location};

use crate::{
    form::{here, next_of, sign_in_path},
    frame::use_frame,
    texts::use_texts,
    ui::{Art, LinkButton, Message},
};

/// A page for members; a visitor is led to sign in and back.
#[component]
pub(crate) fn MembersOnly(children: Children) -> impl IntoView {
    if use_frame().me.is_some() {
        return children().into_any();
    }
    let back = here().get_untracked();
    view! { <Redirect path=sign_in_path(&back)/> }.into_any()
}

/// A page for visitors; a member is led on.
#[component]
pub(crate) fn VisitorsOnly(children: Children) -> impl IntoView {
    if use_frame().me.is_none() {
        return children().into_any();
    }
    view! { <Redirect path=next_of(&use_location())/> }.into_any()
}

/// No page stands at this address.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    let t = use_texts();
    #[cfg(feature = "ssr")]
    crate::ssr::set_status(axum::http::StatusCode::NOT_FOUND);
    view! {
        <Title text=t.not_found_title()/>
        <Message art=Art::NotFound title=t.not_found_title() text=t.not_found_text()>
            <LinkButton href="/">{t.not_found_home()}</LinkButton>
        </Message>
    }
}
