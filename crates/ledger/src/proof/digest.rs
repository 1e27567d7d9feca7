//! The bytes that are hashed, as `ledger.seal` and `ledger.store_head` hash them. Holds no SQL.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(super) type Hash = [u8; 32];

/// An entry and what its command meant; without a meaning when there is no such command, or it was refused.
pub(super) struct Entry {
    pub seq: i64,
    pub amount: i64,
    pub balance_after: i64,
    pub recorded_at: DateTime<Utc>,
    pub owner: Uuid,
    pub command: Uuid,
    pub leg: i16,
    pub fingerprint: Option<Vec<u8>>,
    pub event_at: Option<DateTime<Utc>>,
    pub kind: Option<String>,
    /// As the database writes it.
    pub data: Option<String>,
}

impl Entry {
    /// Adds an entry of this account, with the hash of its meaning.
    pub fn add_to(&self, chain: &mut Sha256, account: Uuid, meaning: Option<Hash>) {
        chain.update(account.as_bytes());
        for number in [self.seq, self.amount, self.balance_after] {
            chain.update(number.to_be_bytes());
        }
        chain.update(self.recorded_at.timestamp_micros().to_be_bytes());
        chain.update(self.owner.as_bytes());
        chain.update(self.command.as_bytes());
        chain.update(self.leg.to_be_bytes());
        chain.update(meaning.as_ref().map_or(&[][..], |hash| hash));
    }

    /// The hash of what its command meant.
    pub fn meaning(&self) -> Option<Hash> {
        let hash = Sha256::new()
            .chain_update(self.fingerprint.as_deref()?)
            .chain_update(self.event_at?.timestamp_micros().to_be_bytes())
            .chain_update(self.kind.as_deref()?)
            .chain_update("\n")
            .chain_update(self.data.as_deref()?);
        Some(hash.finalize().into())
    }
}

/// The id that an account must have: made of whose it is, of which kind and in which currency (a version 8 UUID, RFC 9562).
pub(super) fn account_id(owner: Uuid, kind: &str, currency: &str) -> Uuid {
    let hash: Hash = Sha256::digest(format!("{owner}/{kind}/{currency}")).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// What an account's chain begins with.
pub(super) fn first_link(account: Uuid) -> Hash {
    Sha256::digest(account.as_bytes()).into()
}

/// The hash of a head, which binds it to the one before.
pub(super) fn head_hash(
    before: Option<Hash>,
    number: i64,
    taken_at: DateTime<Utc>,
    accounts: i64,
    entries: i64,
    root: &Hash,
) -> Hash {
    let mut hash = Sha256::new();
    if let Some(before) = before {
        hash.update(before);
    }
    hash.update(number.to_be_bytes());
    hash.update(taken_at.timestamp_micros().to_be_bytes());
    hash.update(accounts.to_be_bytes());
    hash.update(entries.to_be_bytes());
    hash.update(root);
    hash.finalize().into()
}

/// The Merkle tree hash of RFC 6962, 2.1, over leaves that come one by one: only the roots of the full trees so far are
/// kept, at most one of each height.
#[derive(Default)]
pub(super) struct MerkleTree {
    /// Height and root, the highest first.
    full: Vec<(u32, Hash)>,
}

impl MerkleTree {
    /// Adds the last link of the next account.
    pub fn add(&mut self, account: Uuid, seq: i64, link: &[u8]) {
        let leaf = Sha256::new()
            .chain_update([0])
            .chain_update(account.as_bytes())
            .chain_update(seq.to_be_bytes())
            .chain_update(link)
            .finalize();
        let mut tree = (0, leaf.into());
        while let Some((_, left)) = self.full.pop_if(|(height, _)| *height == tree.0) {
            tree = (tree.0 + 1, node(&left, &tree.1));
        }
        self.full.push(tree);
    }

    /// The root: of no leaves the hash of nothing.
    pub fn root(mut self) -> Hash {
        let Some((_, mut root)) = self.full.pop() else {
            return Sha256::digest([]).into();
        };
        while let Some((_, left)) = self.full.pop() {
            root = node(&left, &root);
        }
        root
    }
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition itself: split at the largest power of two below the number of leaves.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [leaf] => *leaf,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                let (left, right) = leaves.split_at(split);
                node(&by_definition(left), &by_definition(right))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_definition_for_any_number_of_leaves() {
        for count in 0..70_u128 {
            let mut tree = MerkleTree::default();
            let mut leaves = Vec::new();
            for number in 0..count {
                let account = Uuid::from_u128(number * 977);
                tree.add(account, 5, &[7; 32]);
                let leaf = Sha256::new()
                    .chain_update([0])
                    .chain_update(account.as_bytes())
                    .chain_update(5_i64.to_be_bytes())
                    .chain_update([7; 32]);
                leaves.push(leaf.finalize().into());
            }
            assert_eq!(tree.root(), by_definition(&leaves), "{count} leaves");
        }
    }

    #[test]
    fn the_order_of_accounts_and_their_sequences_are_in_the_root() {
        let root = |accounts: &[(u128, i64)]| {
            let mut tree = MerkleTree::default();
            for (account, seq) in accounts {
                tree.add(Uuid::from_u128(*account), *seq, &[1; 32]);
            }
            tree.root()
        };
        let usual = root(&[(1, 1), (2, 1), (3, 1)]);
        for other in [[(2, 1), (1, 1), (3, 1)], [(1, 2), (2, 1), (3, 1)]] {
            assert_ne!(root(&other), usual);
        }
    }
}
