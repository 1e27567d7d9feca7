//! The course of a rate over time, thinned out for a chart.

use chrono::{Days, NaiveDate};
use domain::{Currency, Rate};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::Wallet;

/// The rate of a day, and where it stands in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoursePoint {
    pub date: NaiveDate,
    pub rate: Rate,
    /// Thousandths of the way from the lowest to the highest point.
    pub height: u16,
}

/// A rate over time; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateCourse {
    /// Oldest first, evenly thinned out from the newest, which is always there.
    pub points: Vec<CoursePoint>,
    /// Of all days of the time, shown or not.
    pub lowest: Rate,
    pub highest: Rate,
}

impl Wallet {
    /// The rates of the last `days` days up to the one in force, at most `points_max` of them; none without a rate. The
    /// last point is what [`Wallet::rates_now`] says, which a replay moves a little away from what was published.
    pub fn rate_course(
        &self,
        from: Currency,
        to: Currency,
        days: u64,
        points_max: usize,
    ) -> Option<RateCourse> {
        let now = self.rates_now().table;
        let newest = now.date();
        let since = newest.checked_sub_days(Days::new(days)).unwrap_or(newest);
        let rates: Vec<(NaiveDate, Rate)> = self
            .rates
            .history(since)
            .iter()
            .filter(|table| table.date() < newest)
            .chain([&now])
            .filter_map(|table| Some((table.date(), table.mid(from, to)?)))
            .collect();
        let (_, lowest) = *rates.iter().min_by_key(|(_, rate)| rate.value())?;
        let (_, highest) = *rates.iter().max_by_key(|(_, rate)| rate.value())?;
        let step = rates.len().div_ceil(points_max.max(1)).max(1);
        let mut points: Vec<CoursePoint> = rates
            .into_iter()
            .rev()
            .step_by(step)
            .map(|(date, rate)| CoursePoint {
                date,
                rate,
                height: height(rate.value(), lowest.value(), highest.value()),
            })
            .collect();
        points.reverse();
        Some(RateCourse {
            points,
            lowest,
            highest,
        })
    }
}

/// In the middle when lowest and highest are the same.
fn height(value: Decimal, lowest: Decimal, highest: Decimal) -> u16 {
    let share = || {
        let span = highest.checked_sub(lowest)?;
        value
            .checked_sub(lowest)?
            .checked_mul(Decimal::ONE_THOUSAND)?
            .checked_div(span)?
            .round()
            .to_u16()
    };
    share().unwrap_or(500)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_height_is_the_share_of_the_way_up() {
        let of = |value: i64| height(Decimal::from(value), Decimal::from(10), Decimal::from(20));
        assert_eq!((of(10), of(15), of(20)), (0, 500, 1_000));
        assert_eq!(height(Decimal::ONE, Decimal::ONE, Decimal::ONE), 500);
    }
}
