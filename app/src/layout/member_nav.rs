//! A member's navigation: a sidebar on a desktop, five tabs at the bottom of a phone; the same list, laid out by CSS.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    frame::Me,
    texts::use_texts,
    ui::{Brand, Icon, IconName},
};

/// The navigation.
#[component]
pub(crate) fn MemberNav(me: Me) -> impl IntoView {
    let t = use_texts();
    view! {
        <nav class="nav" aria-label=t.nav_name()>
            <div class="nav-brand"><Brand/></div>
            <ul class="nav-list">
                <Tab href="/" icon=IconName::Home name=t.nav_home()/>
                <Tab href="/history" icon=IconName::List name=t.nav_history()/>
                <Tab href="/send" icon=IconName::Scan name=t.nav_pay() class="nav-pay"/>
                <Tab href="/rates" icon=IconName::Rates name=t.nav_rates()/>
                <Tab href="/settings" icon=IconName::User name=t.nav_me() wide_name=me.name class="nav-me"/>
            </ul>
        </nav>
    }
}

/// One place to go.
#[component]
fn Tab(
    href: &'static str,
    icon: IconName,
    name: &'static str,
    /// What stands beside the icon where there is room for more.
    #[prop(optional, into)]
    wide_name: Option<String>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || {
        let path = path.get();
        let here = if href == "/" {
            path == "/"
        } else {
            path == href || path.starts_with(&format!("{href}/"))
        };
        here.then_some("page")
    };
    let title = wide_name;
    view! {
        <li class=class>
            <a class="nav-link" href=href aria-current=current title=title>
                <span class="nav-icon"><Icon name=icon/></span>
                <span class="nav-name">{name}</span>
            </a>
        </li>
    }
}
