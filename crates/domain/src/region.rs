//! Countries and territories as the telephone network knows them: calling code, number lengths and trunk prefix.
//! It must never be taken for a list of where the wallet may be used.

mod names;
mod table;

use crate::serde_text::serde_as_text;

/// A country or territory with its own telephone numbering, named by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    code: &'static str,
    calling_code: &'static str,
    /// Fewest and most digits of a number after the calling code.
    national_digits: (u8, u8),
    /// What people dial before a national number at home and leave out from abroad.
    trunk_prefix: &'static str,
}

/// A text that is no code of a known region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("parsing a region: not a known ISO 3166-1 alpha-2 code")]
pub struct RegionError;

impl Region {
    /// The region with this alpha-2 code, in upper or lower case.
    ///
    /// # Errors
    /// When no such region is known.
    pub fn parse(code: &str) -> Result<Self, RegionError> {
        Self::KNOWN
            .iter()
            .find(|region| region.code.eq_ignore_ascii_case(code))
            .copied()
            .ok_or(RegionError)
    }

    /// A region whose calling code a number without its `+` begins with. Calling codes never begin with one another
    /// (ITU-T E.164), and regions that share one number alike, so any of them will do.
    pub(crate) fn of_international(digits: &str) -> Option<Self> {
        Self::KNOWN
            .iter()
            .find(|region| digits.starts_with(region.calling_code))
            .copied()
    }

    /// The alpha-2 code, such as `CN`.
    pub const fn as_str(self) -> &'static str {
        self.code
    }

    /// The calling code without a plus sign, such as `86`.
    pub const fn calling_code(self) -> &'static str {
        self.calling_code
    }

    pub(crate) fn has_national_length(self, digits: usize) -> bool {
        let (fewest, most) = self.national_digits;
        (usize::from(fewest)..=usize::from(most)).contains(&digits)
    }

    pub(crate) const fn trunk_prefix(self) -> &'static str {
        self.trunk_prefix
    }
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl std::fmt::Debug for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

serde_as_text!(Region, Region::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_without_doubles() {
        assert!(Region::KNOWN.is_sorted_by(|a, b| a.code < b.code));
    }

    #[test]
    fn calling_codes_never_begin_with_one_another_and_sharers_number_alike() {
        for a in Region::KNOWN {
            for b in Region::KNOWN {
                if a.calling_code == b.calling_code {
                    assert_eq!(a.national_digits, b.national_digits, "{a} {b}");
                    assert_eq!(a.trunk_prefix, b.trunk_prefix, "{a} {b}");
                } else {
                    assert!(!a.calling_code.starts_with(b.calling_code), "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn no_number_is_longer_than_the_standard_allows() {
        for region in Region::KNOWN {
            let (fewest, most) = region.national_digits;
            assert!(fewest <= most, "{region}");
            assert!(
                region.calling_code.len() + usize::from(most) <= 15,
                "{region}"
            );
        }
    }

    #[test]
    fn a_region_is_found_by_its_code_alone() {
        assert_eq!(Region::parse("cn"), Ok(Region::CN));
        assert_eq!(Region::CN.calling_code(), "86");
        for text in ["", "C", "CHN", "ZZ", "中国"] {
            assert_eq!(Region::parse(text), Err(RegionError), "{text}");
        }
    }
}
