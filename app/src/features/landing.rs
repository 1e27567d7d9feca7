//! What a visitor sees first: what the wallet is, what it promises, today's rates.

use leptos::prelude::*;
use leptos_meta::Title;

use super::rates::{api::rates, list::RateList, source_text};
use crate::{
    layout::loaded,
    texts::use_texts,
    ui::{ButtonSize, Icon, IconName, LinkButton, SkeletonShape},
};

/// Rates shown as a taste.
const TEASER: usize = 5;

/// The page.
#[component]
pub(crate) fn Landing() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| rates(None));
    view! {
        <Title text=""/>
        <section class="band hero">
            <div class="hero-words">
                <h1 class="hero-title" tabindex="-1">{t.landing_title()}</h1>
                <p class="hero-lead">{t.landing_lead()}</p>
                <div class="hero-actions">
                    <LinkButton href="/register" size=ButtonSize::Large>{t.auth_register()}</LinkButton>
                </div>
                <ul class="hero-points">
                    <li><Icon name=IconName::Check/>{t.landing_point_free()}</li>
                    <li><Icon name=IconName::Check/>{t.landing_point_currencies()}</li>
                    <li><Icon name=IconName::Check/>{t.landing_point_browser()}</li>
                </ul>
            </div>
            <HeroSlip/>
        </section>
        <section class="band landing-two">
            <div>
                <h2 class="band-title">{t.landing_rates()}</h2>
                {loaded(data, SkeletonShape::Rows(TEASER), |found| {
                    let t = use_texts();
                    let lines = found.lines.into_iter().take(TEASER).collect();
                    view! {
                        <div class="card card-flush"><RateList lines/></div>
                        <p class="small muted form-note">
                            {source_text(t, found.date, found.replayed)} " "
                            <a class="link" href="/rates">{t.landing_all_rates()}</a>
                        </p>
                    }
                    .into_any()
                })}
            </div>
            <div>
                <h2 class="band-title">{t.promise_title()}</h2>
                <ul class="promises">
                    <Promise icon=IconName::Eye title=t.landing_see() text=t.landing_see_text()/>
                    <Promise icon=IconName::Lock title=t.landing_confirm() text=t.landing_confirm_text()/>
                    <Promise icon=IconName::List title=t.landing_receipt() text=t.landing_receipt_text()/>
                </ul>
            </div>
        </section>
        <section class="band">
            <div class="closing">
                <h2 class="band-title">{t.landing_closing()}</h2>
                <p>{t.landing_closing_text()}</p>
                <div class="hero-actions">
                    <LinkButton href="/register" size=ButtonSize::Large>{t.landing_closing_deed()}</LinkButton>
                </div>
            </div>
        </section>
    }
}

/// A picture of a receipt, drawn from the real parts.
#[component]
fn HeroSlip() -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="hero-picture" role="img" aria-label=t.landing_picture()>
            <div class="slip" aria-hidden="true">
                <div class="who">
                    <span class="avatar">"M"</span>
                    <div><p class="who-name">"Maria G****z"</p><p class="who-detail">"8801 2264 517"</p></div>
                </div>
                <div class="slip-sum">
                    <div>
                        <p class="money money-big"><span>"US$200"</span><span class="money-cents">".00"</span></p>
                        <p class="slip-lead">{t.receipt_sent_lead()}</p>
                    </div>
                    <p class="stamp"><span class="stamp-word">{t.stamp_paid()}</span><span class="stamp-line">"OKPAY"</span></p>
                </div>
                <hr class="tear"/>
                <dl class="facts">
                    <dt>{t.fact_fee()}</dt><dd>{t.fact_free()}</dd>
                    <dt class="facts-total">{t.fact_total()}</dt><dd class="facts-total">"US$200.00"</dd>
                </dl>
            </div>
        </div>
    }
}

#[component]
fn Promise(icon: IconName, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li class="promise">
            <span class="promise-sign"><Icon name=icon/></span>
            <h3>{title}</h3>
            <p>{text}</p>
        </li>
    }
}
