//! Fetching what the source published, judging it, and keeping it where every server finds it. Whatever is wrong with an
//! answer, the last good rates stay; a day that jumps is kept aside until somebody has looked at it.

use chrono::{NaiveDate, TimeDelta};
use domain::RateTable;
use rails::fx::{Fetched, RateFile, Validators};
use rust_decimal::Decimal;
use storage::rates::{self, RateFileState};

use crate::{Wallet, error::ServiceResult};

/// A move against the day before by more than this is not believed.
const JUMP_MOST: Decimal = Decimal::from_parts(10, 0, 0, false, 2);
/// The daily file does when so many days are missing at most: a long weekend.
const DAILY_REACHES: TimeDelta = TimeDelta::days(1);
/// The file of ninety days does when so many are missing.
const NINETY_DAYS_REACH: TimeDelta = TimeDelta::days(80);

/// What a fetch brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRates {
    /// Days that are in force from now on.
    pub used: usize,
    /// Days that jumped and wait for somebody to look at them.
    pub held: Vec<NaiveDate>,
}

impl Wallet {
    /// Asks the source for what is new; nothing to do in a replay.
    ///
    /// # Errors
    /// When the database cannot be reached, or the source gave no good answer; the last good rates stay in force.
    pub async fn fetch_rates(&self) -> ServiceResult<NewRates> {
        let Some(source) = self.rates.source() else {
            return Ok(NewRates::default());
        };
        self.reload_rates().await?;
        let now = self.env.now();
        let known = self.newest_stored().await?;
        let missing = now.date_naive() - known;
        let file = if missing <= DAILY_REACHES {
            RateFile::Daily
        } else if missing <= NINETY_DAYS_REACH {
            RateFile::NinetyDays
        } else {
            RateFile::History
        };
        let url = source.url(file);
        let before = rates::file(&self.db, &url).await?;
        let validators = Validators {
            etag: before.etag.clone(),
            last_modified: before.last_modified.clone(),
        };
        let fetched = match source.fetch(file, &validators).await {
            Ok(fetched) => fetched,
            Err(error) => {
                let state = RateFileState {
                    trouble: Some(error.to_string()),
                    ..before
                };
                rates::note_file(&self.db, &url, &state, now).await?;
                return Err(error.into());
            }
        };
        let mut state = RateFileState {
            good_at: Some(now),
            trouble: None,
            ..before
        };
        let mut new = NewRates::default();
        if let Fetched::Days { tables, validators } = fetched {
            new = self.store_new(known, tables).await?;
            state.etag = validators.etag;
            state.last_modified = validators.last_modified;
        }
        // Only now: a file whose days are not stored yet must be given again.
        rates::note_file(&self.db, &url, &state, now).await?;
        self.reload_rates().await?;
        Ok(new)
    }

    /// Takes over what any server has stored.
    ///
    /// # Errors
    /// When the database cannot be reached; what was known stays.
    pub async fn reload_rates(&self) -> ServiceResult<()> {
        if self.rates.source().is_none() {
            return Ok(());
        }
        let stored = rates::after(&self.db, self.rates.shipped_until()).await?;
        let used = stored.into_iter().filter(|day| !day.held);
        self.rates.set_later(used.map(|day| day.table).collect());
        Ok(())
    }

    /// Lets a day be used that was kept aside because it jumped. Returns whether there was one.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn release_rates(&self, day: NaiveDate) -> ServiceResult<bool> {
        let released = rates::release(&self.db, day).await?;
        self.reload_rates().await?;
        Ok(released)
    }

    /// The newest day that is stored or was shipped, whether used or held.
    async fn newest_stored(&self) -> ServiceResult<NaiveDate> {
        let shipped = self.rates.shipped_until();
        let stored = rates::after(&self.db, shipped).await?;
        Ok(stored.last().map_or(shipped, |day| day.table.date()))
    }

    async fn store_new(&self, known: NaiveDate, tables: Vec<RateTable>) -> ServiceResult<NewRates> {
        let now = self.env.now();
        let mut last_used = self.rates_now().table;
        let mut new = NewRates::default();
        for table in tables {
            // Rates of a day that has not come yet are a mistake of somebody.
            if table.date() <= known || table.date() > now.date_naive() {
                continue;
            }
            let held = jumps(&last_used, &table);
            let is_new = rates::store(&self.db, &table, held, now).await?;
            if held {
                new.held.extend(is_new.then(|| table.date()));
            } else {
                new.used += usize::from(is_new);
                last_used = table;
            }
        }
        Ok(new)
    }
}

/// Whether any currency moved by more than can be believed.
fn jumps(before: &RateTable, after: &RateTable) -> bool {
    after.currencies().any(|currency| {
        let (Some(old), Some(new)) = (before.per_euro(currency), after.per_euro(currency)) else {
            return false;
        };
        let change = new
            .checked_sub(old)
            .and_then(|change| change.checked_div(old));
        change.is_none_or(|change| change.abs() > JUMP_MOST)
    })
}
