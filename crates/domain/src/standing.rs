//! How far things are for a person: what a page that is open compares to learn that something has changed. It tells
//! that, never what; and it must never be taken for a permission: whoever makes one up only looks again.

use std::{fmt, str::FromStr};

/// A mark for each part of what a person has. Two that are equal say that nothing has changed in between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Standing {
    /// Made from the entry sequence of each of the person's accounts, and what is held in it. It has no order.
    pub money: u64,
    /// Grows with every change of a request to add money.
    pub topups: u64,
    /// The person's own sequence of notifications; grows when they are read, too.
    pub inbox: u64,
}

/// The text is no standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("reading a standing: not of the form 00000000000004d2-5-17")]
pub struct StandingError;

/// Digits of the mark of the money.
const MARK_DIGITS: usize = 16;
/// Digits of the largest number.
const NUMBER_DIGITS_MAX: usize = 20;

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}-{}-{}", self.money, self.topups, self.inbox)
    }
}

impl FromStr for Standing {
    type Err = StandingError;

    fn from_str(text: &str) -> Result<Self, StandingError> {
        let mut parts = text.split('-');
        let (Some(money), Some(topups), Some(inbox), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(StandingError);
        };
        let is_mark =
            money.len() == MARK_DIGITS && money.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_mark {
            return Err(StandingError);
        }
        Ok(Self {
            money: u64::from_str_radix(money, 16).map_err(|_| StandingError)?,
            topups: number(topups)?,
            inbox: number(inbox)?,
        })
    }
}

fn number(text: &str) -> Result<u64, StandingError> {
    let is_plain =
        text.len() <= NUMBER_DIGITS_MAX && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain).ok_or(StandingError)
}

impl serde::Serialize for Standing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Standing {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_survives_text_and_json() {
        let standing = Standing {
            money: 1234,
            topups: 5,
            inbox: 17,
        };
        assert_eq!(standing.to_string(), "00000000000004d2-5-17");
        assert_eq!("00000000000004d2-5-17".parse(), Ok(standing));
        let json = serde_json::to_string(&standing).unwrap();
        assert_eq!(serde_json::from_str::<Standing>(&json).unwrap(), standing);
        let largest = Standing {
            money: u64::MAX,
            topups: u64::MAX,
            inbox: u64::MAX,
        };
        assert_eq!(largest.to_string().parse(), Ok(largest));
    }

    #[test]
    fn what_is_no_standing_is_refused() {
        for text in [
            "",
            "--",
            "1-2-3",
            "00000000000004d2-5",
            "00000000000004d2-5-17-1",
            "00000000000004d2-+5-17",
            "00000000000004d2-5-99999999999999999999",
            "00000000000004dg-5-17",
            "+0000000000004d2-5-17",
            "00000000000004d2-5-",
            "é0000000000004d2-5-1",
        ] {
            assert_eq!(text.parse::<Standing>(), Err(StandingError), "{text}");
        }
    }
}
