//! Server functions of the rates pages; open to everybody.

use chrono::NaiveDate;
use domain::Currency;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::range::Range;
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
    /// The last month's rates, oldest first, as heights in thousandths between the lowest and the highest.
    pub spark: Vec<u16>,
}

/// The rates of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatesData {
    pub base: Currency,
    pub lines: Vec<RateLine>,
    /// The day the source published them for.
    pub date: NaiveDate,
    /// The sandbox's replay of that day.
    pub replayed: bool,
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
        let now = wallet.rates_now();
        let base = base
            .and_then(|code| Currency::parse(&code).ok())
            .filter(|known| known.is_held() && now.table.per_euro(*known).is_some());
        let base = base.unwrap_or(home);
        let others = Currency::HELD
            .iter()
            .copied()
            .filter(|currency| *currency != base);
        Ok(RatesData {
            base,
            lines: lines::of(&wallet, &now, others, base),
            date: now.table.date(),
            replayed: now.replayed,
        })
    })
    .await
}

/// A rate on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatePoint {
    pub date: NaiveDate,
    pub rate: String,
    /// Height in thousandths between the lowest and the highest of the chart.
    pub height: u16,
}

/// The page of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairData {
    pub line: RateLine,
    pub range: Range,
    /// Oldest first; at most some 260.
    pub points: Vec<RatePoint>,
    pub lowest: String,
    pub highest: String,
    pub date: NaiveDate,
    pub replayed: bool,
}

/// One pair, such as `USD-CNY`, over a range of time.
#[server(prefix = "/fn", endpoint = "rate_pair")]
pub async fn rate_pair(
    #[server(default)] pair: String,
    #[server(default)] range: String,
) -> Result<Outcome<PairData>, ApiError> {
    for_anybody(|wallet, _asker| async move {
        lines::pair(&wallet, &pair, Range::parse(&range))
            .ok_or_else(|| domain::Refusal::new(domain::ErrorCode::NotFound).into())
    })
    .await
}

#[cfg(feature = "ssr")]
pub(crate) use lines::of as rate_lines;

#[cfg(feature = "ssr")]
mod lines {
    use domain::Currency;
    use services::{RatesNow, Wallet, rate_text};

    use super::{PairData, Range, RateLine, RatePoint};

    /// Days a sparkline looks back.
    const SPARK_DAYS: u64 = 31;
    /// Most points of a sparkline and of a chart.
    const SPARK_POINTS: usize = 40;
    const CHART_POINTS: usize = 260;

    /// One line for each currency that has a rate.
    pub fn of(
        wallet: &Wallet,
        now: &RatesNow,
        currencies: impl Iterator<Item = Currency>,
        to: Currency,
    ) -> Vec<RateLine> {
        currencies
            .filter_map(|from| line(wallet, now, from, to))
            .collect()
    }

    fn line(wallet: &Wallet, now: &RatesNow, from: Currency, to: Currency) -> Option<RateLine> {
        let shown = now.shown(from, to)?;
        let month = wallet.rate_course(from, to, SPARK_DAYS, SPARK_POINTS)?;
        Some(RateLine {
            from,
            to,
            rate: shown.rate,
            change_bp: shown.change_bp,
            spark: month.points.iter().map(|point| point.height).collect(),
        })
    }

    pub fn pair(wallet: &Wallet, pair: &str, range: Range) -> Option<PairData> {
        let (from, to) = pair.split_once('-')?;
        let held = |code: &str| Currency::parse(code).ok().filter(|known| known.is_held());
        let (from, to) = (held(from)?, held(to)?);
        if from == to {
            return None;
        }
        let now = wallet.rates_now();
        let course = wallet.rate_course(from, to, range.days(), CHART_POINTS)?;
        Some(PairData {
            line: line(wallet, &now, from, to)?,
            range,
            points: course
                .points
                .into_iter()
                .map(|point| RatePoint {
                    date: point.date,
                    rate: rate_text(point.rate),
                    height: point.height,
                })
                .collect(),
            lowest: rate_text(course.lowest),
            highest: rate_text(course.highest),
            date: now.table.date(),
            replayed: now.replayed,
        })
    }
}
