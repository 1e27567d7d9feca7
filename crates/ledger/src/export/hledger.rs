//! The journal as hledger reads it (<https://hledger.org/hledger.html>, “Journal”). Only ids, numbers and cleaned words
//! may be written.

use std::io::{self, Write};

use chrono::NaiveDate;
use domain::{Currency, Money};

use super::rows::{Account, Class, Closing, Entry, word};
use crate::OwnerId;

const HEAD: &str = "\
; The whole journal of a wallet's ledger, for `hledger check --strict`.
; Debits are positive and credits negative: what the house owes (type:L) and what it earned (type:R) is negative, what
; it has or is owed (type:A) positive. Each transaction is one command and sums to zero in each currency. Days are those
; of UTC, on which the command was recorded; the second day, if any, is that on which it happened outside. The assertions
; at the end say what each account holds by the ledger's own word.

decimal-mark .
";

pub(super) fn head(page: &mut Vec<u8>, currencies: &[Currency]) -> io::Result<()> {
    page.write_all(HEAD.as_bytes())?;
    for currency in currencies {
        let one = Money::new(
            i64::try_from(currency.minor_per_major()).unwrap_or(i64::MAX),
            *currency,
        )
        .to_decimal_string();
        // Also a currency without decimals shows where they would begin.
        let point = if currency.exponent() == 0 { "." } else { "" };
        writeln!(page, "commodity {one}{point} {currency}")?;
    }
    Ok(())
}

pub(super) fn command(page: &mut Vec<u8>, entries: &[Entry]) -> io::Result<()> {
    let Some(first) = entries.first() else {
        return Ok(());
    };
    writeln!(page)?;
    for entry in entries.iter().filter(|entry| entry.opens_account()) {
        open(page, &entry.account)?;
    }
    write!(page, "{}", first.day())?;
    if let Some(happened) = first.event_at {
        write!(page, "={}", happened.date_naive())?;
    }
    writeln!(page, " {}", word(&first.event_kind))?;
    writeln!(
        page,
        "    ; command:{}, owner:{}, recorded:{}",
        first.command,
        first.owner.as_uuid(),
        first.recorded_at(),
    )?;
    for entry in entries {
        let (name, currency) = (name(&entry.account), entry.account.currency);
        let amount = entry.amount.to_decimal_string();
        writeln!(page, "    {name}  {amount} {currency}  ; leg:{}", entry.leg)?;
    }
    Ok(())
}

pub(super) fn closing(
    page: &mut Vec<u8>,
    last_day: NaiveDate,
    closing: &Closing,
) -> io::Result<()> {
    let currency = closing.account.currency;
    writeln!(page)?;
    if !closing.was_used {
        open(page, &closing.account)?;
    }
    writeln!(page, "{last_day} closing balance")?;
    writeln!(
        page,
        "    {}  {} {currency} == {} {currency}",
        name(&closing.account),
        Money::zero(currency).to_decimal_string(),
        closing.balance.to_decimal_string(),
    )
}

fn open(page: &mut Vec<u8>, account: &Account) -> io::Result<()> {
    let class = match account.class {
        Class::Asset => 'A',
        Class::Liability => 'L',
        Class::Income => 'R',
    };
    writeln!(page, "account {}  ; type:{class}", name(account))
}

/// Such as `house:fees:USD` or `people:0193…:wallet:JPY`.
fn name(account: &Account) -> String {
    let (kind, currency) = (word(&account.kind), account.currency);
    if account.owner == OwnerId::HOUSE {
        format!("house:{kind}:{currency}")
    } else {
        format!("people:{}:{kind}:{currency}", account.owner.as_uuid())
    }
}
