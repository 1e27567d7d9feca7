//! The names of the held currencies in both languages.
//! It must never name a currency in a language that is not that name's own.

use super::Currency;
use crate::Locale;

/// The name of a held currency; `None` for the others.
pub(super) fn name(currency: Currency, locale: Locale) -> Option<&'static str> {
    let (chinese, english) = match currency {
        Currency::USD => ("美元", "US dollar"),
        Currency::EUR => ("欧元", "Euro"),
        Currency::GBP => ("英镑", "British pound"),
        Currency::CNY => ("人民币", "Chinese yuan"),
        Currency::HKD => ("港币", "Hong Kong dollar"),
        Currency::JPY => ("日元", "Japanese yen"),
        Currency::AUD => ("澳元", "Australian dollar"),
        Currency::CAD => ("加元", "Canadian dollar"),
        Currency::CHF => ("瑞士法郎", "Swiss franc"),
        Currency::SGD => ("新加坡元", "Singapore dollar"),
        Currency::KRW => ("韩元", "South Korean won"),
        Currency::NZD => ("新西兰元", "New Zealand dollar"),
        Currency::THB => ("泰铢", "Thai baht"),
        Currency::KWD => ("科威特第纳尔", "Kuwaiti dinar"),
        Currency::BHD => ("巴林第纳尔", "Bahraini dinar"),
        _ => return None,
    };
    Some(match locale {
        Locale::ZhCn => chinese,
        Locale::En => english,
    })
}
