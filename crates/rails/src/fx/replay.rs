//! The sandbox's rates: the last shipped day, replayed as if it were today, with rates that move a little.
//! The moves follow from the time alone, so that every server shows the same, and nothing is drawn.

use chrono::{DateTime, Utc};
use domain::{Currency, RateTable};

/// Rates move once in so many seconds.
const STEP_SECONDS: i64 = 5;
/// Period in seconds and reach in millionths of each wave that a rate rides on: at most 0.15 % away from the day's rate.
const WAVES: [(i64, i64); 3] = [(5_400, 900), (1_260, 420), (190, 180)];

/// The day's table as it stands at this moment of the replay.
pub fn replayed(day: &RateTable, now: DateTime<Utc>) -> RateTable {
    let step = now.timestamp().div_euclid(STEP_SECONDS);
    day.moved(|currency| move_of(currency, step.saturating_mul(STEP_SECONDS)))
}

/// Where a currency stands at this second, in millionths.
fn move_of(currency: Currency, second: i64) -> i64 {
    // Each currency starts somewhere else, and the waves do not start together.
    let shift = i64::from(currency.numeric()).wrapping_mul(7_919);
    WAVES
        .iter()
        .map(|&(period, reach)| {
            wave(
                second.wrapping_add(shift.wrapping_mul(period % 89)),
                period,
                reach,
            )
        })
        .sum()
}

/// A triangle between −`reach` and `reach`.
fn wave(second: i64, period: i64, reach: i64) -> i64 {
    let half = period / 2;
    let place = second.rem_euclid(period);
    let height = if place < half { place } else { period - place };
    // `height` runs from 0 to `half` and back.
    height.saturating_mul(2).saturating_mul(reach) / half - reach
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::TimeDelta;
    use rust_decimal::Decimal;

    use super::*;
    use crate::fx::ShippedRates;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    #[test]
    fn the_same_moment_has_the_same_rates_everywhere() {
        let day = ShippedRates::load().unwrap().latest().clone();
        assert_eq!(replayed(&day, at(0)), replayed(&day, at(0)));
        assert_eq!(replayed(&day, at(0)).date(), day.date());
    }

    #[test]
    fn rates_move_and_never_far() {
        let day = ShippedRates::load().unwrap().latest().clone();
        let bound = Decimal::new(151, 5);
        let mut seen = BTreeSet::new();
        for minute in 0..600 {
            let now = replayed(&day, at(0) + TimeDelta::minutes(minute));
            for currency in Currency::HELD {
                let (Some(before), Some(moved)) =
                    (day.per_euro(*currency), now.per_euro(*currency))
                else {
                    continue;
                };
                assert!(
                    (moved / before - Decimal::ONE).abs() <= bound,
                    "{currency} {moved}"
                );
            }
            seen.insert(now.per_euro(Currency::USD));
        }
        assert!(seen.len() > 300, "{}", seen.len());
    }

    #[test]
    fn currencies_do_not_move_in_step() {
        let at_once: BTreeSet<i64> = Currency::HELD
            .iter()
            .map(|currency| move_of(*currency, 1_790_000_000))
            .collect();
        assert!(at_once.len() > 10, "{at_once:?}");
    }
}
