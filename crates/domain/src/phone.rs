//! Phone numbers as people type them, in Chinese and international ways, in one canonical spelling (ITU-T E.164).
//! It must never guess a country for a number that does not say it, but the one the caller names.

use crate::{
    Region,
    decimal::is_digits,
    serde_text::serde_as_text,
    text::{fold_width, grouped, is_digit_separator},
};

/// A phone number in its canonical spelling: a plus sign, the calling code and the national number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// Why a text is no phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// There is nothing in the field.
    #[error("reading a phone number: empty")]
    Empty,
    /// Something else than digits, a leading plus sign and what groups digits.
    #[error("reading a phone number: not a number")]
    NotANumber,
    /// No country has that calling code.
    #[error("reading a phone number: unknown calling code")]
    UnknownCallingCode,
    /// Too few or too many digits for its country.
    #[error("reading a phone number: wrong number of digits")]
    WrongLength,
    /// The right number of digits, but no phone that gets messages has such a number.
    #[error("reading a phone number: no such numbers are given out")]
    NotAssigned,
}

impl Phone {
    /// Reads a number; white space, dashes, dots, brackets and full-width digits are forgiven.
    ///
    /// With `+` or `00` it is international; otherwise it is a national number of the region, with or without its trunk
    /// prefix or its calling code.
    ///
    /// # Errors
    /// When it is no number, or none that its country gives out. China is held to mobile numbers (11 digits that begin
    /// with 13–19), since codes are sent by SMS; the others to the lengths of their numbering plans.
    pub fn parse(text: &str, default_region: Region) -> Result<Self, PhoneError> {
        let folded = fold_width(text);
        let trimmed = folded.trim();
        if trimmed.is_empty() {
            return Err(PhoneError::Empty);
        }
        let compact = compact(trimmed);
        if let Some(digits) = compact
            .strip_prefix('+')
            .or_else(|| compact.strip_prefix("00"))
        {
            return Self::international(digits);
        }
        if !is_digits(&compact) {
            return Err(PhoneError::NotANumber);
        }
        Self::national(&compact, default_region).or_else(|error| {
            compact
                .strip_prefix(default_region.calling_code())
                .and_then(|national| Self::national(national, default_region).ok())
                .ok_or(error)
        })
    }

    fn international(digits: &str) -> Result<Self, PhoneError> {
        if !is_digits(digits) {
            return Err(PhoneError::NotANumber);
        }
        let region = Region::of_international(digits).ok_or(PhoneError::UnknownCallingCode)?;
        let national = digits
            .strip_prefix(region.calling_code())
            .unwrap_or_default();
        Self::national(national, region)
    }

    fn national(digits: &str, region: Region) -> Result<Self, PhoneError> {
        let trunk_prefix = region.trunk_prefix();
        let has_length = region.has_national_length(digits.len());
        // No country that dials a leading 0 at home has numbers that begin with 0 from abroad.
        let national = if has_length && !(trunk_prefix.starts_with('0') && digits.starts_with('0'))
        {
            digits
        } else {
            digits
                .strip_prefix(trunk_prefix)
                .filter(|rest| region.has_national_length(rest.len()) && !rest.starts_with('0'))
                .ok_or(PhoneError::WrongLength)?
        };
        let calling_code = region.calling_code();
        if is_given_out(national, calling_code) {
            Ok(Self(format!("+{calling_code}{national}")))
        } else {
            Err(PhoneError::NotAssigned)
        }
    }

    /// The canonical spelling: `+8613812345678`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number in groups: `+86 138 1234 5678`.
    pub fn display(&self) -> String {
        let (calling_code, national) = self.parts();
        let sizes: &[usize] = match (calling_code, national.len()) {
            ("86", _) => &[3, 4, 4],
            (_, 8) => &[4, 4],
            (_, 9) => &[3, 3, 3],
            (_, 10) => &[3, 3, 4],
            _ => &[3, 4, 4],
        };
        format!("+{calling_code} {}", grouped(national, sizes))
    }

    /// The number as others may see it: `+86 138 **** 5678`; the shorter the number, the less of it. The number of stars
    /// says nothing about the length.
    pub fn masked(&self) -> String {
        let (calling_code, national) = self.parts();
        let (head_digits, tail_digits) = match national.len() {
            10.. => (3, 4),
            8..10 => (0, 4),
            _ => (0, 2),
        };
        let head = national.get(..head_digits).unwrap_or_default();
        let tail = national
            .len()
            .checked_sub(tail_digits)
            .and_then(|start| national.get(start..))
            .unwrap_or_default();
        let gap = if head.is_empty() { "" } else { " " };
        format!("+{calling_code} {head}{gap}**** {tail}")
    }

    /// Calling code and national number.
    fn parts(&self) -> (&str, &str) {
        let digits = self.0.strip_prefix('+').unwrap_or(&self.0);
        let code_digits =
            Region::of_international(digits).map_or(0, |region| region.calling_code().len());
        digits.split_at_checked(code_digits).unwrap_or(("", digits))
    }
}

/// The text without what groups digits, and without the `(0)` that some put between calling code and number.
fn compact(text: &str) -> String {
    let without_trunk_hint = if text.contains('+') || text.starts_with("00") {
        text.replace("(0)", "")
    } else {
        text.to_owned()
    };
    without_trunk_hint
        .chars()
        .filter(|&c| !is_digit_separator(c) && !matches!(c, '.' | '(' | ')'))
        .collect()
}

/// Whether a number of the right length can be a phone's: mobile numbers of China, and in North America no area or
/// exchange that begins with 0 or 1 (NANP).
fn is_given_out(national: &str, calling_code: &str) -> bool {
    let digit_at = |index: usize| national.as_bytes().get(index).copied().unwrap_or_default();
    match calling_code {
        "86" => digit_at(0) == b'1' && digit_at(1) >= b'3',
        "1" => digit_at(0) >= b'2' && digit_at(3) >= b'2',
        _ => true,
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(Phone, |text| Phone::parse(text, Region::CN));

#[cfg(test)]
mod tests {
    use super::*;

    fn china(text: &str) -> Result<String, PhoneError> {
        Phone::parse(text, Region::CN).map(|phone| phone.as_str().to_owned())
    }

    #[test]
    fn a_chinese_mobile_has_one_spelling_however_it_is_typed() {
        for text in [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 138-1234-5678",
            "+86138 1234 5678",
            "0086 13812345678",
            "8613812345678",
            "(+86)13812345678",
            "１３８１２３４５６７８",
            "＋８６　１３８１２３４５６７８",
            "013812345678",
            "+86 (0)138 1234 5678",
        ] {
            assert_eq!(china(text).as_deref(), Ok("+8613812345678"), "{text}");
        }
    }

    #[test]
    fn a_number_from_abroad_is_understood_with_its_calling_code() {
        for (text, expected) in [
            ("+1 (415) 555-2671", "+14155552671"),
            ("+44 20 7946 0958", "+442079460958"),
            ("+44 (0)20 7946 0958", "+442079460958"),
            ("+44 07911 123456", "+447911123456"),
            ("0049 151.2345.6789", "+4915123456789"),
            ("+852 9123 4567", "+85291234567"),
            ("+7 812 123-45-67", "+78121234567"),
            ("+39 06 1234 5678", "+390612345678"),
            ("+225 01 23 45 67 89", "+2250123456789"),
        ] {
            assert_eq!(china(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_national_number_belongs_to_the_region_that_is_asked_for() {
        for (text, region, expected) in [
            ("(415) 555-2671", Region::US, "+14155552671"),
            ("1-415-555-2671", Region::CA, "+14155552671"),
            ("07911 123456", Region::GB, "+447911123456"),
            ("9123 4567", Region::HK, "+85291234567"),
            ("090-1234-5678", Region::JP, "+819012345678"),
            ("8 916 123-45-67", Region::RU, "+79161234567"),
        ] {
            assert_eq!(
                Phone::parse(text, region).unwrap().as_str(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_refused_with_the_reason() {
        for (text, error) in [
            ("", PhoneError::Empty),
            ("\u{3000}", PhoneError::Empty),
            ("maria", PhoneError::NotANumber),
            ("+", PhoneError::NotANumber),
            ("--", PhoneError::NotANumber),
            ("+86+13812345678", PhoneError::NotANumber),
            ("138 1234 5678 ext 9", PhoneError::NotANumber),
            ("١٣٨١٢٣٤٥٦٧٨", PhoneError::NotANumber),
            ("138\n1234\n5678", PhoneError::NotANumber),
            ("+999 12345678", PhoneError::UnknownCallingCode),
            ("+0 12345678", PhoneError::UnknownCallingCode),
            ("1381234567", PhoneError::WrongLength),
            ("138123456789", PhoneError::WrongLength),
            ("+852 123", PhoneError::WrongLength),
            ("+1 415 555 26711", PhoneError::WrongLength),
            ("12812345678", PhoneError::NotAssigned),
            ("88012264517", PhoneError::NotAssigned),
            ("+1 015 555 2671", PhoneError::NotAssigned),
            ("+1 415 155 2671", PhoneError::NotAssigned),
        ] {
            assert_eq!(china(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_in_groups() {
        for (text, shown, masked) in [
            ("+8613812345678", "+86 138 1234 5678", "+86 138 **** 5678"),
            ("+14155552671", "+1 415 555 2671", "+1 415 **** 2671"),
            ("+85291234567", "+852 9123 4567", "+852 **** 4567"),
            ("+33612345678", "+33 612 345 678", "+33 **** 5678"),
            ("+67891234", "+678 912 34", "+678 **** 34"),
            ("+4915123456789", "+49 151 2345 6789", "+49 151 **** 6789"),
        ] {
            let phone = Phone::parse(text, Region::CN).unwrap();
            assert_eq!(phone.display(), shown);
            assert_eq!(phone.masked(), masked);
            assert_eq!(Phone::parse(shown, Region::CN), Ok(phone));
        }
    }

    #[test]
    fn json_is_parsed_like_a_field() {
        let phone = Phone::parse("13812345678", Region::CN).unwrap();
        assert_eq!(serde_json::to_string(&phone).unwrap(), "\"+8613812345678\"");
        assert!(serde_json::from_str::<Phone>("\"12\"").is_err());
    }
}
