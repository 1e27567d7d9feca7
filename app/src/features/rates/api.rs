//! The server function of the rates page; open to everybody.

use chrono::NaiveDate;
use domain::Currency;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::for_anybody;

/// What one unit of a currency is worth in another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLine {
    pub from: Currency,
    pub to: Currency,
    /// Decimal text, with as many digits as one reads.
    pub rate: String,
    /// Change against the published day before, in hundredths of a percent.
    pub change_bp: Option<i32>,
}

/// The rates of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatesData {
    pub base: Currency,
    pub lines: Vec<RateLine>,
    /// The day the source published them for.
    pub date: NaiveDate,
}

/// All currencies the wallet holds, in units of `base`; the base defaults to the person's display currency.
#[server(prefix = "/fn", endpoint = "rates")]
pub async fn rates(
    #[server(default)] base: Option<String>,
) -> Result<Outcome<RatesData>, ApiError> {
    for_anybody(|wallet, asker| async move {
        let home = asker.viewer.map_or(
            if asker.locale == domain::Locale::ZhCn {
                Currency::CNY
            } else {
                Currency::USD
            },
            |viewer| viewer.person.display_currency,
        );
        let base = base
            .and_then(|code| Currency::parse(&code).ok())
            .filter(|known| Currency::HELD.contains(known));
        let base = base.unwrap_or(home);
        let others = Currency::HELD
            .iter()
            .copied()
            .filter(|currency| *currency != base);
        Ok(RatesData {
            base,
            lines: rate_lines(&wallet, others, base),
            date: wallet.rate_table().date(),
        })
    })
    .await
}

/// One line for each currency that has a rate.
#[cfg(feature = "ssr")]
pub(crate) fn rate_lines(
    wallet: &services::Wallet,
    currencies: impl Iterator<Item = Currency>,
    to: Currency,
) -> Vec<RateLine> {
    currencies
        .filter_map(|from| {
            let quoted = wallet.quoted_rate(from, to)?;
            Some(RateLine {
                from,
                to,
                rate: quoted.rate,
                change_bp: quoted.change_bp,
            })
        })
        .collect()
}
