//! Into which stretch of a person's history an entry belongs. Stretches never overlap in time, so that going through
//! them from the last to the first goes through the history from new to old.

use chrono::{DateTime, Utc};
use storage::search_index::Block;

/// Entries after which a new block is begun. Larger ones make a search sort more, smaller ones make it look up more.
const ENTRIES_MAX: i32 = 500;

/// The blocks that entries of a batch may go into, oldest first; see [`storage::search_index::blocks_from`].
pub(super) struct Blocks {
    blocks: Vec<Block>,
    /// Of these the ones that changed.
    changed: Vec<bool>,
}

impl Blocks {
    pub fn new(blocks: Vec<Block>) -> Self {
        let changed = vec![false; blocks.len()];
        Self { blocks, changed }
    }

    /// Puts an entry into its block: the last that begins no later. A new one begins when that is the very last, is
    /// full, and ends before the entry: what happened at one moment is never torn apart. `is_new` says whether it is not
    /// there already.
    pub fn put(&mut self, at: DateTime<Utc>, size: i64, is_new: bool) -> i32 {
        let place = self.blocks.iter().rposition(|block| block.oldest <= at);
        let last = self.blocks.len().saturating_sub(1);
        let begins_anew = match place.and_then(|place| self.blocks.get(place)) {
            Some(block) => {
                is_new && place == Some(last) && block.entries >= ENTRIES_MAX && block.newest < at
            }
            None => self.blocks.is_empty(),
        };
        if begins_anew {
            let block = self.blocks.last().map_or(0, |block| block.block) + 1;
            self.blocks.push(Block {
                block,
                entries: 1,
                oldest: at,
                newest: at,
                smallest: size,
                largest: size,
            });
            self.changed.push(true);
            return block;
        }
        // What is older than everything goes into the first.
        let place = place.unwrap_or(0);
        if let Some(changed) = self.changed.get_mut(place) {
            *changed = true;
        }
        self.blocks.get_mut(place).map_or(0, |block| {
            block.entries = block.entries.saturating_add(i32::from(is_new));
            block.oldest = block.oldest.min(at);
            block.newest = block.newest.max(at);
            block.smallest = block.smallest.min(size);
            block.largest = block.largest.max(size);
            block.block
        })
    }

    /// The blocks that changed.
    pub fn changed(self) -> Vec<Block> {
        self.blocks
            .into_iter()
            .zip(self.changed)
            .filter_map(|(block, changed)| changed.then_some(block))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn second(number: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(number)
    }

    /// Two full blocks of one entry a second, and one that has begun.
    fn three_blocks() -> Blocks {
        let mut blocks = Blocks::new(Vec::new());
        for number in 0..1_200 {
            blocks.put(second(number * 10), number, true);
        }
        Blocks::new(blocks.changed())
    }

    #[test]
    fn a_full_block_is_followed_by_a_new_one() {
        let blocks = three_blocks().blocks;
        let entries: Vec<_> = blocks
            .iter()
            .map(|block| (block.block, block.entries))
            .collect();
        assert_eq!(entries, [(1, 500), (2, 500), (3, 200)]);
        assert_eq!((blocks[1].smallest, blocks[1].largest), (500, 999));
    }

    #[test]
    fn blocks_never_overlap_whatever_comes_late() {
        let mut blocks = three_blocks();
        for number in 0..3_000 {
            blocks.put(second(number * 7_919 % 12_500), 1, true);
        }
        let apart = blocks
            .blocks
            .windows(2)
            .all(|pair| pair[0].newest < pair[1].oldest);
        assert!(apart, "{:?}", blocks.blocks);
    }

    #[test]
    fn what_comes_late_goes_where_it_belongs_and_only_that_block_changes() {
        let mut blocks = three_blocks();
        assert_eq!(blocks.put(second(7_003), 1, true), 2);
        let changed = blocks.changed();
        assert_eq!(changed.len(), 1);
        assert_eq!((changed[0].block, changed[0].smallest), (2, 1));
    }

    #[test]
    fn what_is_there_already_is_not_counted_again() {
        let mut blocks = three_blocks();
        for _ in 0..1_000 {
            assert_eq!(blocks.put(second(11_990), 7, false), 3);
        }
        let changed = blocks.changed();
        assert_eq!((changed[0].entries, changed[0].smallest), (200, 7));
    }

    #[test]
    fn one_moment_is_never_torn_apart() {
        let mut blocks = Blocks::new(Vec::new());
        let places: Vec<i32> = (0..2_000).map(|_| blocks.put(second(1), 1, true)).collect();
        assert!(places.iter().all(|place| *place == 1));
        assert_eq!(blocks.put(second(2), 1, true), 2);
    }

    #[test]
    fn what_is_older_than_everything_makes_the_first_block_begin_earlier() {
        let mut blocks = three_blocks();
        assert_eq!(blocks.put(second(-1), 1, true), 1);
        assert_eq!(blocks.changed()[0].oldest, second(-1));
    }
}
