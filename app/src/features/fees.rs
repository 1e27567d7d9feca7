//! Every fee and limit on one public page, with a calculator against the market rate. The figures come from the rules
//! themselves; none is written here.

use domain::{Currency, Level, Money, fees, format_money, limits_for};
use leptos::prelude::*;
use leptos_meta::Title;

use super::exchange::Calculator;
use crate::{
    layout::{PageWidth, page_class},
    texts::{Texts, use_locale, use_texts},
    ui::{PageHeader, Section},
    words::level_name,
};

/// The page.
#[component]
pub(crate) fn Fees() -> impl IntoView {
    let t = use_texts();
    let class = page_class(PageWidth::Medium);
    let calculated: Vec<Currency> = Currency::HELD
        .iter()
        .copied()
        .filter(|currency| !WITHOUT_RATE.contains(currency))
        .collect();
    view! {
        <Title text=t.fees_title()/>
        <div class=class>
            <PageHeader title=t.fees_title() lead=t.fees_lead()/>
            <Section title=t.fees_fees()>{fee_table(t)}</Section>
            <Section title=t.fees_limits()>{limit_table(t)}<p class="small muted">{t.fees_limits_text()}</p></Section>
            <Section title=t.fees_calculator()>
                <p class="muted">{t.fees_calculator_text()}</p>
                <Calculator action="/fees" currencies=calculated from=Currency::USD into=Currency::EUR/>
            </Section>
        </div>
    }
}

/// Held and sent, never converted: the source publishes no rate for them.
const WITHOUT_RATE: [Currency; 2] = [Currency::KWD, Currency::BHD];

/// `1.2%` of a number of ten-thousandths.
fn percent(per_10_000: i64) -> String {
    let text = format!("{}.{:02}", per_10_000 / 100, per_10_000 % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

fn fee_table(t: Texts) -> impl IntoView {
    let least = format_money(fees::CONVERSION_LEAST, t.0);
    let rows = [
        (t.fees_send(), t.fact_free().to_owned()),
        (t.fees_bank(), t.fact_free().to_owned()),
        (
            t.fees_card(),
            t.fees_of_amount(percent(fees::CARD_TOPUP_PER_10_000)),
        ),
        (
            t.fees_convert(),
            t.fees_of_amount_at_least(least, percent(fees::CONVERSION_PER_10_000)),
        ),
        (t.fees_hold(), t.fact_free().to_owned()),
    ]
    .into_iter()
    .map(|(what, fee)| {
        view! { <tr><th scope="row">{what}</th><td class="table-say">{fee}</td></tr> }
    })
    .collect_view();
    view! {
        <div class="card card-flush">
            <table class="table">
                <caption class="visually-hidden">{t.fees_fees()}</caption>
                <thead><tr><th scope="col">{t.fees_what()}</th><th scope="col" class="table-say">{t.fact_fee()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn limit_table(t: Texts) -> impl IntoView {
    let locale = use_locale();
    let money = move |amount: Money| format_money(amount, locale);
    let rows = Level::ALL
        .iter()
        .map(|level| {
            let limits = limits_for(*level);
            let name = level_name(t, *level);
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="table-num">{money(limits.per_payment)}</td>
                    <td class="table-num">{money(limits.per_day)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="card card-flush table-wrap">
            <table class="table table-dense">
                <caption class="visually-hidden">{t.fees_limits()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.fees_level()}</th>
                        <th scope="col" class="table-num">{t.fees_per_payment()}</th>
                        <th scope="col" class="table-num">{t.fees_per_day()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_is_written_without_idle_zeros() {
        assert_eq!(percent(49), "0.49%");
        assert_eq!(percent(120), "1.2%");
        assert_eq!(percent(100), "1%");
    }
}
