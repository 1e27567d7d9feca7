//! How much a person may pay, by how well they are known.
//! It must never count what has been used: that is the ledger's.

use crate::{Currency, Money, serde_text::text_enum};

/// How well a person is known, from least to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing but an address is confirmed.
    Unverified,
    /// Personal details are given.
    Basic,
    /// Documents were checked.
    Verified,
}

text_enum!(Level { Unverified => "unverified", Basic => "basic", Verified => "verified" });

const CENTS_PER_DOLLAR: i64 = 100;

/// The most that a person may pay out, in US dollars; other currencies count by their worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most in one payment.
    pub per_payment: Money,
    /// Most in one day.
    pub per_day: Money,
}

/// The limits of a level.
pub const fn limits_for(level: Level) -> Limits {
    let (per_payment_dollars, per_day_dollars) = match level {
        Level::Unverified => (200, 500),
        Level::Basic => (2_000, 5_000),
        Level::Verified => (50_000, 100_000),
    };
    Limits {
        per_payment: Money::new(per_payment_dollars * CENTS_PER_DOLLAR, Currency::USD),
        per_day: Money::new(per_day_dollars * CENTS_PER_DOLLAR, Currency::USD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, format_money};

    #[test]
    fn each_level_has_the_limits_of_the_fee_page() {
        let shown = |level| {
            let limits = limits_for(level);
            (
                format_money(limits.per_payment, Locale::En),
                format_money(limits.per_day, Locale::En),
            )
        };
        let pair = |payment: &str, day: &str| (payment.to_owned(), day.to_owned());
        assert_eq!(shown(Level::Unverified), pair("US$200.00", "US$500.00"));
        assert_eq!(shown(Level::Basic), pair("US$2,000.00", "US$5,000.00"));
        assert_eq!(
            shown(Level::Verified),
            pair("US$50,000.00", "US$100,000.00")
        );
    }

    #[test]
    fn a_level_reads_back_from_its_spelling() {
        for &level in Level::ALL {
            assert_eq!(Level::parse(level.as_str()), Some(level));
        }
        assert_eq!(Level::parse("gold"), None);
    }
}
