//! What a person asks their history for, as typed or as it stands in an address, and what it means.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use domain::{
    Currency, EntryStatus, EntryType, ErrorCode, Field, PersonId, Tag, parse_date, parse_size,
    search::fold,
};
use storage::{
    people::Person,
    search_index::{Place, Query},
};

use super::terms::{Term, terms_of_word};
use crate::error::{Problems, ServiceResult};

/// Most characters that are looked for.
const SEARCH_CHARS_MAX: usize = 100;
/// Longer texts are no choice and no tag, and not worth reading.
const CHOICE_BYTES_MAX: usize = 64;
/// Steps in which the first moment of a day is looked for where clocks are put forward at midnight.
const CLOCK_STEP: TimeDelta = TimeDelta::minutes(15);

/// A filter as typed. An empty field asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryForm {
    pub search: String,
    pub kind: String,
    pub status: String,
    pub currency: String,
    pub smallest: String,
    pub largest: String,
    /// The first and the last day, `2026-11-22`, in the person's time zone.
    pub from: String,
    pub to: String,
    pub tag: String,
}

impl HistoryForm {
    /// What the index is asked for, from the newest on.
    ///
    /// # Errors
    /// Refused with what is wrong with each field.
    pub(super) fn read(&self, person: &Person) -> ServiceResult<Query> {
        let mut problems = Problems::default();
        let words = self.read_words(&mut problems);
        let kind = choice(&self.kind, EntryType::parse, Field::Type, &mut problems);
        let status = choice(
            &self.status,
            EntryStatus::parse,
            Field::Status,
            &mut problems,
        );
        let currency = self.read_currency(&mut problems);
        let tag = self.read_tag(&mut problems);
        let (smallest, largest) = self.read_sizes(currency, person, &mut problems);
        let (from, until) = self.read_days(person, &mut problems);
        if !problems.none() {
            return problems.refuse();
        }
        Ok(Query {
            terms: terms(person.id, &words, kind, status, currency, tag.as_deref()),
            words,
            kind,
            status,
            currency,
            tag,
            smallest,
            largest,
            from,
            until,
            after: Place {
                at: end_of_time(),
                seq: i64::MAX,
                subject: String::new(),
            },
        })
    }

    fn read_words(&self, problems: &mut Problems) -> Vec<String> {
        if self.search.chars().nth(SEARCH_CHARS_MAX).is_some() {
            problems.note(Field::Search, ErrorCode::SearchTooLong);
            return Vec::new();
        }
        fold(&self.search)
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn read_currency(&self, problems: &mut Problems) -> Option<Currency> {
        if self.currency.trim().is_empty() {
            return None;
        }
        problems.currency(Field::Currency, self.currency.trim())
    }

    fn read_tag(&self, problems: &mut Problems) -> Option<String> {
        if self.tag.trim().is_empty() {
            return None;
        }
        let tag = problems.take(Field::Tag, Tag::parse(self.tag.trim()))?;
        Some(tag.folded())
    }

    /// The smallest and the largest size, both included.
    fn read_sizes(
        &self,
        currency: Option<Currency>,
        person: &Person,
        problems: &mut Problems,
    ) -> (i64, i64) {
        let mut read = |text: &str, field, open| {
            if text.trim().is_empty() {
                return Some(open);
            }
            problems.take(field, parse_size(text, currency, person.locale))
        };
        let smallest = read(&self.smallest, Field::SmallestAmount, 0);
        let largest = read(&self.largest, Field::LargestAmount, i64::MAX);
        let (Some(smallest), Some(largest)) = (smallest, largest) else {
            return (0, i64::MAX);
        };
        if largest < smallest {
            problems.note(Field::LargestAmount, ErrorCode::AmountsReversed);
        }
        (smallest, largest)
    }

    /// The first moment and the one after the last, by the person's clock.
    fn read_days(
        &self,
        person: &Person,
        problems: &mut Problems,
    ) -> (DateTime<Utc>, DateTime<Utc>) {
        let mut read = |text: &str, field| {
            if text.trim().is_empty() {
                return None;
            }
            problems.take(field, parse_date(text.trim()))
        };
        let from = read(&self.from, Field::FromDate);
        let to = read(&self.to, Field::ToDate);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            problems.note(Field::ToDate, ErrorCode::DatesReversed);
        }
        let zone: Tz = person.time_zone.parse().unwrap_or(Tz::UTC);
        let day_after = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(day);
        (
            from.map_or(DateTime::UNIX_EPOCH, |day| first_moment(zone, day)),
            to.map_or_else(end_of_time, |day| first_moment(zone, day_after(day))),
        )
    }
}

/// One of a list of choices; none for an empty text.
fn choice<T>(
    text: &str,
    parse: fn(&str) -> Option<T>,
    field: Field,
    problems: &mut Problems,
) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let known = (text.len() <= CHOICE_BYTES_MAX)
        .then(|| parse(text))
        .flatten();
    if known.is_none() {
        problems.note(field, ErrorCode::ChoiceUnknown);
    }
    known
}

/// What leads the index to such entries: the more there is, the fewer rows are looked at.
fn terms(
    person: PersonId,
    words: &[String],
    kind: Option<EntryType>,
    status: Option<EntryStatus>,
    currency: Option<Currency>,
    tag: Option<&str>,
) -> Vec<i64> {
    let facets = [
        kind.map(Term::Kind),
        status.map(Term::Status),
        currency.map(Term::Currency),
        tag.map(Term::Tag),
    ];
    let mut terms: Vec<i64> = facets
        .into_iter()
        .flatten()
        .map(|term| term.hash(person))
        .chain(words.iter().flat_map(|word| terms_of_word(person, word)))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// When a day begins in a zone: at midnight, or as soon as there is a time at all.
fn first_moment(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // A day and a half: Samoa once left out a whole day.
    (0..6 * 24)
        .find_map(|step| {
            let time = midnight.checked_add_signed(CLOCK_STEP * step)?;
            zone.from_local_datetime(&time).earliest()
        })
        .map_or_else(|| midnight.and_utc(), |first| first.to_utc())
}

/// Later than anything is recorded.
fn end_of_time() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(9_999, 12, 31)
        .unwrap_or(NaiveDate::MAX)
        .and_time(NaiveTime::MIN)
        .and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(zone: &str, year: i32, month: u32, day: u32) -> String {
        let day = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        first_moment(zone.parse().unwrap(), day).to_rfc3339()
    }

    #[test]
    fn a_day_begins_by_the_clock_of_the_place() {
        assert_eq!(begins("UTC", 2026, 3, 2), "2026-03-02T00:00:00+00:00");
        assert_eq!(
            begins("Asia/Shanghai", 2026, 3, 2),
            "2026-03-01T16:00:00+00:00"
        );
        assert_eq!(
            begins("America/New_York", 2026, 7, 1),
            "2026-07-01T04:00:00+00:00"
        );
    }

    #[test]
    fn a_day_whose_midnight_is_left_out_begins_after_it() {
        // Beirut goes from 23:59 to 01:00; Apia went from the 29th to the 31st of December 2011.
        assert_eq!(
            begins("Asia/Beirut", 2026, 3, 29),
            "2026-03-28T22:00:00+00:00"
        );
        assert_eq!(
            begins("Pacific/Apia", 2011, 12, 30),
            begins("Pacific/Apia", 2011, 12, 31)
        );
    }

    #[test]
    fn the_last_day_of_all_has_a_beginning() {
        assert_eq!(
            first_moment(Tz::UTC, NaiveDate::MAX).date_naive(),
            NaiveDate::MAX
        );
    }
}
