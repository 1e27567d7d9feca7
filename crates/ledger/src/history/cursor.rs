//! Where a history page ended: for each account the sequence below which the next page begins.
//! It is text that people may carry around, and must never let anybody see what they could not see without it.

use std::{collections::BTreeMap, fmt, str::FromStr};

use domain::Currency;

use crate::LedgerError;

/// Most characters of a cursor's text.
const TEXT_MAX: usize = 1_000;

/// Where to go on in an owner's history: a sequence in each account. As text it is `EUR33-USD120`: safe in a URL, and it
/// names no account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor(BTreeMap<Currency, i64>);

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read a history cursor: not of the form EUR33-USD120")]
pub struct CursorError;

impl Cursor {
    /// The cursor over these accounts; the columns are equally long.
    pub(super) fn from_columns(
        operation: &'static str,
        currencies: &[String],
        belows: &[i64],
    ) -> Result<Self, LedgerError> {
        currencies
            .iter()
            .zip(belows)
            .map(|(code, below)| Ok((crate::error::currency(operation, code)?, *below)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// As columns for the query.
    pub(super) fn into_columns(self) -> (Vec<String>, Vec<i64>) {
        self.0
            .into_iter()
            .map(|(currency, below)| (currency.code().to_owned(), below))
            .unzip()
    }

    /// Records the sequence that was reached in this account.
    pub fn reach(&mut self, currency: Currency, seq: i64) {
        self.0.insert(currency, seq);
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (currency, below)) in self.0.iter().enumerate() {
            let dash = if place == 0 { "" } else { "-" };
            write!(f, "{dash}{}{below}", currency.code())?;
        }
        Ok(())
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        if text.len() > TEXT_MAX {
            return Err(CursorError);
        }
        let mut accounts = BTreeMap::new();
        for part in text.split('-') {
            let (code, below) = part.split_at_checked(3).ok_or(CursorError)?;
            let currency = Currency::parse(code).map_err(|_| CursorError)?;
            let digits_only = below.bytes().all(|byte| byte.is_ascii_digit());
            let below = below.parse().map_err(|_| CursorError)?;
            if !digits_only || currency.code() != code || accounts.insert(currency, below).is_some()
            {
                return Err(CursorError);
            }
        }
        Ok(Self(accounts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_text() {
        let cursor = Cursor(BTreeMap::from([(Currency::USD, 120), (Currency::EUR, 33)]));
        assert_eq!(cursor.to_string(), "EUR33-USD120");
        assert_eq!("EUR33-USD120".parse(), Ok(cursor));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in [
            "",
            "-",
            "USD",
            "USD-1",
            "USD+1",
            "usd1",
            "XQQ1",
            "USD1-USD2",
            "USD1-",
            "USD99999999999999999999",
            "€€€1",
            "USD1 ",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
        assert_eq!("USD1-".repeat(500).parse::<Cursor>(), Err(CursorError));
    }
}
