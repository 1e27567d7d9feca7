//! What a conversion would come to, said while one types. It is what the server said of exactly what is typed now; a
//! late answer about something else is never shown.

use domain::format_money;
use leptos::prelude::*;

use super::api::{QuoteView, RateView};
use crate::{
    features::rates::source_text,
    texts::{use_locale, use_texts},
    ui::{Fact, Facts},
};

/// “1 USD = 7.1234 CNY”.
pub(crate) fn rate_line(rate: &RateView) -> String {
    format!("1 {} = {} {}", rate.from.code(), rate.value, rate.to.code())
}

/// The figures.
#[component]
pub(super) fn Preview(
    quote: QuoteView,
    /// What the last line is called: what they get, or what you get.
    target_label: &'static str,
) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let source = source_text(t, quote.date, quote.replayed);
    view! {
        <div class="exchange-preview">
            <Facts>
                <Fact term=t.fact_rate()>{rate_line(&quote.rate)}</Fact>
                <Fact term=t.fact_converted()>{format_money(quote.source, locale)}</Fact>
                <Fact term=t.fact_fee()>{format_money(quote.fee, locale)}</Fact>
                <Fact term=t.fact_total()>{format_money(quote.total, locale)}</Fact>
                <Fact term=target_label total=true>{format_money(quote.target, locale)}</Fact>
            </Facts>
            <p class="small muted">{source}</p>
        </div>
    }
}
