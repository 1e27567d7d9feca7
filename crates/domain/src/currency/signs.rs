//! The signs of currencies: the unmistakable one that the wallet writes, and those that people write at home.
//! It must never give two currencies one written sign in one language: a payment must not be readable as another.

use super::Currency;
use crate::Locale;

/// The sign that the wallet writes; `None` where it writes the code.
pub(super) fn symbol(currency: Currency, locale: Locale) -> Option<&'static str> {
    Some(match (currency, locale) {
        (Currency::CNY, Locale::ZhCn) => "¥",
        (Currency::CNY, Locale::En) => "CN¥",
        (Currency::USD, _) => "US$",
        (Currency::EUR, _) => "€",
        (Currency::GBP, _) => "£",
        (Currency::HKD, _) => "HK$",
        (Currency::JPY, _) => "JP¥",
        (Currency::AUD, _) => "A$",
        (Currency::CAD, _) => "CA$",
        (Currency::SGD, _) => "S$",
        (Currency::KRW, _) => "₩",
        (Currency::NZD, _) => "NZ$",
        (Currency::THB, _) => "฿",
        _ => return None,
    })
}

/// The signs that people write where the currency is at home or that price tags carry, in folded width.
pub(super) fn home_signs(currency: Currency) -> &'static [&'static str] {
    match currency {
        Currency::CNY => &["¥", "元", "RMB"],
        Currency::JPY => &["¥", "円"],
        Currency::USD => &["$"],
        Currency::HKD | Currency::NZD => &["$", "元"],
        Currency::AUD => &["$", "AU$"],
        Currency::CAD => &["$", "C$"],
        Currency::SGD => &["$", "SG$"],
        Currency::CHF => &["Fr.", "SFr."],
        _ => &[],
    }
}
