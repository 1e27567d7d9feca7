//! How much may leave: what the balance, the limit of a payment and the limit of the day still allow, looked at for a
//! kind answer. The ledger judges again while posting.

use chrono::{DateTime, Utc};
use domain::{
    Currency, ErrorCode, Facts, Field, Level, Limits, Money, Quote, Refusal, Rounding, limits_for,
};
use storage::sessions::Viewer;

use super::{DAY_OUT, Sum, explain::next_day};
use crate::{
    Wallet,
    error::{Problems, ServiceResult},
};

/// Most payments that one sum is divided into: the legs of one money command.
const PARTS_MAX: usize = ledger::LEGS_MAX;

/// Whether a sum that is over the limit of one payment is to be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dividing {
    Impossible,
    /// Not yet asked for.
    Offered,
    Wished,
}

/// What is to leave a balance.
pub(crate) struct Draw {
    total: Money,
    /// What counts against the limits; none for what stays with its owner.
    counted: Option<Money>,
    dividing: Dividing,
}

impl Draw {
    pub fn payment(sum: Sum, dividing: Dividing) -> Self {
        Self {
            total: sum.total(),
            counted: Some(sum.source()),
            // Across currencies one quote is one payment.
            dividing: match sum {
                Sum::Plain(_) => dividing,
                Sum::Exchanged(_) => Dividing::Impossible,
            },
        }
    }

    pub fn conversion(quote: &Quote) -> Self {
        Self {
            total: quote.total(),
            counted: None,
            dividing: Dividing::Impossible,
        }
    }
}

/// A person's limits and what is left of them, in US dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitsShown {
    pub level: Level,
    pub per_payment: Money,
    pub per_day: Money,
    pub used_today: Money,
    pub left_today: Money,
    pub resets_at: DateTime<Utc>,
}

impl Wallet {
    /// The viewer's limits and what is left of them now.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn limits(&self, viewer: &Viewer) -> ServiceResult<LimitsShown> {
        let level = viewer.person.level;
        let Limits {
            per_payment,
            per_day,
        } = limits_for(level);
        let now = self.env.now();
        let owner = viewer.person.id.into();
        let used = self.ledger.usage(owner, DAY_OUT, now.date_naive()).await?;
        let left = per_day.minor().saturating_sub(used).max(0);
        Ok(LimitsShown {
            level,
            per_payment,
            per_day,
            used_today: Money::new(used, Currency::USD),
            left_today: Money::new(left, Currency::USD),
            resets_at: next_day(now),
        })
    }

    /// Looks at the balance, and at the limits for what counts against them. Returns the payments that a divided sum is
    /// sent in; none when one is enough.
    pub(crate) async fn check_headroom(
        &self,
        viewer: &Viewer,
        draw: Draw,
        problems: &mut Problems,
    ) -> ServiceResult<Vec<Money>> {
        let currency = draw.total.currency();
        let available = self.available(viewer.person.id.into(), currency).await?;
        let mut refuse = |code, facts| {
            problems.push(Refusal::new(code).at(Field::Amount).with(facts));
            Ok(Vec::new())
        };
        if available.minor() < draw.total.minor() {
            let facts = Facts {
                available: Some(available),
                ..Facts::default()
            };
            return refuse(ErrorCode::InsufficientFunds, facts);
        }
        let Some(counted) = draw.counted else {
            return Ok(Vec::new());
        };
        let limits = self.limits(viewer).await?;
        let worth = self.limit_worth(counted)?;
        let is_left_today = worth.minor() <= limits.left_today.minor();
        let mut parts = Vec::new();
        if worth.minor() > limits.per_payment.minor() {
            let largest = self.most_within(limits.per_payment, currency)?;
            parts = divided(counted, largest).unwrap_or_default();
            let divides = is_left_today && !parts.is_empty();
            if !(divides && draw.dividing == Dividing::Wished) {
                let offered = divides && draw.dividing == Dividing::Offered;
                let facts = Facts {
                    limit: Some(limits.per_payment),
                    most: Some(largest),
                    parts: offered.then(|| u32::try_from(parts.len()).ok()).flatten(),
                    ..Facts::default()
                };
                return refuse(ErrorCode::LimitPerPayment, facts);
            }
        }
        if !is_left_today {
            let facts = Facts {
                limit: Some(limits.per_day),
                remaining: Some(limits.left_today),
                most: Some(self.most_within(limits.left_today, currency)?),
                resets_at: Some(limits.resets_at),
                ..Facts::default()
            };
            return refuse(ErrorCode::LimitPerDay, facts);
        }
        Ok(parts)
    }

    /// The most of a currency that counts as no more than this against a limit.
    fn most_within(&self, limit: Money, currency: Currency) -> ServiceResult<Money> {
        let table = self.rates_now().table;
        let roughly = table.convert(limit, currency, Rounding::Down);
        // Without a rate the worth is a fixed one per unit: an upper bound of units, found by halving below.
        let (mut least, mut most) = match roughly {
            Some(amount) => (amount.minor().saturating_sub(2).max(0), amount.minor()),
            None => (0, limit.minor().saturating_mul(10)),
        };
        while least < most {
            let middle = least + (most - least + 1) / 2;
            if self.limit_worth(Money::new(middle, currency))?.minor() <= limit.minor() {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        Ok(Money::new(least, currency))
    }
}

/// As many of the largest payments as fit, and the rest. None when there would be too many.
fn divided(amount: Money, largest: Money) -> Option<Vec<Money>> {
    let (whole, part) = (amount.minor(), largest.minor());
    if part <= 0 {
        return None;
    }
    let full = usize::try_from(whole / part).ok()?;
    let rest = whole % part;
    if full + usize::from(rest > 0) > PARTS_MAX {
        return None;
    }
    let rest = (rest > 0).then_some(rest);
    let minors = std::iter::repeat_n(part, full).chain(rest);
    Some(
        minors
            .map(|minor| Money::new(minor, amount.currency()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(cents: i64) -> Money {
        Money::new(cents, Currency::USD)
    }

    #[test]
    fn a_sum_is_divided_into_the_fewest_payments_and_nothing_is_lost() {
        for whole in [20_001, 40_000, 45_678, 319_999, 320_000] {
            let parts = divided(usd(whole), usd(20_000)).unwrap();
            assert_eq!(parts.iter().map(|part| part.minor()).sum::<i64>(), whole);
            assert!(
                parts
                    .iter()
                    .all(|part| (1..=20_000).contains(&part.minor()))
            );
            assert_eq!(
                i64::try_from(parts.len()).unwrap(),
                (whole + 19_999) / 20_000
            );
        }
    }

    #[test]
    fn what_needs_too_many_payments_is_not_divided() {
        assert_eq!(divided(usd(320_001), usd(20_000)), None);
        assert_eq!(divided(usd(1), usd(0)), None);
        assert_eq!(divided(usd(i64::MAX), usd(1)), None);
    }
}
