//! The dashboard's page: its blocks in the order of the phone, laid out in two columns on a desktop by CSS.

use chrono::NaiveDate;
use domain::format_money;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api::{Dashboard as AskDashboard, DashboardData, dashboard},
    balances::Balances,
    total::Total,
};
use crate::{
    features::{
        history::{
            activity::{Kind, Line},
            list::Lines,
        },
        rates::list::RateList,
    },
    frame::use_frame,
    layout::loaded,
    live::{About, Watch},
    texts::{Texts, use_texts},
    ui::{Art, Banner, BannerKind, EmptyState, Icon, IconName, LinkButton, Section, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Dashboard() -> impl IntoView {
    let t = use_texts();
    let frame = use_frame();
    let watch = Watch::over(About::Money);
    let data = Resource::new_blocking(|| (), |()| dashboard());
    let name = frame
        .me
        .as_ref()
        .map(|me| me.name.clone())
        .unwrap_or_default();
    let has_payment_password = frame.me.is_some_and(|me| me.has_payment_password);
    view! {
        <Title text=t.nav_home()/>
        <header class="page-header"><h1 class="greeting" tabindex="-1">{greeting(t, frame.hour, &name)}</h1></header>
        {loaded(data, SkeletonShape::Total, move |data| {
            let shown = watch.fresh(data, || AskDashboard {});
            let hidden = RwSignal::new(false);
            (move || blocks(shown.get(), hidden, has_payment_password)).into_any()
        })}
    }
}

fn greeting(t: Texts, hour: u32, name: &str) -> String {
    match hour {
        5..12 => t.home_morning(name),
        12..18 => t.home_afternoon(name),
        _ => t.home_evening(name),
    }
}

fn blocks(
    data: DashboardData,
    hidden: RwSignal<bool>,
    has_payment_password: bool,
) -> impl IntoView {
    let t = use_texts();
    let waiting = data
        .recent
        .iter()
        .find(|line| line.kind == Kind::NeedsAuthentication)
        .cloned();
    // Erased parts keep the page's type, and with it the compiler's work, small.
    let total =
        view! { <Total total=data.total without_rate=data.without_rate hidden/> }.into_any();
    let actions = view! { <Actions/> }.into_any();
    let balances = view! { <Balances balances=data.balances hidden/> }.into_any();
    let requests = data
        .requests
        .into_iter()
        .map(|request| {
            let text = t.request_banner(format_money(request.amount, t.0), request.asker);
            view! {
                <Banner kind=BannerKind::Amber icon=IconName::Receive href=format!("/request/{}", request.id) link=t.home_look()>
                    {text}
                </Banner>
            }
        })
        .collect_view()
        .into_any();
    let recent = view! { <Recent lines=data.recent today=data.today hidden/> }.into_any();
    view! {
        <div class="dash">
            <div class="dash-main">
                {total}
                {actions}
                {(!has_payment_password).then(|| view! {
                    <Banner kind=BannerKind::Amber icon=IconName::Lock href="/setup" link=t.home_set_payment_password()>
                        {t.home_no_payment_password()}
                    </Banner>
                })}
                {waiting.map(|line| view! {
                    <Banner kind=BannerKind::Amber href=format!("/history/{}", line.id) link=t.home_look()>
                        {t.home_needs_authentication()}
                    </Banner>
                })}
                {requests}
                {balances}
                {recent}
            </div>
            <div class="dash-side">
                <Section title=t.rates_title() href="/rates" link=t.home_more()>
                    <div class="card card-flush"><RateList lines=data.rates/></div>
                </Section>
            </div>
        </div>
    }
}

/// The deeds one comes for.
#[component]
fn Actions() -> impl IntoView {
    let t = use_texts();
    let action = |href, icon, name, class| {
        view! {
            <li>
                <a class=class href=href>
                    <span class="action-sign"><Icon name=icon/></span>
                    {name}
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=t.home_actions()>
            <ul class="actions">
                {action("/send", IconName::Send, t.home_send(), "action action-first")}
                {action("/receive", IconName::Receive, t.home_receive(), "action")}
                {action("/convert", IconName::Convert, t.convert_title(), "action")}
                {action("/topup", IconName::Add, t.topup_title(), "action")}
            </ul>
        </nav>
    }
}

#[component]
fn Recent(lines: Vec<Line>, today: NaiveDate, hidden: RwSignal<bool>) -> impl IntoView {
    let t = use_texts();
    let list = if lines.is_empty() {
        view! {
            <EmptyState art=Art::NoEntries title=t.history_empty_title() text=t.history_empty_text()>
                <LinkButton href="/topup">{t.topup_title()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <Lines lines today hidden/> }.into_any()
    };
    view! {
        <Section title=t.home_recent() href="/history" link=t.home_all_history()>
            <div class="card card-flush">{list}</div>
        </Section>
    }
}
