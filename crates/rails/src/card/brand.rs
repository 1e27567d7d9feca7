//! The card scheme, told from the first digits.
//! It never decides whether a card is accepted.

use std::{fmt, str::FromStr};

/// A card scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardBrand {
    Visa,
    Mastercard,
    AmericanExpress,
    UnionPay,
    Jcb,
    Discover,
    DinersClub,
    /// A well-formed number of some other scheme.
    Other,
}

impl CardBrand {
    pub const ALL: [Self; 8] = [
        Self::Visa,
        Self::Mastercard,
        Self::AmericanExpress,
        Self::UnionPay,
        Self::Jcb,
        Self::Discover,
        Self::DinersClub,
        Self::Other,
    ];

    /// Tells the scheme from the first four digits, by the ranges that the schemes publish for
    /// their issuer identification numbers (ISO/IEC 7812).
    pub(super) fn of(first_four: u16) -> Self {
        match first_four {
            4000..=4999 => Self::Visa,
            2221..=2720 | 5100..=5599 => Self::Mastercard,
            3400..=3499 | 3700..=3799 => Self::AmericanExpress,
            6200..=6299 | 8100..=8199 => Self::UnionPay,
            3528..=3589 => Self::Jcb,
            6011 | 6440..=6599 => Self::Discover,
            3000..=3059 | 3095 | 3600..=3699 | 3800..=3999 => Self::DinersClub,
            _ => Self::Other,
        }
    }

    /// Digits of the security code, where the scheme fixes them.
    pub(super) const fn security_code_digits(self) -> Option<usize> {
        match self {
            Self::AmericanExpress => Some(4),
            Self::Other => None,
            _ => Some(3),
        }
    }

    /// The stable name in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visa => "visa",
            Self::Mastercard => "mastercard",
            Self::AmericanExpress => "american_express",
            Self::UnionPay => "unionpay",
            Self::Jcb => "jcb",
            Self::Discover => "discover",
            Self::DinersClub => "diners_club",
            Self::Other => "other",
        }
    }
}

/// A name that is no card brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown card brand")]
pub struct UnknownCardBrand;

impl FromStr for CardBrand {
    type Err = UnknownCardBrand;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|brand| brand.as_str() == name)
            .ok_or(UnknownCardBrand)
    }
}

impl fmt::Display for CardBrand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_brand_is_found_again_by_its_name() {
        for brand in CardBrand::ALL {
            assert_eq!(brand.as_str().parse(), Ok(brand));
        }
        assert_eq!("Visa".parse::<CardBrand>(), Err(UnknownCardBrand));
    }

    #[test]
    fn the_first_digits_tell_the_scheme() {
        let cases = [
            (4242, CardBrand::Visa),
            (2221, CardBrand::Mastercard),
            (2720, CardBrand::Mastercard),
            (2721, CardBrand::Other),
            (5555, CardBrand::Mastercard),
            (5600, CardBrand::Other),
            (3782, CardBrand::AmericanExpress),
            (6222, CardBrand::UnionPay),
            (3528, CardBrand::Jcb),
            (3527, CardBrand::Other),
            (6011, CardBrand::Discover),
            (3059, CardBrand::DinersClub),
            (3060, CardBrand::Other),
            (3622, CardBrand::DinersClub),
        ];
        for (first_four, brand) in cases {
            assert_eq!(CardBrand::of(first_four), brand, "{first_four}");
        }
    }
}
