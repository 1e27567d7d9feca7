//! The amount field: what a person typed or pasted becomes money, or a reason why not.
//! It must never guess: a text that could mean two amounts means none.

mod signs;

use crate::{
    Currency, Locale, Money,
    decimal::{DigitsError, is_digits, minor_units},
    format::Separators,
    text::fold_width,
};

/// Longer texts are refused unread; the longest amount that [`crate::format_money`] writes has 35 characters.
const TEXT_CHARS_MAX: usize = 64;

/// Why a text is no amount to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// There is nothing in the field.
    #[error("reading an amount: empty")]
    Empty,
    /// Not a number, or a number with the sign of another currency.
    #[error("reading an amount: not a number")]
    NotANumber,
    /// A number below zero.
    #[error("reading an amount: negative")]
    Negative,
    /// Separators that are not those of the language, or stand in the wrong place.
    #[error("reading an amount: wrong separators")]
    Grouping,
    /// More decimal places than the currency has.
    #[error("reading an amount: more than {max} decimal places")]
    TooManyDecimals {
        /// How many decimal places the currency has.
        max: u32,
    },
    /// Exactly zero.
    #[error("reading an amount: zero")]
    Zero,
    /// More than the ledger can count.
    #[error("reading an amount: too large")]
    TooLarge,
}

/// Reads an amount above zero as typed in a field whose currency is known.
///
/// Understood are digits, also full-width ones; separators of the language, with grouping exactly right or absent; and
/// the currency's code, sign or name once before and once after the number, as in `US$1,234.50` or `200 元`.
///
/// # Errors
/// For everything else, and always when a text could be read in two ways: `0,1` and `1.500` in US dollars are refused.
pub fn parse_amount(text: &str, currency: Currency, locale: Locale) -> Result<Money, AmountError> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(AmountError::NotANumber);
    }
    let folded = fold_width(text);
    let trimmed = folded.trim();
    if trimmed.is_empty() {
        return Err(AmountError::Empty);
    }
    let (minus_before, rest) = take_minus(trimmed);
    let (minus_after, number) = take_minus(signs::without_signs(rest, currency));
    let read = parse_number(number, currency, Separators::of(locale));
    match read {
        Err(AmountError::NotANumber) => read,
        _ if minus_before && minus_after => Err(AmountError::NotANumber),
        _ if minus_before || minus_after => Err(AmountError::Negative),
        _ => read,
    }
}

/// Reads how large an amount is to be at least or at most, as [`crate::search::size`] counts it: like an amount, but
/// zero is one too, and without a currency it may have as many decimal places as any held currency has.
///
/// # Errors
/// As [`parse_amount`], but never for zero.
pub fn parse_size(
    text: &str,
    currency: Option<Currency>,
    locale: Locale,
) -> Result<i64, AmountError> {
    let currency = currency.unwrap_or(Currency::BHD);
    match parse_amount(text, currency, locale) {
        Ok(amount) => Ok(crate::search::size(amount)),
        Err(AmountError::Zero) => Ok(0),
        Err(error) => Err(error),
    }
}

fn take_minus(text: &str) -> (bool, &str) {
    text.strip_prefix(['-', '\u{2212}', '\u{2013}'])
        .map_or((false, text), |rest| (true, rest.trim_start()))
}

fn parse_number(
    text: &str,
    currency: Currency,
    separators: Separators,
) -> Result<Money, AmountError> {
    let (integer, fraction) = text
        .split_once(separators.point)
        .map_or((text, None), |(integer, fraction)| {
            (integer, Some(fraction))
        });
    let ungrouped =
        ungroup(integer, separators.group).ok_or_else(|| refusal_of_separators(text))?;
    if fraction.is_some_and(|digits| !is_digits(digits)) {
        return Err(refusal_of_separators(text));
    }
    let minor = minor_units(&ungrouped, fraction, currency).map_err(|error| match error {
        DigitsError::NotDigits => AmountError::NotANumber,
        DigitsError::TooManyDecimals => AmountError::TooManyDecimals {
            max: currency.exponent(),
        },
        DigitsError::TooLarge => AmountError::TooLarge,
    })?;
    match i64::try_from(minor) {
        Ok(0) => Err(AmountError::Zero),
        Ok(minor) => Ok(Money::new(minor, currency)),
        Err(_) => Err(AmountError::TooLarge),
    }
}

/// The digits without their separators; `None` unless there are no separators or groups of exactly three digits after
/// a first one of one to three that does not start with zero (`0,100` is a tenth to half of the world).
fn ungroup(integer: &str, separator: char) -> Option<String> {
    let mut groups = integer.split(separator);
    let first = groups.next().filter(|group| is_digits(group))?;
    let mut digits = first.to_owned();
    for group in groups {
        if first.len() > 3 || first.starts_with('0') || group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// Whether a text that is no number at least tries to be one in some way of writing.
fn refusal_of_separators(text: &str) -> AmountError {
    let is_separator =
        |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '·' | '_' | '、' | '٬');
    let starts_and_ends_with_digits = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit());
    if starts_and_ends_with_digits && text.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        AmountError::Grouping
    } else {
        AmountError::NotANumber
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Result<Money, AmountError> {
        parse_amount(text, Currency::USD, Locale::En)
    }

    fn minor(text: &str, currency: Currency, locale: Locale) -> Result<i64, AmountError> {
        parse_amount(text, currency, locale).map(Money::minor)
    }

    #[test]
    fn plain_grouped_and_full_width_numbers_are_understood() {
        for (text, expected) in [
            ("1", 100),
            ("0.05", 5),
            ("12.5", 1250),
            ("1234.50", 123_450),
            ("1,234.50", 123_450),
            ("1,234,567", 123_456_700),
            ("  12.00\u{a0}", 1200),
            ("１，２３４．５０", 123_450),
        ] {
            assert_eq!(usd(text), Ok(Money::new(expected, Currency::USD)), "{text}");
        }
    }

    #[test]
    fn a_pasted_sign_code_or_name_is_understood() {
        for text in [
            "US$12",
            "us$ 12",
            "$12",
            "12 USD",
            "USD 12",
            "US$12.00 USD",
            "USD\u{a0}12",
            "12美元",
        ] {
            assert_eq!(minor(text, Currency::USD, Locale::ZhCn), Ok(1200), "{text}");
        }
        for text in [
            "¥12",
            "￥12",
            "12元",
            "12 元",
            "CN¥12.00",
            "RMB 12",
            "人民币12元",
        ] {
            assert_eq!(minor(text, Currency::CNY, Locale::ZhCn), Ok(1200), "{text}");
        }
        assert_eq!(minor("HK$1,000", Currency::HKD, Locale::En), Ok(100_000));
        assert_eq!(minor("￦1,000", Currency::KRW, Locale::En), Ok(1000));
        assert_eq!(minor("1.500 KWD", Currency::KWD, Locale::En), Ok(1500));
    }

    #[test]
    fn the_sign_of_another_currency_is_refused() {
        for text in [
            "€12", "HK$12", "12 EUR", "¥12", "A$12", "$$12", "US$US$12", "12 12", "USD",
        ] {
            assert!(usd(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_reads_in_two_ways_is_refused() {
        for text in [
            "0,1", "1,5", "12,34", "1,2345", "1,234,5", "0,100", "1.234,50", "1 234.50", "1'000",
            "1,,000", "1.2.3",
        ] {
            assert_eq!(usd(text), Err(AmountError::Grouping), "{text}");
        }
        assert_eq!(usd("1234,567"), Err(AmountError::Grouping));
        assert_eq!(usd("1.500"), Err(AmountError::TooManyDecimals { max: 2 }));
    }

    #[test]
    fn decimals_end_where_the_currency_ends() {
        assert_eq!(
            minor("100.0", Currency::JPY, Locale::En),
            Err(AmountError::TooManyDecimals { max: 0 })
        );
        assert_eq!(
            minor("0.0001", Currency::BHD, Locale::En),
            Err(AmountError::TooManyDecimals { max: 3 })
        );
        assert_eq!(minor("0.001", Currency::BHD, Locale::En), Ok(1));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "abc",
            "1e2",
            "1E+02",
            "0x10",
            "NaN",
            "Infinity",
            "∞",
            "+5",
            "1/2",
            "½",
            "2²",
            "٣",
            "01",
            "09",
            "5.",
            ".5",
            ".",
            ",",
            "1,",
            ",1",
            "-",
            "--5",
            "(5)",
            "5%",
            "1\n2x",
            "\u{202e}5",
            "5\u{200b}",
        ] {
            assert_eq!(usd(text), Err(AmountError::NotANumber), "{text}");
        }
        assert_eq!(usd(&"9".repeat(65)), Err(AmountError::NotANumber));
    }

    #[test]
    fn a_size_is_read_with_or_without_a_currency_and_may_be_zero() {
        let read = |text, currency| parse_size(text, currency, Locale::En);
        assert_eq!(read("12.50", Some(Currency::USD)), Ok(125_000));
        assert_eq!(read("1,200", Some(Currency::JPY)), Ok(12_000_000));
        assert_eq!(read("12.5", None), Ok(125_000));
        assert_eq!(read("0.001", None), Ok(10));
        assert_eq!(read("0.00", None), Ok(0));
        assert_eq!(
            read("0.001", Some(Currency::USD)),
            Err(AmountError::TooManyDecimals { max: 2 })
        );
        for text in ["-5", "1e3", "all", "1,2"] {
            assert!(read(text, None).is_err(), "{text}");
        }
    }

    #[test]
    fn no_held_currency_has_more_decimals_than_a_size_without_currency() {
        let most = Currency::HELD.iter().map(|held| held.exponent()).max();
        assert_eq!(most, Some(Currency::BHD.exponent()));
    }

    #[test]
    fn empty_negative_zero_and_too_large_say_so() {
        for text in ["", " ", "\u{3000}"] {
            assert_eq!(usd(text), Err(AmountError::Empty));
        }
        for text in [
            "-5", "−5.00", "－５", "-US$5", "US$-5", "- 5", "-0", "-1e", "-0,1",
        ] {
            let expected = if text == "-1e" {
                AmountError::NotANumber
            } else {
                AmountError::Negative
            };
            assert_eq!(usd(text), Err(expected), "{text}");
        }
        for text in ["0", "0.00", "US$0"] {
            assert_eq!(usd(text), Err(AmountError::Zero));
        }
        assert_eq!(usd("92233720368547758.08"), Err(AmountError::TooLarge));
        assert_eq!(
            usd("99999999999999999999999999"),
            Err(AmountError::TooLarge)
        );
        assert_eq!(
            usd("92,233,720,368,547,758.07"),
            Ok(Money::new(i64::MAX, Currency::USD))
        );
    }
}
