//! Something to know or to do, in one line with one way on.
//! Never the only place of a field's error, and never more than words: money moves elsewhere.
use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// What a banner is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// To know.
    #[default]
    Info,
    /// To do, or to wait for.
    Amber,
    /// Gone wrong.
    Danger,
    /// Gone well.
    Done,
}

/// A banner. Children: the words. `live` for one that appears by itself.
#[component]
pub fn Banner(
    /// What it is about.
    #[prop(optional)]
    kind: BannerKind,
    /// Another drawing than the kind's own.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Where the one way on leads.
    #[prop(optional, into)]
    href: MaybeProp<String>,
    /// The text of that link.
    #[prop(optional, into)]
    link: Signal<Option<String>>,
    /// Appears while the page is open: spoken politely, at once when it is danger.
    #[prop(optional)]
    live: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    let (class, own) = match kind {
        BannerKind::Info => ("banner", IconName::Info),
        BannerKind::Amber => ("banner banner-amber", IconName::Clock),
        BannerKind::Danger => ("banner banner-danger", IconName::Warning),
        BannerKind::Done => ("banner banner-done", IconName::Check),
    };
    let role = live.then_some(if kind == BannerKind::Danger {
        "alert"
    } else {
        "status"
    });
    view! {
        <div class=class role=role>
            <Icon name=icon.unwrap_or(own)/>
            <div class="banner-body">{children()}</div>
            {href.get_untracked().map(|href| view! { <div class="banner-action"><a href=href>{move || link.get()}</a></div> })}
        </div>
    }
}

/// The quiet line across the top of every page: sandbox, offline, a newer version.
#[component]
pub fn Strip(
    /// The name of the region ("Sandbox").
    #[prop(into)]
    label: Signal<String>,
    /// To be noticed: offline, a newer version.
    #[prop(optional)]
    amber: bool,
    /// A drawing.
    #[prop(default = IconName::Info)]
    icon: IconName,
    /// Words and links.
    children: Children,
) -> impl IntoView {
    view! {
        <aside class=if amber { "strip strip-amber" } else { "strip" } aria-label=move || label.get()>
            <Icon name=icon/>
            {children()}
        </aside>
    }
}
