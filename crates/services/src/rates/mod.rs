//! The exchange rates of this wallet: shipped, fetched, or replayed in the sandbox; which are in force now, and what an
//! amount is worth at them. A rate that moves money is never older than its rule allows, and is always one that was shown.

mod course;
mod desk;
mod fetch;
mod shown;
mod worth;

pub use course::{CoursePoint, RateCourse};
pub use desk::{RateDesk, RatesNow};
pub use fetch::NewRates;
pub use shown::{QuotedRate, rate_text};
pub(crate) use worth::total;

use domain::{ErrorCode, RateTable, Refusal};

use crate::{Wallet, error::ServiceResult};

/// Published rates older than this move no money.
const RATE_DAYS_MAX: i64 = 6;

impl Wallet {
    /// The rates in force.
    pub fn rates_now(&self) -> RatesNow {
        self.rates.at(self.env.now())
    }

    /// Rates that may move money.
    ///
    /// # Errors
    /// Refused when the newest published rates are more than six days old.
    pub(crate) fn rates_that_move_money(&self) -> ServiceResult<RateTable> {
        let now = self.rates_now();
        let age = self.env.now().date_naive() - now.table.date();
        if !now.replayed && age.num_days() > RATE_DAYS_MAX {
            return Err(Refusal::new(ErrorCode::RateTooOld).into());
        }
        Ok(now.table)
    }
}
