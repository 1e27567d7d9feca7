//! `okpay ledger verify`: reads the whole journal and says what is wrong with it, a line each, on standard output;
//! how far it has come, on standard error.

use std::{
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use domain::AccountId;
use ledger::{Finding, Ledger, LedgerError, Progress, Verified};

use crate::kept_heads::{self, KeptHeads};

/// Why it could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("{0}")]
    Ledger(#[from] LedgerError),
    #[error("reading kept heads: {0}")]
    Heads(#[source] io::Error),
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Everything was read, and this much is wrong.
    #[error("{0} findings: the journal is not what it was, or its proof is not")]
    Unsound(usize),
}

/// Verifies against the heads of these files; without any, against those that this data folder keeps.
pub async fn run(
    ledger: &Ledger,
    after: Option<AccountId>,
    files: &[PathBuf],
    data_dir: &Path,
) -> Result<(), VerifyError> {
    let mut seen = io::stderr();
    let KeptHeads { heads, unreadable } = kept(files, data_dir).map_err(VerifyError::Heads)?;
    if unreadable > 0 {
        writeln!(
            seen,
            "{unreadable} lines of kept heads are no heads and were left out"
        )?;
    }
    let verified = ledger
        .verify(after, &heads, |progress| tell(&mut seen, progress))
        .await?;
    let mut out = io::stdout().lock();
    match write(&mut out, &verified, heads.len()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        written => written?,
    }
    match verified.findings.len() {
        0 => Ok(()),
        findings => Err(VerifyError::Unsound(findings)),
    }
}

fn kept(files: &[PathBuf], data_dir: &Path) -> io::Result<KeptHeads> {
    if files.is_empty() {
        return match kept_heads::read(&data_dir.join(kept_heads::FILE)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(KeptHeads::default()),
            read => read,
        };
    }
    let mut all = KeptHeads::default();
    for file in files {
        let found = kept_heads::read(file)?;
        all.heads.extend(found.heads);
        all.unreadable += found.unreadable;
    }
    Ok(all)
}

fn tell(seen: &mut impl Write, progress: Progress) {
    let Progress {
        entries,
        accounts,
        account,
    } = progress;
    // Nobody may be looking.
    let _closed = writeln!(
        seen,
        "{accounts} accounts, {entries} entries; go on from here with --after {account}"
    );
}

fn write(out: &mut impl Write, verified: &Verified, kept: usize) -> io::Result<()> {
    for finding in &verified.findings {
        writeln!(out, "✗ {}", sentence(finding))?;
    }
    let Verified {
        entries,
        accounts,
        unsealed,
        last_head,
        findings,
    } = verified;
    writeln!(out, "{accounts} accounts, {entries} entries")?;
    writeln!(out, "{unsealed} entries are not sealed yet")?;
    match last_head {
        Some(head) => writeln!(out, "last head: {head}")?,
        None => writeln!(out, "no head yet")?,
    }
    writeln!(out, "{kept} heads kept elsewhere were compared")?;
    if findings.is_empty() {
        writeln!(out, "✓ nothing is wrong")?;
    }
    out.flush()
}

fn sentence(finding: &Finding) -> String {
    match finding {
        Finding::EntriesMissing { account, before } => {
            format!("account {account}: entries are missing before entry {before}")
        }
        Finding::EntryBroken { account, seq } => {
            format!("account {account}: entry {seq} does not continue the one before")
        }
        Finding::CommandMissing { account, seq } => {
            format!("account {account}: entry {seq} belongs to no command that was posted")
        }
        Finding::Changed {
            account,
            from,
            upto,
        } => format!(
            "account {account}: something about entries {from} to {upto} is not as it was sealed"
        ),
        Finding::Truncated { account, upto } => {
            format!("account {account}: entries up to {upto} were sealed, and the last are gone")
        }
        Finding::AccountBroken { account } => {
            format!(
                "account {account}: its owner, kind or currency is another than it was opened with"
            )
        }
        Finding::BalanceBroken { account } => {
            format!("account {account}: its balance is not what entries, holds and its kind say")
        }
        Finding::SumBroken {
            currency,
            sum_minor,
        } => format!("{currency}: all entries sum to {sum_minor} minor units instead of zero"),
        Finding::TransfersBroken { count } => {
            format!("{count} transfers are not two entries that sum to zero")
        }
        Finding::Negative { account } => {
            format!("account {account}: less than nothing is available")
        }
        Finding::HeadBroken { number } => {
            format!("head {number} is not the next of the one before")
        }
        Finding::RootBroken { number } => format!("head {number} is not that of the links"),
        Finding::AnchorBroken { number } => {
            format!("head {number} was kept elsewhere and is not there, or is another")
        }
    }
}
