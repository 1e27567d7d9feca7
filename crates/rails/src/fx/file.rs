//! Reads the XML of the European Central Bank's reference rates: one `Cube` a day, in it one `Cube` a currency.
//! A file that is damaged, partial or absurd is refused whole: the last good rates are better than half of the new ones.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{Currency, RateTable};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use rust_decimal::Decimal;

/// Days a file may hold: some thirty years of working days.
const DAYS_MAX: usize = 12_000;
/// Rates a day may hold.
const RATES_MAX: usize = 200;
/// A rate per euro beyond these is a mistake, whatever the currency.
const LEAST: Decimal = Decimal::from_parts(1, 0, 0, false, 6);
const MOST: Decimal = Decimal::from_parts(10_000_000, 0, 0, false, 0);

/// Why a file was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is no well-formed XML.
    #[error("not well-formed")]
    Malformed,
    /// There is no day in it, or a day without rates.
    #[error("no rates")]
    Empty,
    /// A day or rate cannot be read, or comes twice.
    #[error("a day or a rate that makes no sense")]
    Nonsense,
    /// The newest day lacks a currency that the wallet converts.
    #[error("{0} is missing on the newest day")]
    Missing(Currency),
    /// More days or rates than there can be.
    #[error("too long")]
    TooLong,
}

/// The days of a file, oldest first; never empty. The newest has a rate for every currency of `needed`.
///
/// # Errors
/// When anything in it is not as it should be.
pub fn read_file(xml: &str, needed: &[Currency]) -> Result<Vec<RateTable>, FileError> {
    let days = read_days(xml)?;
    let mut tables = Vec::with_capacity(days.len());
    for (day, rates) in days {
        if rates.is_empty() {
            return Err(FileError::Empty);
        }
        tables.push(RateTable::new(day, rates).map_err(|_| FileError::Nonsense)?);
    }
    let newest = tables.last().ok_or(FileError::Empty)?;
    match needed
        .iter()
        .find(|currency| newest.per_euro(**currency).is_none())
    {
        Some(missing) => Err(FileError::Missing(*missing)),
        None => Ok(tables),
    }
}

type Days = BTreeMap<NaiveDate, BTreeMap<Currency, Decimal>>;

fn read_days(xml: &str) -> Result<Days, FileError> {
    let mut reader = Reader::from_str(xml);
    let mut days = Days::new();
    let mut today: Option<NaiveDate> = None;
    let mut depth: usize = 0;
    loop {
        let event = reader.read_event().map_err(|_| FileError::Malformed)?;
        match &event {
            Event::Start(_) => depth = depth.saturating_add(1),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth == 0 => return Ok(days),
            // An end in the middle; and declarations of entities and the like have no business in this file.
            Event::Eof | Event::DocType(_) => return Err(FileError::Malformed),
            _ => {}
        }
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            continue;
        };
        if element.local_name().as_ref() != "Cube" {
            continue;
        }
        if let Some(time) = attribute(element, "time")? {
            let day =
                NaiveDate::parse_from_str(&time, "%Y-%m-%d").map_err(|_| FileError::Nonsense)?;
            if days.insert(day, BTreeMap::new()).is_some() {
                return Err(FileError::Nonsense);
            }
            if days.len() > DAYS_MAX {
                return Err(FileError::TooLong);
            }
            today = Some(day);
        } else if let Some(code) = attribute(element, "currency")? {
            let rate = attribute(element, "rate")?.ok_or(FileError::Nonsense)?;
            let rates = today
                .and_then(|day| days.get_mut(&day))
                .ok_or(FileError::Nonsense)?;
            note(rates, &code, &rate)?;
        }
    }
}

/// Notes one rate. A code that is no currency any more is passed over: old days have them.
fn note(rates: &mut BTreeMap<Currency, Decimal>, code: &str, rate: &str) -> Result<(), FileError> {
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(FileError::Nonsense);
    }
    let rate = Decimal::from_str_exact(rate).map_err(|_| FileError::Nonsense)?;
    if rate < LEAST || rate > MOST {
        return Err(FileError::Nonsense);
    }
    let Ok(currency) = Currency::parse(code) else {
        return Ok(());
    };
    if currency == Currency::EUR || rates.insert(currency, rate).is_some() {
        return Err(FileError::Nonsense);
    }
    if rates.len() > RATES_MAX {
        return Err(FileError::TooLong);
    }
    Ok(())
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, FileError> {
    let found = element
        .try_get_attribute(name)
        .map_err(|_| FileError::Malformed)?;
    found
        .map(|attribute| {
            attribute
                .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                .map(std::borrow::Cow::into_owned)
                .map_err(|_| FileError::Malformed)
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: [Currency; 2] = [Currency::USD, Currency::JPY];

    /// As the bank writes it.
    fn file(days: &str) -> String {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
	<Cube>{days}</Cube>
</gesmes:Envelope>"#
        )
    }

    fn day(date: &str, rates: &[(&str, &str)]) -> String {
        let rates = rates.iter().fold(String::new(), |rates, (code, rate)| {
            rates + &format!("<Cube currency='{code}' rate='{rate}'/>")
        });
        format!("<Cube time='{date}'>{rates}</Cube>")
    }

    const GOOD: [(&str, &str); 2] = [("USD", "1.1172"), ("JPY", "175.68")];

    #[test]
    fn the_days_of_a_file_are_read_oldest_first() {
        let xml = file(&(day("2026-10-30", &GOOD) + &day("2026-10-29", &GOOD)));
        let tables = read_file(&xml, &NEEDED).unwrap();
        let days: Vec<String> = tables
            .iter()
            .map(|table| table.date().to_string())
            .collect();
        assert_eq!(days, ["2026-10-29", "2026-10-30"]);
        assert_eq!(
            tables[1].per_euro(Currency::JPY),
            Some(Decimal::from_str_exact("175.68").unwrap())
        );
    }

    #[test]
    fn a_currency_that_is_no_more_is_passed_over() {
        let old = day("1999-01-04", &[("CYP", "0.58231"), ("USD", "1.1789")]);
        let xml = file(&(day("2026-10-30", &GOOD) + &old));
        let tables = read_file(&xml, &NEEDED).unwrap();
        assert_eq!(
            tables[0].currencies().collect::<Vec<_>>(),
            [Currency::EUR, Currency::USD]
        );
    }

    #[test]
    fn a_partial_file_is_refused() {
        let xml = file(&day("2026-10-30", &[("USD", "1.1172")]));
        assert_eq!(
            read_file(&xml, &NEEDED),
            Err(FileError::Missing(Currency::JPY))
        );
        let whole = file(&day("2026-10-30", &GOOD));
        for length in [0, 10, whole.len() / 2, whole.len() - 30, whole.len() - 3] {
            assert!(read_file(&whole[..length], &NEEDED).is_err(), "{length}");
        }
        assert_eq!(read_file(&file(""), &NEEDED), Err(FileError::Empty));
        assert_eq!(
            read_file(&file(&day("2026-10-30", &[])), &NEEDED),
            Err(FileError::Empty)
        );
    }

    #[test]
    fn nonsense_is_refused_whole() {
        for rate in [
            "0",
            "-1.1",
            "1e3",
            "NaN",
            "",
            "1,1",
            "1 1",
            "99999999999",
            "0.0000000001",
        ] {
            let xml = file(&day("2026-10-30", &[("USD", rate), ("JPY", "175.68")]));
            assert_eq!(read_file(&xml, &NEEDED), Err(FileError::Nonsense), "{rate}");
        }
        for bad in [
            day("2026-02-30", &GOOD),
            day("yesterday", &GOOD),
            day("2026-10-30", &GOOD) + &day("2026-10-30", &GOOD),
            day(
                "2026-10-30",
                &[("USD", "1.1"), ("USD", "1.2"), ("JPY", "175")],
            ),
            day(
                "2026-10-30",
                &[("EUR", "1.1"), ("USD", "1.2"), ("JPY", "175")],
            ),
            day(
                "2026-10-30",
                &[("usd", "1.1"), ("USD", "1.2"), ("JPY", "175")],
            ),
            "<Cube currency='USD' rate='1.1'/>".to_owned(),
            "<Cube time='2026-10-30'><Cube currency='USD'/></Cube>".to_owned(),
        ] {
            assert_eq!(
                read_file(&file(&bad), &NEEDED),
                Err(FileError::Nonsense),
                "{bad}"
            );
        }
    }

    #[test]
    fn what_is_no_rate_file_is_refused() {
        for text in [
            "",
            "not found",
            "<html><body>Maintenance</body></html>",
            "{\"USD\": 1.1}",
            "<!DOCTYPE x [<!ENTITY a \"b\">]><Cube/>",
        ] {
            assert!(read_file(text, &NEEDED).is_err(), "{text}");
        }
    }
}
