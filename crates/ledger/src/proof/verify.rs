//! Reads the whole journal and says what is wrong with it, and where: each entry continues its account, each chain is that
//! of its links, each balance that of its last entry, the last head that of the links, and every head the next of the one
//! before, as whoever kept heads elsewhere knows them. Nothing here trusts what the database computed.

mod accounts;
mod walk;

use domain::{AccountId, Currency};

use super::{
    Head,
    digest::head_hash,
    seal::{HeadRow, chains_upto},
};
use crate::{Ledger, LedgerError, check, error::failed};

const OPERATION: &str = "verify the journal";

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Entries are missing before this one.
    EntriesMissing { account: AccountId, before: i64 },
    /// The entry's balance is not that of the one before with its amount, or its time is before that one's.
    EntryBroken { account: AccountId, seq: i64 },
    /// The entry belongs to no command that was posted.
    CommandMissing { account: AccountId, seq: i64 },
    /// Something about these entries, or about what their commands meant, is not as it was sealed.
    Changed {
        account: AccountId,
        from: i64,
        upto: i64,
    },
    /// Entries up to this one were sealed, and the last of them are gone.
    Truncated { account: AccountId, upto: i64 },
    /// The account's id is not that of its owner, kind and currency: it was another's.
    AccountBroken { account: AccountId },
    /// The balance, what is kept of it or what may be done with it is not what entries, holds and the kind of account say.
    BalanceBroken { account: AccountId },
    /// All entries of a currency do not sum to zero.
    SumBroken { currency: Currency, sum_minor: i128 },
    /// So many transfers are not two entries that sum to zero.
    TransfersBroken { count: i64 },
    /// An account has less than nothing and may not.
    Negative { account: AccountId },
    /// The head is not the next of the one before.
    HeadBroken { number: i64 },
    /// The last head is not that of the links.
    RootBroken { number: i64 },
    /// A head that was kept elsewhere is not there, or is another.
    AnchorBroken { number: i64 },
}

/// How far the reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub entries: u64,
    pub accounts: u64,
    /// The last account that was read to its end: reading can go on after it.
    pub account: AccountId,
}

/// What the reading found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub entries: u64,
    pub accounts: u64,
    /// Entries that no link covers yet.
    pub unsealed: u64,
    pub last_head: Option<Head>,
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Ledger {
    /// Verifies the journal in one snapshot; `kept` are heads that somebody kept elsewhere. Accounts are read in the order
    /// of their ids, after `after` when an earlier reading came so far; sums are only known of a whole reading.
    ///
    /// # Errors
    /// When the database cannot be reached. What is wrong is no error.
    pub async fn verify(
        &self,
        after: Option<AccountId>,
        kept: &[Head],
        mut progress: impl FnMut(Progress) + Send,
    ) -> Result<Verified, LedgerError> {
        let mut snapshot = self.snapshot(OPERATION).await?;
        let mut verified = Verified::default();
        verify_heads(&mut snapshot, kept, &mut verified).await?;
        accounts::verify(&mut snapshot, after, &mut verified, &mut progress).await?;
        if after.is_none() {
            let check = check::check(&mut snapshot).await?;
            let negative = |account| Finding::Negative { account };
            let mismatched = |account| Finding::BalanceBroken { account };
            let found = (check.negative.into_iter().map(negative))
                .chain(check.mismatched.into_iter().map(mismatched));
            for finding in found {
                if !verified.findings.contains(&finding) {
                    verified.findings.push(finding);
                }
            }
            if check.one_sided > 0 {
                verified.findings.push(Finding::TransfersBroken {
                    count: check.one_sided,
                });
            }
        }
        snapshot.rollback().await.map_err(failed(OPERATION))?;
        Ok(verified)
    }
}

async fn verify_heads(
    snapshot: &mut sqlx::PgConnection,
    kept: &[Head],
    verified: &mut Verified,
) -> Result<(), LedgerError> {
    let stored = sqlx::query_as!(
        HeadRow,
        "SELECT number, taken_at, accounts, entries, root, hash FROM ledger.heads ORDER BY number"
    )
    .fetch_all(&mut *snapshot)
    .await
    .map_err(failed(OPERATION))?;
    let mut heads: Vec<Head> = Vec::with_capacity(stored.len());
    for row in stored {
        let head = row.read(OPERATION)?;
        let before = heads.last();
        let expected = head_hash(
            before.map(|before| before.hash),
            head.number,
            head.taken_at,
            head.accounts,
            head.entries,
            &head.root,
        );
        if head.number != before.map_or(1, |before| before.number + 1) || head.hash != expected {
            verified.findings.push(Finding::HeadBroken {
                number: head.number,
            });
        }
        heads.push(head);
    }
    let there = |number: i64| {
        let place = heads.binary_search_by_key(&number, |head| head.number);
        place.ok().map(|place| &heads[place])
    };
    for anchor in kept {
        if there(anchor.number) != Some(anchor) {
            verified.findings.push(Finding::AnchorBroken {
                number: anchor.number,
            });
        }
    }
    // Each link is bound to all before it, so the links of the last head that is known elsewhere stand for all before.
    let last_kept = kept.iter().max_by_key(|anchor| anchor.number);
    for head in heads.last().into_iter().chain(last_kept) {
        let chains = chains_upto(snapshot, head.number).await?;
        let broken = Finding::RootBroken {
            number: head.number,
        };
        if !chains.are_of(head) && !verified.findings.contains(&broken) {
            verified.findings.push(broken);
        }
    }
    verified.last_head = heads.pop();
    Ok(())
}
