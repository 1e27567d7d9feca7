//! The rates page: a table in units of a base currency, with source and date.

use chrono::NaiveDate;
use domain::{Currency, format_date};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::{RatesData, rates},
    chart::Spark,
    list::Change,
};
use crate::{
    features::exchange::Calculator,
    layout::{PageWidth, loaded, page_class},
    texts::{Texts, use_locale, use_texts},
    ui::{ChipLink, PageHeader, Section, SkeletonShape},
};

/// Bases offered.
const BASES: [Currency; 5] = [
    Currency::CNY,
    Currency::USD,
    Currency::EUR,
    Currency::HKD,
    Currency::JPY,
];

/// The page.
#[component]
pub(crate) fn Rates() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let base = move || query.read().get("base");
    let data = Resource::new_blocking(base, rates);
    let class = page_class(PageWidth::Medium);
    view! {
        <Title text=t.rates_heading()/>
        <div class=class>
            <PageHeader title=t.rates_heading()/>
            {loaded(data, SkeletonShape::Rows(8), |found| view! { <RateTable found/> }.into_any())}
        </div>
    }
}

/// Where the rates come from, and from which day.
pub(crate) fn source_text(t: Texts, date: NaiveDate, replayed: bool) -> String {
    let date = format_date(date, t.0);
    if replayed {
        t.exchange_replayed(date)
    } else {
        t.exchange_published(date)
    }
}

#[component]
fn RateTable(found: RatesData) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let base = found.base;
    let chips = BASES
        .into_iter()
        .map(|currency| {
            view! {
                <ChipLink href=format!("/rates?base={}", currency.code()) current=currency == base>{currency.code()}</ChipLink>
            }
        })
        .collect_view();
    let currencies: Vec<Currency> = std::iter::once(base)
        .chain(found.lines.iter().map(|line| line.from))
        .collect();
    let into = found.lines.first().map_or(Currency::EUR, |line| line.from);
    let rows = found
        .lines
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/rates/{}-{}", line.from.code(), line.to.code())>{line.from.code()}</a>
                        " " <span class="muted">{line.from.name(locale)}</span>
                    </th>
                    <td class="table-num">{line.rate}</td>
                    <td class="table-num"><Change change_bp=line.change_bp/></td>
                    <td class="spark-cell"><Spark heights=line.spark/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <nav class="chips" aria-label=t.rates_base()>{chips}</nav>
        <div class="card card-flush">
            <table class="table">
                <caption class="visually-hidden">{t.rates_caption(base.name(locale))}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.rates_currency()}</th>
                        <th scope="col" class="table-num">{t.rates_in(base.code())}</th>
                        <th scope="col" class="table-num">{t.rates_change()}</th>
                        <th scope="col" class="spark-cell">{t.rates_month()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="small muted">{source_text(t, found.date, found.replayed)}</p>
        <Section title=t.exchange_calculator()>
            <Calculator action="/rates" currencies from=base into/>
        </Section>
    }
}
