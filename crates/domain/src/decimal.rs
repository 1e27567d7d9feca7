//! Plain decimal digits to minor units and back: the one place where a decimal point is moved.
//! It must never know signs, grouping, symbols or languages; callers have taken those off.

use crate::Currency;

/// Why digits are no amount of minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DigitsError {
    /// An integer part that is empty, not of ASCII digits or has a leading zero; or a fraction part without digits.
    NotDigits,
    /// More decimal places than the currency has.
    TooManyDecimals,
    /// More minor units than 64 bits hold.
    TooLarge,
}

/// Minor units of `integer.fraction` without sign. A shorter fraction is filled with zeros.
pub(crate) fn minor_units(
    integer: &str,
    fraction: Option<&str>,
    currency: Currency,
) -> Result<u64, DigitsError> {
    let leading_zero = integer.len() > 1 && integer.starts_with('0');
    if !is_digits(integer) || leading_zero || fraction.is_some_and(|digits| !is_digits(digits)) {
        return Err(DigitsError::NotDigits);
    }
    let fraction = fraction.unwrap_or_default();
    let decimals = u32::try_from(fraction.len()).map_err(|_| DigitsError::TooManyDecimals)?;
    let missing_zeros = currency
        .exponent()
        .checked_sub(decimals)
        .ok_or(DigitsError::TooManyDecimals)?;
    integer
        .bytes()
        .chain(fraction.bytes())
        .try_fold(0_u64, |minor, digit| {
            minor
                .checked_mul(10)?
                .checked_add(u64::from(digit.checked_sub(b'0')?))
        })
        .and_then(|minor| minor.checked_mul(10_u64.checked_pow(missing_zeros)?))
        .ok_or(DigitsError::TooLarge)
}

/// The major units, and the digits after the decimal point: none or exactly as many as the currency has.
pub(crate) fn major_and_decimals(minor: u64, currency: Currency) -> (u64, String) {
    let scale = currency.minor_per_major();
    let width = usize::from(currency.exponent_u8());
    let decimals = if width == 0 {
        String::new()
    } else {
        format!("{:0>width$}", minor.checked_rem(scale).unwrap_or_default())
    };
    (minor.checked_div(scale).unwrap_or(minor), decimals)
}

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_fraction_counts_as_if_filled_with_zeros() {
        assert_eq!(minor_units("12", Some("5"), Currency::USD), Ok(1250));
        assert_eq!(minor_units("12", Some("5"), Currency::KWD), Ok(12500));
        assert_eq!(minor_units("12", None, Currency::JPY), Ok(12));
    }

    #[test]
    fn the_largest_u64_fits_and_one_more_does_not() {
        assert_eq!(
            minor_units("184467440737095516", Some("15"), Currency::USD),
            Ok(u64::MAX)
        );
        assert_eq!(
            minor_units("184467440737095516", Some("16"), Currency::USD),
            Err(DigitsError::TooLarge)
        );
    }

    #[test]
    fn splitting_keeps_the_zeros_that_the_currency_has() {
        assert_eq!(major_and_decimals(105, Currency::USD), (1, "05".to_owned()));
        assert_eq!(
            major_and_decimals(105, Currency::KWD),
            (0, "105".to_owned())
        );
        assert_eq!(major_and_decimals(105, Currency::JPY), (105, String::new()));
    }
}
