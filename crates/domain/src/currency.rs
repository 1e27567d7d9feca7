//! Currencies by ISO 4217: code, number, minor-unit exponent, and how each is called and signed in both languages.
//! It must never know a rate or an amount.

mod names;
mod signs;
mod table;

use crate::{Locale, serde_text::serde_as_text};

/// A currency of ISO 4217 that can be money of account.
///
/// Precious metals, the SDR, bond-market units and the codes for tests have no minor unit in the standard and are not
/// known here. Two currencies are ordered by their codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    numeric: u16,
    exponent: u8,
}

/// A text that is no code of a current ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("parsing a currency: not an ISO 4217 code")]
pub struct CurrencyError;

impl Currency {
    /// The currencies that the wallet holds, in the order in which it offers them.
    pub const HELD: &'static [Self] = &[
        Self::USD,
        Self::EUR,
        Self::GBP,
        Self::CNY,
        Self::HKD,
        Self::JPY,
        Self::AUD,
        Self::CAD,
        Self::CHF,
        Self::SGD,
        Self::KRW,
        Self::NZD,
        Self::THB,
        Self::KWD,
        Self::BHD,
    ];

    /// The currency with this alphabetic code, in upper or lower case.
    ///
    /// # Errors
    /// When the text is no current ISO 4217 code with a minor unit.
    pub fn parse(code: &str) -> Result<Self, CurrencyError> {
        let upper = code.to_ascii_uppercase();
        Self::KNOWN
            .binary_search_by(|known| known.code.cmp(upper.as_str()))
            .ok()
            .and_then(|index| Self::KNOWN.get(index).copied())
            .ok_or(CurrencyError)
    }

    /// The alphabetic code, such as `USD`.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The same as [`Currency::code`], for code that treats all canonical texts alike.
    pub const fn as_str(self) -> &'static str {
        self.code
    }

    /// The numeric code of ISO 4217, such as 840.
    pub const fn numeric(self) -> u16 {
        self.numeric
    }

    /// How many decimal places the minor unit has: 0 for JPY, 2 for USD, 3 for KWD.
    pub fn exponent(self) -> u32 {
        u32::from(self.exponent)
    }

    /// The exponent in its narrowest type, for widths of text.
    pub(crate) const fn exponent_u8(self) -> u8 {
        self.exponent
    }

    /// How many minor units make one major unit: 10 to the power of the exponent.
    pub fn minor_per_major(self) -> u64 {
        // The exponents of the table are at most 4 (a test holds them to it), so this cannot saturate.
        10_u64.saturating_pow(self.exponent())
    }

    /// Whether the wallet holds balances in it.
    pub fn is_held(self) -> bool {
        Self::HELD.contains(&self)
    }

    /// What people call the currency; the code for those without a name here.
    pub fn name(self, locale: Locale) -> &'static str {
        names::name(self, locale).unwrap_or(self.code)
    }

    /// The sign that stands before an amount and belongs to no other currency in that language; the code where there is
    /// none.
    pub fn symbol(self, locale: Locale) -> &'static str {
        signs::symbol(self, locale).unwrap_or(self.code)
    }

    /// Everything that may stand beside an amount of this currency in what a person types or pastes, besides its code
    /// and its symbols: the sign used at home (`$`, `元`) and names such as `RMB`.
    pub(crate) fn home_signs(self) -> &'static [&'static str] {
        signs::home_signs(self)
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl std::str::FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(code: &str) -> Result<Self, CurrencyError> {
        Self::parse(code)
    }
}

serde_as_text!(Currency, Currency::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_without_doubles_and_well_formed() {
        assert!(Currency::KNOWN.is_sorted_by(|a, b| a.code < b.code));
        for currency in Currency::KNOWN {
            assert_eq!(currency.code.len(), 3, "{currency}");
            assert!(
                currency.code.bytes().all(|b| b.is_ascii_uppercase()),
                "{currency}"
            );
            assert!(currency.exponent <= 4, "{currency}");
            let same_number = Currency::KNOWN
                .iter()
                .filter(|c| c.numeric == currency.numeric);
            assert_eq!(same_number.count(), 1, "{currency}");
        }
    }

    #[test]
    fn the_minor_units_are_those_of_the_standard() {
        for (code, numeric, exponent) in [
            ("USD", 840, 2),
            ("EUR", 978, 2),
            ("CNY", 156, 2),
            ("JPY", 392, 0),
            ("KRW", 410, 0),
            ("ISK", 352, 0),
            ("KWD", 414, 3),
            ("BHD", 48, 3),
            ("TND", 788, 3),
            ("CLF", 990, 4),
        ] {
            let currency = Currency::parse(code).unwrap();
            assert_eq!(
                (currency.numeric(), currency.exponent()),
                (numeric, exponent),
                "{code}"
            );
        }
        assert_eq!(Currency::KWD.minor_per_major(), 1000);
    }

    #[test]
    fn a_code_is_read_in_either_case_and_nothing_else_is() {
        assert_eq!(Currency::parse("usd"), Ok(Currency::USD));
        for text in [
            "",
            "US",
            "USDT",
            "US$",
            " USD",
            "XXX",
            "XAU",
            "HRK",
            "ＵＳＤ",
            "\0\0\0",
        ] {
            assert_eq!(Currency::parse(text), Err(CurrencyError), "{text}");
        }
    }

    #[test]
    fn every_held_currency_has_a_name_in_both_languages() {
        for currency in Currency::HELD {
            assert_ne!(currency.name(Locale::ZhCn), currency.code(), "{currency}");
            assert_ne!(currency.name(Locale::En), currency.code(), "{currency}");
        }
        assert_eq!(Currency::parse("CLF").unwrap().name(Locale::En), "CLF");
    }

    #[test]
    fn no_two_currencies_share_a_symbol_in_one_language() {
        for &locale in Locale::ALL {
            let mut symbols: Vec<_> = Currency::KNOWN.iter().map(|c| c.symbol(locale)).collect();
            symbols.sort_unstable();
            symbols.dedup();
            assert_eq!(symbols.len(), Currency::KNOWN.len());
        }
    }

    #[test]
    fn json_carries_the_code() {
        assert_eq!(serde_json::to_string(&Currency::HKD).unwrap(), "\"HKD\"");
        assert_eq!(
            serde_json::from_str::<Currency>("\"HKD\"").unwrap(),
            Currency::HKD
        );
        assert!(serde_json::from_str::<Currency>("\"XYZ\"").is_err());
    }
}
