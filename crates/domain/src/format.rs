//! Money as people read it, in both languages, the same on the server and in the browser.
//! It must never round, and never write a sign that could be read as another currency.

use crate::{Currency, Locale, Money, decimal::major_and_decimals};

/// U+2212: as wide as the plus sign and never broken from its number at the end of a line.
const MINUS: char = '\u{2212}';
const NO_BREAK_SPACE: char = '\u{00A0}';

/// How numbers are written in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Separators {
    /// Between groups of three digits of the integer part.
    pub(crate) group: char,
    /// Between the integer part and the decimals.
    pub(crate) point: char,
}

impl Separators {
    /// The separators of a language; Chinese and English have the same (Unicode CLDR, `numbers/symbols`).
    pub(crate) const fn of(locale: Locale) -> Self {
        match locale {
            Locale::ZhCn | Locale::En => Self {
                group: ',',
                point: '.',
            },
        }
    }
}

/// The amount with its sign of currency: `US$1,234.50`, `CN¥200.00` (in Chinese `¥200.00`), `CHF 12.00`, `−US$5.00`.
pub fn format_money(money: Money, locale: Locale) -> String {
    let (whole, decimals) = split_amount(money, locale);
    whole + &decimals
}

/// Like [`format_money`] with a sign always, as for an entry of the history: `+US$5.00`, `−US$5.00`; zero has none.
pub fn format_signed(money: Money, locale: Locale) -> String {
    let text = format_money(money, locale);
    if money.is_positive() {
        format!("+{text}")
    } else {
        text
    }
}

/// The number alone, as for an amount field: `1,234.50`, `−5.00`.
pub fn format_amount(money: Money, locale: Locale) -> String {
    let (whole, decimals) = parts(money, "", locale);
    whole + &decimals
}

/// [`format_money`] in two parts, so that a large balance can show its decimals small: `("US$1,234", ".50")`,
/// `("JP¥68,900", "")`.
pub fn split_amount(money: Money, locale: Locale) -> (String, String) {
    parts(money, &sign_before(money.currency(), locale), locale)
}

fn parts(money: Money, sign: &str, locale: Locale) -> (String, String) {
    let Separators { group, point } = Separators::of(locale);
    let (major, decimals) = major_and_decimals(money.minor().unsigned_abs(), money.currency());
    let mut whole = String::new();
    if money.is_negative() {
        whole.push(MINUS);
    }
    whole.push_str(sign);
    push_grouped(&mut whole, &major.to_string(), group);
    let decimals = if decimals.is_empty() {
        decimals
    } else {
        format!("{point}{decimals}")
    };
    (whole, decimals)
}

fn push_grouped(text: &mut String, digits: &str, group: char) {
    let mut left = digits.len();
    for digit in digits.chars() {
        text.push(digit);
        left = left.saturating_sub(1);
        if left > 0 && left.is_multiple_of(3) {
            text.push(group);
        }
    }
}

/// A code is a word and stands apart from the number, a sign does not.
fn sign_before(currency: Currency, locale: Locale) -> String {
    let symbol = currency.symbol(locale);
    if symbol == currency.code() {
        format!("{symbol}{NO_BREAK_SPACE}")
    } else {
        symbol.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str, code: &str) -> Money {
        Money::from_decimal_str(text, Currency::parse(code).unwrap()).unwrap()
    }

    #[test]
    fn each_held_currency_has_its_own_look() {
        for (text, code, chinese, english) in [
            ("1234.50", "USD", "US$1,234.50", "US$1,234.50"),
            ("200.00", "CNY", "¥200.00", "CN¥200.00"),
            ("68900", "JPY", "JP¥68,900", "JP¥68,900"),
            ("9.99", "EUR", "€9.99", "€9.99"),
            ("0.05", "GBP", "£0.05", "£0.05"),
            ("1000.00", "HKD", "HK$1,000.00", "HK$1,000.00"),
            ("1.00", "AUD", "A$1.00", "A$1.00"),
            ("1.00", "CAD", "CA$1.00", "CA$1.00"),
            ("1.00", "SGD", "S$1.00", "S$1.00"),
            ("1.00", "NZD", "NZ$1.00", "NZ$1.00"),
            ("1000000", "KRW", "₩1,000,000", "₩1,000,000"),
            ("1.00", "THB", "฿1.00", "฿1.00"),
            ("12.00", "CHF", "CHF\u{a0}12.00", "CHF\u{a0}12.00"),
            ("1.500", "KWD", "KWD\u{a0}1.500", "KWD\u{a0}1.500"),
            ("0.001", "BHD", "BHD\u{a0}0.001", "BHD\u{a0}0.001"),
        ] {
            assert_eq!(format_money(money(text, code), Locale::ZhCn), chinese);
            assert_eq!(format_money(money(text, code), Locale::En), english);
        }
    }

    #[test]
    fn the_minus_stands_before_the_sign_of_currency() {
        assert_eq!(format_money(money("-5.00", "USD"), Locale::En), "−US$5.00");
        assert_eq!(
            format_money(money("-12.00", "CHF"), Locale::En),
            "−CHF\u{a0}12.00"
        );
        assert_eq!(
            format_amount(money("-1234.50", "USD"), Locale::En),
            "−1,234.50"
        );
    }

    #[test]
    fn only_a_change_shows_a_plus() {
        assert_eq!(format_signed(money("5.00", "USD"), Locale::En), "+US$5.00");
        assert_eq!(
            format_signed(money("-5.00", "USD"), Locale::ZhCn),
            "−US$5.00"
        );
        assert_eq!(format_signed(money("0.00", "USD"), Locale::En), "US$0.00");
    }

    #[test]
    fn the_decimals_can_stand_apart() {
        let pair = |whole: &str, decimals: &str| (whole.to_owned(), decimals.to_owned());
        assert_eq!(
            split_amount(money("1234.50", "USD"), Locale::En),
            pair("US$1,234", ".50")
        );
        assert_eq!(
            split_amount(money("68900", "JPY"), Locale::En),
            pair("JP¥68,900", "")
        );
        assert_eq!(
            split_amount(money("-1.500", "KWD"), Locale::En),
            pair("−KWD\u{a0}1", ".500")
        );
    }

    #[test]
    fn the_ends_of_the_range_are_written_whole() {
        let least = Money::new(i64::MIN, Currency::USD);
        assert_eq!(
            format_money(least, Locale::En),
            "−US$92,233,720,368,547,758.08"
        );
        let most = Money::new(i64::MAX, Currency::JPY);
        assert_eq!(
            format_amount(most, Locale::ZhCn),
            "9,223,372,036,854,775,807"
        );
    }
}
