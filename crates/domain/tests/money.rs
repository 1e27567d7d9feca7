//! Properties of money for every currency, language and amount: reading undoes writing, and rounding keeps its word.
//! It must never depend on a clock: the cases come from proptest alone.

use chrono::NaiveDate;
use domain::{
    AmountError, Currency, Locale, Money, Rate, RateTable, Rounding, card_topup_fee, format_amount,
    format_money, format_signed, parse_amount, split_amount,
};
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

fn currencies() -> impl Strategy<Value = Currency> {
    prop::sample::select(Currency::KNOWN)
}

fn locales() -> impl Strategy<Value = Locale> {
    prop::sample::select(Locale::ALL)
}

/// Amounts of every size alike, as `any` alone would hardly ever draw a small one.
fn minors() -> impl Strategy<Value = i64> {
    (any::<i64>(), 0_u32..63).prop_map(|(minor, shift)| minor >> shift)
}

fn rates() -> impl Strategy<Value = Decimal> {
    (1_i64..10_000_000_000, 0_u32..=9).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

proptest! {
    #[test]
    fn reading_an_amount_undoes_writing_it(minor in minors(), currency in currencies(), locale in locales()) {
        let money = Money::new(minor, currency);
        let expected = match minor {
            0 => Err(AmountError::Zero),
            1.. => Ok(money),
            _ => Err(AmountError::Negative),
        };
        prop_assert_eq!(parse_amount(&format_amount(money, locale), currency, locale), expected);
        prop_assert_eq!(parse_amount(&format_money(money, locale), currency, locale), expected);
    }

    #[test]
    fn the_wire_form_reads_back(minor in minors(), currency in currencies()) {
        let money = Money::new(minor, currency);
        prop_assert_eq!(Money::from_decimal_str(&money.to_decimal_string(), currency), Ok(money));
        let json = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }

    #[test]
    fn a_pasted_amount_reads_the_same_in_any_width(minor in 1..i64::MAX, currency in currencies(), locale in locales()) {
        let money = Money::new(minor, currency);
        let wide: String = format_money(money, locale)
            .chars()
            .map(|c| match c {
                '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
                other => other,
            })
            .collect();
        prop_assert_eq!(parse_amount(&wide, currency, locale), Ok(money));
    }

    #[test]
    fn an_amount_never_reads_as_another_currency(
        minor in 1..i64::MAX,
        written in prop::sample::select(Currency::HELD),
        field in prop::sample::select(Currency::HELD),
        locale in locales(),
    ) {
        let text = format_money(Money::new(minor, written), locale);
        let read = parse_amount(&text, field, locale);
        if written == field {
            prop_assert_eq!(read, Ok(Money::new(minor, field)));
        } else if (written, field, locale) != (Currency::CNY, Currency::JPY, Locale::ZhCn) {
            // Left out is the one sign that two currencies have at home: `¥` on a yen field means yen.
            prop_assert_eq!(read, Err(AmountError::NotANumber));
        }
    }

    #[test]
    fn the_two_parts_of_an_amount_are_the_amount(minor in minors(), currency in currencies(), locale in locales()) {
        let money = Money::new(minor, currency);
        let (whole, decimals) = split_amount(money, locale);
        prop_assert_eq!(whole + &decimals, format_money(money, locale));
        let decimals_expected = if currency.exponent() == 0 { 0 } else { currency.exponent() as usize + 1 };
        prop_assert_eq!(decimals.len(), decimals_expected);
        let sign = if minor > 0 { "+" } else { "" };
        prop_assert_eq!(format_signed(money, locale), format!("{sign}{}", format_money(money, locale)));
    }

    #[test]
    fn a_missing_or_doubled_separator_never_changes_the_amount(
        minor in 100_000_000..i64::MAX,
        currency in currencies(),
        locale in locales(),
        place in any::<prop::sample::Index>(),
        doubled in any::<bool>(),
    ) {
        let text = format_amount(Money::new(minor, currency), locale);
        let commas: Vec<usize> = text.match_indices(',').map(|(at, _)| at).collect();
        let at = commas[place.index(commas.len())];
        let mut broken = text.clone();
        broken.replace_range(at..=at, if doubled { ",," } else { "" });
        match parse_amount(&broken, currency, locale) {
            Ok(money) => prop_assert_eq!(money.minor(), minor),
            Err(error) => prop_assert_eq!(error, AmountError::Grouping),
        }
    }

    #[test]
    fn addition_and_subtraction_undo_each_other_or_refuse(a in minors(), b in minors(), currency in currencies()) {
        let (a, b) = (Money::new(a, currency), Money::new(b, currency));
        match a.checked_add(b) {
            Ok(sum) => prop_assert_eq!(sum.checked_sub(b), Ok(a)),
            Err(_) => prop_assert!(a.minor().checked_add(b.minor()).is_none()),
        }
    }

    #[test]
    fn rounding_is_off_by_less_than_a_minor_unit_and_to_the_right_side(
        minor in -1_000_000_000_000_000_i64..1_000_000_000_000_000,
        value in rates(),
        base in currencies(),
        quote in currencies(),
    ) {
        let rate = Rate::new(base, quote, value).unwrap();
        let money = Money::new(minor, base);
        let converted = |rounding| rate.convert(money, rounding).map(Money::minor);
        let (Some(down), Some(up), Some(nearest)) =
            (converted(Rounding::Down), converted(Rounding::Up), converted(Rounding::HalfEven))
        else {
            return Ok(());
        };
        // |exact| × divisor as a whole number, so that nothing here rounds.
        let exact = i128::from(minor.abs()) * rate.value().mantissa() * 10_i128.pow(quote.exponent());
        let divisor = 10_i128.pow(base.exponent() + rate.value().scale());
        let (down, up, nearest) = (i128::from(down.abs()), i128::from(up.abs()), i128::from(nearest.abs()));
        prop_assert!(down * divisor <= exact && exact < (down + 1) * divisor);
        prop_assert!((up - 1) * divisor < exact && exact <= up * divisor);
        prop_assert!((nearest * divisor - exact).abs() * 2 <= divisor);
        prop_assert!((nearest * divisor - exact).abs() * 2 < divisor || nearest % 2 == 0);
    }

    #[test]
    fn going_there_and_back_rounded_down_never_makes_money(
        minor in 1_i64..1_000_000_000_000,
        there in rates(),
        base in currencies(),
        quote in currencies(),
    ) {
        let inverse = (Decimal::ONE / there).round_dp_with_strategy(18, RoundingStrategy::ToZero);
        let there = Rate::new(base, quote, there).unwrap();
        let back = Rate::new(quote, base, inverse).unwrap();
        let returned = there
            .convert(Money::new(minor, base), Rounding::Down)
            .and_then(|quoted| back.convert(quoted, Rounding::Down));
        prop_assert!(returned.is_none_or(|money| money.minor() <= minor));
    }

    #[test]
    fn a_table_shows_the_rate_that_it_converts_at(
        minor in minors(),
        usd in rates(),
        jpy in rates(),
    ) {
        let per_euro = [(Currency::USD, usd), (Currency::JPY, jpy)].into();
        let table = RateTable::new(NaiveDate::MIN, per_euro).unwrap();
        let money = Money::new(minor, Currency::USD);
        let Some(shown) = table.mid(Currency::USD, Currency::JPY) else { return Ok(()) };
        prop_assert_eq!(table.convert(money, Currency::JPY, Rounding::Down), shown.convert(money, Rounding::Down));
        let json = serde_json::to_string(&shown).unwrap();
        prop_assert_eq!(serde_json::from_str::<Rate>(&json).unwrap(), shown);
    }

    #[test]
    fn the_card_fee_is_at_least_its_share_and_less_than_a_minor_unit_more(minor in 0..i64::MAX) {
        let fee = card_topup_fee(Money::new(minor, Currency::USD)).unwrap().minor();
        let share_thousandths = i128::from(minor) * 12;
        let fee_thousandths = i128::from(fee) * 1000;
        prop_assert!(fee_thousandths >= share_thousandths && fee_thousandths < share_thousandths + 1000);
    }
}

#[test]
fn the_ends_of_the_range_read_back_in_every_currency() {
    for &currency in Currency::KNOWN {
        for &locale in Locale::ALL {
            for minor in [1, 9, 10, 99, 100, 999, 1000, 1001, i64::MAX - 1, i64::MAX] {
                let money = Money::new(minor, currency);
                assert_eq!(
                    parse_amount(&format_money(money, locale), currency, locale),
                    Ok(money)
                );
                assert_eq!(
                    parse_amount(&format_amount(money, locale), currency, locale),
                    Ok(money)
                );
            }
        }
        for minor in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
            let money = Money::new(minor, currency);
            assert_eq!(
                Money::from_decimal_str(&money.to_decimal_string(), currency),
                Ok(money)
            );
        }
    }
}
