//! A head, and the line by which it is kept outside the database.

use std::{fmt, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};

/// All chains at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// From 1, without gaps.
    pub number: i64,
    pub taken_at: DateTime<Utc>,
    /// How many accounts and entries it covers.
    pub accounts: i64,
    pub entries: i64,
    /// The Merkle root over the last links of all accounts.
    pub root: [u8; 32],
    /// Over all of this and the head before.
    pub hash: [u8; 32],
}

/// A line that is no head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "reading a kept head: number, time, accounts, entries, root and hash are expected on a line"
)]
pub struct HeadError;

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {} {} ",
            self.number,
            self.taken_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            self.accounts,
            self.entries
        )?;
        for byte in self.root {
            write!(f, "{byte:02x}")?;
        }
        f.write_str(" ")?;
        for byte in self.hash {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl FromStr for Head {
    type Err = HeadError;

    fn from_str(line: &str) -> Result<Self, HeadError> {
        let mut words = line.split_ascii_whitespace();
        let mut next = || words.next().ok_or(HeadError);
        let number = |word: &str| word.parse().map_err(|_| HeadError);
        let head = Self {
            number: number(next()?)?,
            taken_at: DateTime::parse_from_rfc3339(next()?)
                .map_err(|_| HeadError)?
                .to_utc(),
            accounts: number(next()?)?,
            entries: number(next()?)?,
            root: hash(next()?)?,
            hash: hash(next()?)?,
        };
        match words.next() {
            None => Ok(head),
            Some(_) => Err(HeadError),
        }
    }
}

fn hash(hex: &str) -> Result<[u8; 32], HeadError> {
    if hex.len() != 64 || !hex.is_ascii() {
        return Err(HeadError);
    }
    let mut bytes = [0; 32];
    for (byte, digits) in bytes.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| HeadError)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| HeadError)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_as_it_was_kept() {
        let head = Head {
            number: 17,
            taken_at: DateTime::from_timestamp_micros(1_790_000_000_123_456).unwrap(),
            accounts: 3,
            entries: 12,
            root: [0xab; 32],
            hash: [0x0c; 32],
        };
        let line = head.to_string();
        assert!(line.starts_with("17 2026-09-21T"), "{line}");
        assert_eq!(line.parse(), Ok(head));
        for broken in [
            "",
            "17",
            &line[1..line.len() - 1],
            &format!("{line} more"),
            &line.replace("abab", "xyzw"),
        ] {
            assert_eq!(broken.parse::<Head>(), Err(HeadError), "{broken}");
        }
    }
}
