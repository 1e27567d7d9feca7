//! Server functions of exchanging currencies.

use chrono::NaiveDate;
use domain::{Currency, Money};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::{for_anybody, for_member};

/// A rate as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateView {
    pub from: Currency,
    pub to: Currency,
    /// Decimal text with all digits that are used.
    pub value: String,
}

#[cfg(feature = "ssr")]
impl From<domain::Rate> for RateView {
    fn from(rate: domain::Rate) -> Self {
        Self {
            from: rate.base(),
            to: rate.quote(),
            value: rate.value().to_string(),
        }
    }
}

/// What a conversion would take, cost and give at the rate of this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteView {
    pub source: Money,
    pub fee: Money,
    pub total: Money,
    pub target: Money,
    pub rate: RateView,
    /// When the source published the rates.
    pub date: NaiveDate,
    /// The sandbox's replay of that day.
    pub replayed: bool,
}

/// Asks what a conversion would cost. Nothing is held by it.
#[server(prefix = "/fn", endpoint = "quote")]
pub async fn quote(
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] they_get: String,
    #[server(default)] target_currency: String,
) -> Result<Outcome<QuoteView>, ApiError> {
    for_anybody(|wallet, asker| async move {
        let form = services::QuoteForm {
            amount,
            currency,
            they_get,
            target_currency,
        };
        let quote = wallet.quote(&form, asker.locale)?;
        let now = wallet.rates_now();
        Ok(QuoteView {
            source: quote.source,
            fee: quote.fee,
            total: quote.total(),
            target: quote.target,
            rate: quote.rate.into(),
            date: now.table.date(),
            replayed: now.replayed,
        })
    })
    .await
}

/// What the page for converting starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConvertStart {
    /// What can be spent of each currency that has a rate; the one to suggest first.
    pub available: Vec<Money>,
    /// The currency to suggest as the other side.
    pub into: Currency,
}

/// Reads what can be converted.
#[server(prefix = "/fn", endpoint = "convert_options")]
pub async fn convert_options() -> Result<Outcome<ConvertStart>, ApiError> {
    for_member(|wallet, viewer| async move {
        let table = wallet.rates_now().table;
        let has_rate = |currency| table.per_euro(currency).is_some();
        let mut available: Vec<Money> = wallet
            .balances(&viewer)
            .await?
            .into_iter()
            .map(|balance| balance.available)
            .filter(|money| has_rate(money.currency()))
            .collect();
        available.sort_by_key(|money| !money.is_positive());
        for currency in Currency::HELD {
            let is_there = available.iter().any(|money| money.currency() == *currency);
            if !is_there && has_rate(*currency) {
                available.push(Money::zero(*currency));
            }
        }
        let first = available.first().map(|money| money.currency());
        let display = viewer.person.display_currency;
        let into = [display, Currency::EUR, Currency::USD]
            .into_iter()
            .find(|currency| Some(*currency) != first && has_rate(*currency));
        Ok(ConvertStart {
            available,
            into: into.unwrap_or(Currency::EUR),
        })
    })
    .await
}

/// Prepares a conversion; the answer is the id under which it waits for confirmation.
#[server(prefix = "/fn", endpoint = "prepare_convert")]
pub async fn prepare_convert(
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] they_get: String,
    #[server(default)] target_currency: String,
) -> Result<Outcome<String>, ApiError> {
    for_member(|wallet, viewer| async move {
        let form = services::QuoteForm {
            amount,
            currency,
            they_get,
            target_currency,
        };
        Ok(wallet.prepare_convert(&viewer, &form).await?.to_string())
    })
    .await
}
