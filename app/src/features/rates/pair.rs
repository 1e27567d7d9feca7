//! The page of a pair: the rate of now, its course over a range of time as a chart, and the same as a table.

use domain::format_date;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    api::{PairData, rate_pair},
    chart::Chart,
    list::Change,
    page::source_text,
    range::Range,
};
use crate::{
    frame::use_frame,
    layout::{PageWidth, loaded, page_class},
    texts::{Texts, use_locale, use_texts},
    ui::{ButtonKind, ChipLink, Fact, Facts, IconName, LinkButton, PageHeader, SkeletonShape},
};

/// Rows of the table at most; the chart shows the days between.
const ROWS_MAX: usize = 60;

/// The page.
#[component]
pub(crate) fn Pair() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = move || {
        (
            params.read().get("pair").unwrap_or_default(),
            query.read().get("range").unwrap_or_default(),
        )
    };
    let data = Resource::new_blocking(asked, |(pair, range)| rate_pair(pair, range));
    let class = page_class(PageWidth::Medium);
    view! {
        <div class=class>
            {loaded(data, SkeletonShape::Rows(8), |found| view! { <Course found/> }.into_any())}
        </div>
    }
}

fn range_name(t: Texts, range: Range) -> &'static str {
    match range {
        Range::Week => t.rates_week(),
        Range::Month => t.rates_one_month(),
        Range::Year => t.rates_year(),
        Range::FiveYears => t.rates_five_years(),
    }
}

#[component]
fn Course(found: PairData) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let is_member = use_frame().me.is_some();
    let (from, to) = (found.line.from, found.line.to);
    let title = format!("{} / {}", from.code(), to.code());
    let here = format!("/rates/{}-{}", from.code(), to.code());
    let turned = format!("/rates/{}-{}", to.code(), from.code());
    let chips = Range::ALL
        .into_iter()
        .map(|range| {
            view! {
                <ChipLink href=format!("{here}?range={}", range.as_str()) current=range == found.range>
                    {range_name(t, range)}
                </ChipLink>
            }
        })
        .collect_view();
    let label = t.rates_chart(
        &found.highest,
        &found.lowest,
        range_name(t, found.range),
        &title,
    );
    let step = found.points.len().div_ceil(ROWS_MAX).max(1);
    let rows = found
        .points
        .iter()
        .rev()
        .step_by(step)
        .map(|point| {
            view! {
                <tr>
                    <th scope="row">{format_date(point.date, locale)}</th>
                    <td class="table-num">{point.rate.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Title text=title.clone()/>
        <PageHeader title=title.clone() lead=t.rates_pair_lead(from.name(locale), to.name(locale)) back_href="/rates" back_label=t.frame_back()/>
        <div class="card card-roomy rate-course">
            <p class="rate-now">
                <span>{format!("1 {} = ", from.code())}</span>
                <b>{found.line.rate.clone()}</b>
                <span>{format!(" {}", to.code())}</span>
                <Change change_bp=found.line.change_bp/>
            </p>
            <nav class="chips" aria-label=t.rates_range()>{chips}</nav>
            <Chart points=found.points label/>
            <Facts>
                <Fact term=t.rates_highest()>{found.highest}</Fact>
                <Fact term=t.rates_lowest()>{found.lowest}</Fact>
            </Facts>
            <p class="small muted">{source_text(t, found.date, found.replayed)}</p>
        </div>
        <div class="btn-row">
            <LinkButton href=turned kind=ButtonKind::Secondary icon=IconName::Convert>{t.rates_turn(from.code(), to.code())}</LinkButton>
            {is_member.then(|| view! { <LinkButton href="/convert">{t.convert_title()}</LinkButton> })}
        </div>
        <div class="card card-flush">
            <table class="table">
                <caption class="visually-hidden">{t.rates_table(&title)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.rates_day()}</th>
                        <th scope="col" class="table-num">{title}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
