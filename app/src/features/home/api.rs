//! The server function of the dashboard.

use chrono::NaiveDate;
use domain::{Currency, Money};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{ApiError, Outcome},
    features::{history::activity::Line, rates::api::RateLine, receive::api::RequestView},
};
#[cfg(feature = "ssr")]
use crate::{
    features::{rates::api::rate_lines, receive::api::view},
    ssr::for_member,
};

/// One balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    pub posted: Money,
    pub available: Money,
    /// In the display currency; none without a rate.
    pub worth: Option<Money>,
}

/// What the dashboard shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardData {
    pub total: Option<Money>,
    pub without_rate: Vec<Currency>,
    pub balances: Vec<Balance>,
    pub recent: Vec<Line>,
    /// What others ask for, newest first.
    #[serde(default)]
    pub requests: Vec<RequestView>,
    pub rates: Vec<RateLine>,
    pub rates_date: NaiveDate,
    /// Today in the person's time zone.
    pub today: NaiveDate,
}

/// Requests of others shown at once; the rest comes up when these are answered.
#[cfg(feature = "ssr")]
const REQUESTS_SHOWN: i64 = 3;

/// Reads the dashboard.
#[server(prefix = "/fn", endpoint = "dashboard")]
pub async fn dashboard() -> Result<Outcome<DashboardData>, ApiError> {
    for_member(|wallet, viewer| async move {
        let found = wallet.dashboard(&viewer).await?;
        let requests = wallet.requests_to_pay(&viewer, REQUESTS_SHOWN).await?;
        let display = viewer.person.display_currency;
        let shown = [
            Currency::USD,
            Currency::EUR,
            Currency::GBP,
            Currency::HKD,
            Currency::CNY,
        ];
        let now = wallet.rates_now();
        Ok(DashboardData {
            total: found.total,
            without_rate: found.without_rate,
            balances: found
                .balances
                .into_iter()
                .map(|balance| Balance {
                    posted: balance.posted,
                    available: balance.available,
                    worth: balance.worth,
                })
                .collect(),
            recent: found
                .recent
                .into_iter()
                .map(|item| Line::of(item, &viewer))
                .collect(),
            requests: requests
                .into_iter()
                .map(|found| view::of(&wallet, Some(&viewer), found))
                .collect(),
            rates: rate_lines(
                &wallet,
                &now,
                shown
                    .into_iter()
                    .filter(|currency| *currency != display)
                    .take(4),
                display,
            ),
            rates_date: now.table.date(),
            today: services::local_time(&viewer.person, wallet.env().now()).date(),
        })
    })
    .await
}
