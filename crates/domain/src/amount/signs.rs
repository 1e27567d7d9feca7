//! The code, sign or name of a currency beside a typed number.
//! It must never take the sign of one currency for another's.

use crate::{Currency, Locale};

/// Takes the currency's code, sign or name off both ends, once each.
pub(super) fn without_signs(text: &str, currency: Currency) -> &str {
    let without_prefix = shortest_rest(currency, text, |sign| {
        let (head, rest) = text.split_at_checked(sign.len())?;
        head.eq_ignore_ascii_case(sign).then(|| rest.trim_start())
    });
    shortest_rest(currency, without_prefix, |sign| {
        let middle = without_prefix.len().checked_sub(sign.len())?;
        let (rest, tail) = without_prefix.split_at_checked(middle)?;
        tail.eq_ignore_ascii_case(sign).then(|| rest.trim_end())
    })
}

/// The rest after the longest sign that fits, so that `HK$` is never read as `HK` and a home sign `$`.
fn shortest_rest<'t>(
    currency: Currency,
    text: &'t str,
    strip: impl Fn(&str) -> Option<&'t str>,
) -> &'t str {
    let written = Locale::ALL
        .iter()
        .flat_map(|&locale| [currency.symbol(locale), currency.name(locale)]);
    written
        .chain([currency.code()])
        .chain(currency.home_signs().iter().copied())
        .filter_map(strip)
        .min_by_key(|rest| rest.len())
        .unwrap_or(text)
}
