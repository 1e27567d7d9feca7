//! The journal as Beancount reads it (<https://beancount.github.io/docs/beancount_language_syntax.html>). Only ids,
//! numbers and cleaned words may be written.

use std::io::{self, Write};

use chrono::NaiveDate;
use domain::Currency;

use super::rows::{Account, Class, Closing, Entry, instant, word};
use crate::OwnerId;

const HEAD: &str = "\
;; The whole journal of a wallet's ledger, for `bean-check`.
;; Debits are positive and credits negative: what the house owes (Liabilities) and what it earned (Income) is negative,
;; what it has or is owed (Assets) positive. Each transaction is one command and sums to zero in each currency. Days are
;; those of UTC, on which the command was recorded; `event-at` is when it happened outside. The balances at the end say
;; what each account holds by the ledger's own word, to the last minor unit.

option \"title\" \"Journal of the ledger\"
";

pub(super) fn head(page: &mut Vec<u8>, currencies: &[Currency]) -> io::Result<()> {
    page.write_all(HEAD.as_bytes())?;
    for currency in currencies {
        writeln!(page, "option \"operating_currency\" \"{currency}\"")?;
    }
    Ok(())
}

pub(super) fn command(page: &mut Vec<u8>, entries: &[Entry]) -> io::Result<()> {
    let Some(first) = entries.first() else {
        return Ok(());
    };
    let day = first.day();
    writeln!(page)?;
    for entry in entries.iter().filter(|entry| entry.opens_account()) {
        open(page, day, &entry.account)?;
    }
    writeln!(page, "{day} * \"{}\"", word(&first.event_kind))?;
    writeln!(page, "  command: \"{}\"", first.command)?;
    writeln!(page, "  owner: \"{}\"", first.owner.as_uuid())?;
    writeln!(page, "  recorded-at: \"{}\"", first.recorded_at())?;
    if let Some(happened) = first.event_at {
        writeln!(page, "  event-at: \"{}\"", instant(happened))?;
    }
    for entry in entries {
        let (name, currency) = (name(&entry.account), entry.account.currency);
        writeln!(
            page,
            "  {name}  {} {currency}",
            entry.amount.to_decimal_string()
        )?;
        writeln!(page, "    leg: {}", entry.leg)?;
    }
    Ok(())
}

/// A balance is that of the morning, so it is the next day's. Without `~ 0` Beancount would let one minor unit pass.
pub(super) fn closing(
    page: &mut Vec<u8>,
    last_day: NaiveDate,
    closing: &Closing,
) -> io::Result<()> {
    let (day, currency) = (
        last_day.succ_opt().unwrap_or(last_day),
        closing.account.currency,
    );
    writeln!(page)?;
    if !closing.was_used {
        open(page, day, &closing.account)?;
    }
    writeln!(
        page,
        "{day} balance {}  {} ~ 0 {currency}",
        name(&closing.account),
        closing.balance.to_decimal_string(),
    )
}

fn open(page: &mut Vec<u8>, day: NaiveDate, account: &Account) -> io::Result<()> {
    writeln!(page, "{day} open {} {}", name(account), account.currency)
}

/// Such as `Income:House:Fees:USD` or `Liabilities:People:Owner-0193…:Wallet:JPY`: each part begins with a capital.
fn name(account: &Account) -> String {
    let root = match account.class {
        Class::Asset => "Assets",
        Class::Liability => "Liabilities",
        Class::Income => "Income",
    };
    let (kind, currency) = (capitalised(&account.kind), account.currency);
    if account.owner == OwnerId::HOUSE {
        format!("{root}:House:{kind}:{currency}")
    } else {
        format!(
            "{root}:People:Owner-{}:{kind}:{currency}",
            account.owner.as_uuid()
        )
    }
}

/// `card_clearing` as `CardClearing`.
fn capitalised(kind: &str) -> String {
    word(kind)
        .split('_')
        .map(|part| {
            let mut letters = part.chars();
            letters.next().map_or_else(String::new, |first| {
                format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
            })
        })
        .collect()
}
