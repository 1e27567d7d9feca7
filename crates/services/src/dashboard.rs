//! The first page a member sees: what they have, what it is worth, what happened last.

use domain::{Currency, Money, Rounding};
use storage::sessions::Viewer;

use crate::{Activity, Wallet, error::ServiceResult, rates::total};

/// Lines of activity shown at first sight.
const RECENT: u32 = 8;

/// One balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyBalance {
    pub posted: Money,
    pub available: Money,
    /// In the display currency; none without a rate.
    pub worth: Option<Money>,
}

/// What the dashboard shows.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// In the display currency; none only if the sum is too large to be a number.
    pub total: Option<Money>,
    /// Held, but without a rate and so not in the total.
    pub without_rate: Vec<Currency>,
    /// The display currency first, then by worth.
    pub balances: Vec<CurrencyBalance>,
    pub recent: Vec<Activity>,
}

impl Wallet {
    /// Reads the dashboard.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn dashboard(&self, viewer: &Viewer) -> ServiceResult<Dashboard> {
        let (balances, page) =
            tokio::try_join!(self.balances(viewer), self.history(viewer, None, RECENT))?;
        let display = viewer.person.display_currency;
        let posted: Vec<Money> = balances.iter().map(|balance| balance.posted).collect();
        let (total, without_rate) = total(&self.rates_now().table, &posted, display);
        let mut recent = page.items;
        recent.truncate(RECENT as usize);
        Ok(Dashboard {
            total,
            without_rate,
            balances,
            recent,
        })
    }

    /// The viewer's balances; the display currency is always among them, with nothing if nothing is there.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn balances(&self, viewer: &Viewer) -> ServiceResult<Vec<CurrencyBalance>> {
        let display = viewer.person.display_currency;
        let table = self.rates_now().table;
        let mut balances: Vec<CurrencyBalance> = self
            .ledger
            .balances(viewer.person.id.into())
            .await?
            .into_iter()
            .map(|balance| CurrencyBalance {
                posted: balance.posted,
                available: balance.available(),
                worth: table.convert(balance.posted, display, Rounding::HalfEven),
            })
            .collect();
        if !balances
            .iter()
            .any(|balance| balance.posted.currency() == display)
        {
            let nothing = Money::zero(display);
            balances.push(CurrencyBalance {
                posted: nothing,
                available: nothing,
                worth: Some(nothing),
            });
        }
        balances.sort_by_key(|balance| {
            let worth = balance.worth.map_or(0, Money::minor);
            (
                balance.posted.currency() != display,
                std::cmp::Reverse(worth),
                balance.posted.currency(),
            )
        });
        Ok(balances)
    }
}
