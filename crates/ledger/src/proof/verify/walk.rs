//! Along one account, entry by entry. Pure: what is read comes from outside.

use std::iter::Peekable;

use chrono::{DateTime, Utc};
use domain::AccountId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Finding, accounts::Account};
use crate::proof::digest::{Entry, first_link};

/// The chain after an entry, as it was sealed.
pub(super) struct Link {
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// Where one is in an account.
pub(super) struct Walk {
    account: Uuid,
    seq: i64,
    balance: i64,
    sum: i64,
    last_at: Option<DateTime<Utc>>,
    links: Peekable<std::vec::IntoIter<Link>>,
    /// The entry up to which the chain is sealed, and the chain since.
    sealed: i64,
    chain: Sha256,
}

impl Walk {
    pub fn new(account: &Account, links: Vec<Link>) -> Self {
        Self {
            account: account.id,
            seq: 0,
            balance: 0,
            sum: 0,
            last_at: None,
            links: links.into_iter().peekable(),
            sealed: 0,
            chain: Sha256::new_with_prefix(first_link(account.id)),
        }
    }

    /// The last entry that was taken.
    pub const fn seq(&self) -> i64 {
        self.seq
    }

    pub fn take(&mut self, entry: &Entry, findings: &mut Vec<Finding>) {
        let account = AccountId::from_uuid(self.account);
        if entry.seq != self.seq + 1 {
            findings.push(Finding::EntriesMissing {
                account,
                before: entry.seq,
            });
        }
        let continues = self.balance.checked_add(entry.amount) == Some(entry.balance_after)
            && self.last_at.is_none_or(|last| last <= entry.recorded_at);
        if !continues && entry.seq == self.seq + 1 {
            findings.push(Finding::EntryBroken {
                account,
                seq: entry.seq,
            });
        }
        let meaning = entry.meaning();
        if meaning.is_none() {
            findings.push(Finding::CommandMissing {
                account,
                seq: entry.seq,
            });
        }
        entry.add_to(&mut self.chain, self.account, meaning);
        self.seq = entry.seq;
        self.balance = entry.balance_after;
        self.sum = self.sum.saturating_add(entry.amount);
        self.last_at = Some(entry.recorded_at);
        // A link whose own entry is gone ends what is compared at the next one that is there.
        while let Some(link) = self.links.next_if(|link| link.seq <= entry.seq) {
            let chain = std::mem::take(&mut self.chain).finalize();
            if chain.as_slice() != link.hash {
                findings.push(Finding::Changed {
                    account,
                    from: self.sealed + 1,
                    upto: link.seq,
                });
            }
            // Goes on from what was sealed, so that each stretch is judged by itself.
            self.chain = Sha256::new_with_prefix(&link.hash);
            self.sealed = link.seq;
        }
    }

    /// Compares with what the account's row says. Gives back the sum of the entries and how many are not sealed.
    pub fn end(mut self, account: &Account, findings: &mut Vec<Finding>) -> (i64, u64) {
        let id = AccountId::from_uuid(self.account);
        if let Some(link) = self.links.by_ref().last() {
            findings.push(Finding::Truncated {
                account: id,
                upto: link.seq,
            });
        }
        if (account.seq, account.posted) != (self.seq, self.balance) {
            findings.push(Finding::BalanceBroken { account: id });
        }
        let unsealed = u64::try_from(self.seq - self.sealed).unwrap_or_default();
        (self.sum, unsealed)
    }
}
