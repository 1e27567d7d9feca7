//! Every hostile string of the shared list through every parser: an answer each time, never a panic.
//! It never expects a particular refusal; the parsers' own tests do.

use chrono::NaiveDate;
use rails::{
    bank::{BankReference, StatementLineId},
    card::{CardBrand, CardDetails, CardNumber, Expiry, SecurityCode},
    mail::{SmtpSettings, SubjectLine},
};

#[test]
fn hostile_strings_are_refused_in_peace() {
    let strings: Vec<String> =
        serde_json::from_str(include_str!("fixtures/naughty.json")).expect("a list of strings");
    assert!(strings.len() > 200);
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    for text in &strings {
        assert!(CardNumber::parse(text).is_err(), "{text}");
        assert!(Expiry::parse(text, today).is_err(), "{text}");
        assert!(
            CardDetails::parse(text, text, text, today).is_err(),
            "{text}"
        );
        assert!(BankReference::parse(text).is_err(), "{text}");
        assert_eq!(BankReference::find_in(text), None, "{text}");
        assert!(SmtpSettings::parse(text, text).is_err(), "{text}");
        assert!(
            !SubjectLine::new(text).as_str().contains(['\r', '\n', '\0']),
            "{text}"
        );
        // Three digits are among the strings, and are a code.
        if let Ok(code) = SecurityCode::parse(text, CardBrand::Other) {
            assert!(code.expose().chars().all(|c| c.is_ascii_digit()));
        }
        if let Ok(id) = StatementLineId::parse(text) {
            assert!(id.as_str().is_ascii());
        }
    }
}
