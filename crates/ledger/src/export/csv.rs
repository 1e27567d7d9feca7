//! The journal as rows of RFC 4180, for whatever reads tables. A stored text must never be a formula there.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::rows::{Entry, instant};

pub(super) fn head(page: &mut Vec<u8>) -> io::Result<()> {
    writeln!(
        page,
        "recorded_at,event_at,command_owner,command,leg,account,seq,account_owner,account_kind,currency,amount,\
         balance_after,event_kind"
    )
}

pub(super) fn command(page: &mut Vec<u8>, entries: &[Entry]) -> io::Result<()> {
    for entry in entries {
        let account = &entry.account;
        writeln!(
            page,
            "{},{},{},{},{},{},{},{},{},{},{},{},{}",
            entry.recorded_at(),
            entry.event_at.map(instant).unwrap_or_default(),
            entry.owner.as_uuid(),
            entry.command,
            entry.leg,
            account.id,
            entry.seq,
            account.owner.as_uuid(),
            cell(&account.kind),
            account.currency,
            entry.amount.to_decimal_string(),
            entry.balance_after.to_decimal_string(),
            cell(&entry.event_kind),
        )?;
    }
    Ok(())
}

/// A text as one cell: quoted where it has to be, and with an apostrophe before what a spreadsheet would carry out.
fn cell(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if !is_formula && !text.contains([',', '"', '\r', '\n']) {
        return text.into();
    }
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\"")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_neither_a_formula_nor_more_than_one() {
        for (text, written) in [
            ("top_up", "top_up"),
            ("a,b", "\"a,b\""),
            ("\"", "\"\"\"\""),
            ("=1+1", "\"'=1+1\""),
            ("@x", "\"'@x\""),
            ("-2", "\"'-2\""),
            ("\t=1", "\"'\t=1\""),
            ("a\r\nb", "\"a\r\nb\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
