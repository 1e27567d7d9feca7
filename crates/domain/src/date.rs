//! Dates and times as people read them, in both languages.
//! It must never ask for today or for a time zone: both come in as arguments, so server and browser write the same.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::Locale;

/// A text that is no date of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reading a date: not of the form 2026-11-22")]
pub struct DateError;

/// Reads `2026-11-22`, as date fields send it (ISO 8601).
///
/// # Errors
/// For every other form, and for days that the calendar does not have.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let has_form = text.len() == "2026-11-22".len()
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !has_form {
        return Err(DateError);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| DateError)
}

/// The date with its year: `22 Nov 2026`, `2026年11月22日`.
pub fn format_date(date: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::ZhCn => format!("{}年{}", date.year(), month_and_day(date, locale)),
        Locale::En => format!("{} {}", month_and_day(date, locale), date.year()),
    }
}

/// The date as the heading of a day in a history: `Today`, `Yesterday`, `22 Nov`, and with its year when that is not
/// this year. Both dates are in the reader's time zone.
pub fn format_day(date: NaiveDate, today: NaiveDate, locale: Locale) -> String {
    let chinese = locale == Locale::ZhCn;
    if date == today {
        (if chinese { "今天" } else { "Today" }).to_owned()
    } else if date.checked_add_days(Days::new(1)) == Some(today) {
        (if chinese { "昨天" } else { "Yesterday" }).to_owned()
    } else if date.year() == today.year() {
        month_and_day(date, locale)
    } else {
        format_date(date, locale)
    }
}

/// The time of day on the 24-hour clock: `15:42`, the same in both languages.
pub fn format_time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Date and time: `22 Nov 2026, 15:42`, `2026年11月22日 15:42`.
pub fn format_date_time(at: NaiveDateTime, locale: Locale) -> String {
    let (date, time) = (format_date(at.date(), locale), format_time(at.time()));
    match locale {
        Locale::ZhCn => format!("{date} {time}"),
        Locale::En => format!("{date}, {time}"),
    }
}

fn month_and_day(date: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::ZhCn => format!("{}月{}日", date.month(), date.day()),
        Locale::En => format!("{} {}", date.day(), english_month(date)),
    }
}

fn english_month(date: NaiveDate) -> &'static str {
    match date.month() {
        1 => "Jan",
        2 => "Feb",
        3 => "Mar",
        4 => "Apr",
        5 => "May",
        6 => "Jun",
        7 => "Jul",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => "Dec",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_and_times_read_as_each_language_writes_them() {
        let at = date(2026, 11, 22).and_hms_opt(5, 4, 59).unwrap();
        assert_eq!(format_date_time(at, Locale::En), "22 Nov 2026, 05:04");
        assert_eq!(format_date_time(at, Locale::ZhCn), "2026年11月22日 05:04");
    }

    #[test]
    fn a_date_field_sends_one_form_and_no_other_is_taken() {
        assert_eq!(parse_date("2026-11-22"), Ok(date(2026, 11, 22)));
        assert_eq!(parse_date("2024-02-29"), Ok(date(2024, 2, 29)));
        for text in [
            "",
            "2026-02-29",
            "2026-13-01",
            "22.11.2026",
            "2026-1-1",
            "+2026-1-22",
            "2026-11-22 ",
            "２０２６-11-22",
            "2026年1月",
            "99999-01-01",
        ] {
            assert_eq!(parse_date(text), Err(DateError), "{text:?}");
        }
    }

    #[test]
    fn every_month_has_its_english_name() {
        let months: Vec<_> = (1..=12).map(|m| english_month(date(2026, m, 1))).collect();
        assert_eq!(
            months.join(" "),
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
        );
    }

    #[test]
    fn a_day_near_today_is_named() {
        let today = date(2026, 1, 1);
        for (day, english, chinese) in [
            (today, "Today", "今天"),
            (date(2025, 12, 31), "Yesterday", "昨天"),
            (date(2026, 1, 2), "2 Jan", "1月2日"),
            (date(2025, 12, 30), "30 Dec 2025", "2025年12月30日"),
        ] {
            assert_eq!(format_day(day, today, Locale::En), english);
            assert_eq!(format_day(day, today, Locale::ZhCn), chinese);
        }
        assert_eq!(
            format_day(NaiveDate::MAX, today, Locale::En),
            format_date(NaiveDate::MAX, Locale::En)
        );
    }
}
