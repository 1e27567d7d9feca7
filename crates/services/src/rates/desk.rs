//! Where a server keeps its rates: a copy of what is stored, which any server may drop and read again.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, Utc};
use domain::RateTable;
use rails::fx::{RateSource, ShippedRates, replayed};

/// The rates in force at one moment.
#[derive(Clone, Debug)]
pub struct RatesNow {
    pub table: RateTable,
    /// The published day before.
    pub previous: Option<RateTable>,
    /// The sandbox's replay of the last shipped day: its date is when it was published, its rates move.
    pub replayed: bool,
}

/// The rates of one server.
pub struct RateDesk {
    shipped: Arc<ShippedRates>,
    source: Option<Arc<dyn RateSource>>,
    /// Days after the shipped ones, oldest first.
    later: RwLock<Arc<Vec<RateTable>>>,
}

impl RateDesk {
    /// The last shipped day, replayed as today.
    pub fn replaying(shipped: ShippedRates) -> Self {
        Self {
            shipped: Arc::new(shipped),
            source: None,
            later: RwLock::default(),
        }
    }

    /// What the source publishes, and until it does what was shipped.
    pub fn following(shipped: ShippedRates, source: Arc<dyn RateSource>) -> Self {
        Self {
            source: Some(source),
            ..Self::replaying(shipped)
        }
    }

    /// Where rates come from; none in a replay.
    pub(super) fn source(&self) -> Option<&Arc<dyn RateSource>> {
        self.source.as_ref()
    }

    /// The last day that came with the program.
    pub(super) fn shipped_until(&self) -> NaiveDate {
        self.shipped.latest().date()
    }

    /// Replaces the days after the shipped ones.
    pub(super) fn set_later(&self, tables: Vec<RateTable>) {
        *self.later.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(tables);
    }

    fn later(&self) -> Arc<Vec<RateTable>> {
        Arc::clone(&self.later.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The rates in force at this moment.
    pub(super) fn at(&self, now: DateTime<Utc>) -> RatesNow {
        let later = self.later();
        let mut newest = later.iter().rev().chain(self.shipped.history().rev());
        let last = newest.next().unwrap_or_else(|| self.shipped.latest());
        let is_replay = self.source.is_none();
        RatesNow {
            table: if is_replay {
                replayed(last, now)
            } else {
                last.clone()
            },
            previous: newest.next().cloned(),
            replayed: is_replay,
        }
    }

    /// Every day from `from` on, oldest first.
    pub(super) fn history(&self, from: NaiveDate) -> Vec<RateTable> {
        let later = self.later();
        self.shipped
            .history()
            .chain(later.iter())
            .filter(|table| table.date() >= from)
            .cloned()
            .collect()
    }
}
