//! The help is true to the numbers of the code.

use domain::{
    Level, Locale, Note, Password, PaymentPassword, card_topup_fee,
    fees::{CONVERSION_LEAST, CONVERSION_PER_10_000},
    format_money, limits_for,
};

use super::*;

#[test]
fn the_limits_are_those_of_the_code() {
    for &locale in Locale::ALL {
        let said = said(locale, "limits");
        for &level in Level::ALL {
            let limits = limits_for(level);
            for limit in [limits.per_payment, limits.per_day] {
                // English names the amount as the pages do; Chinese prose names the currency after the figure.
                let shown = match locale {
                    Locale::En => format_money(limit, locale),
                    Locale::ZhCn => format_money(limit, locale)
                        .replace("US$", "")
                        .replace(".00", " 美元"),
                };
                assert!(said.contains(&shown), "{shown}: {said}");
            }
        }
    }
}

#[test]
fn the_fee_of_a_card_is_that_of_the_code() {
    let added = Money::new(10_000, Currency::USD);
    let fee = card_topup_fee(added).unwrap();
    let paid = added.checked_add(fee).unwrap();
    for amount in [added, fee, paid] {
        let shown = format_money(amount, Locale::En);
        assert!(said(Locale::En, "card-fee").contains(&shown), "{shown}");
        let shown = shown.replace("US$", "") + " 美元";
        assert!(said(Locale::ZhCn, "card-fee").contains(&shown), "{shown}");
    }
}

#[test]
fn the_fee_of_a_conversion_is_that_of_the_code() {
    let percent = format!("0.{CONVERSION_PER_10_000}%");
    let least = format_money(CONVERSION_LEAST, Locale::En);
    let (english, chinese) = (said(Locale::En, "fees"), said(Locale::ZhCn, "fees"));
    assert!(
        english.contains(&percent) && english.contains(&least),
        "{english}"
    );
    let least = least.replace("US$", "") + " 美元";
    assert!(
        chinese.contains(&percent) && chinese.contains(&least),
        "{chinese}"
    );
}

#[test]
fn the_lengths_and_times_are_those_of_the_code() {
    let minutes = services::SESSION_IDLE.num_minutes();
    let hours = services::SESSION_ABSOLUTE.num_hours();
    for (slug, english, chinese) in [
        (
            "signed-out",
            format!("after {minutes} minutes"),
            format!("{minutes} 分钟没有操作"),
        ),
        (
            "signed-out",
            format!("after {hours} hours"),
            format!("满 {hours} 小时"),
        ),
        (
            "strong-password",
            format!("{} the most", Password::CHARS_MAX),
            format!("最少 {} 位", Password::CHARS_MIN),
        ),
        (
            "payment-password",
            format!(
                "{} to {} characters",
                PaymentPassword::CHARS_MIN,
                PaymentPassword::CHARS_MAX
            ),
            format!(
                "{} 到 {} 位",
                PaymentPassword::CHARS_MIN,
                PaymentPassword::CHARS_MAX
            ),
        ),
        (
            "send-money",
            format!("{} characters", Note::CHARS_MAX),
            format!("{} 个字", Note::CHARS_MAX),
        ),
    ] {
        assert!(said(Locale::En, slug).contains(&english), "{english}");
        assert!(said(Locale::ZhCn, slug).contains(&chinese), "{chinese}");
    }
}

#[test]
fn every_currency_of_the_wallet_is_named() {
    for &locale in Locale::ALL {
        let said = said(locale, "which-currencies").to_lowercase();
        for currency in Currency::HELD {
            assert!(
                said.contains(&currency.name(locale).to_lowercase()),
                "{currency}: {said}"
            );
        }
    }
    assert_eq!(Currency::HELD.len(), 15);
}
