//! The search: which texts fit a query, the best one first. Pure: texts and query in, places out.
//! It must never cost more than its query's bound allows, whatever is typed, and never fail.
//!
//! Words of alphabets match whole, or by their beginning. Chinese is matched by pairs of neighbouring characters, since
//! it is written without spaces: of `充值失败` these are `充值`, `值失`, `失败`, and a text that has the first and the last
//! has all four characters. A text is found when it has at least half of what was asked for, so one word of two may be
//! missing; what more of them have counts less, and so does what stands among many other words.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{Piece, meant, pieces};

/// Shortest word that is looked for as a beginning of longer ones.
const BEGINNING_CHARS_MIN: usize = 3;
/// A word of an alphabet counts as much as two Chinese characters.
const CHARS_OF_A_WORD: u32 = 2;
/// What a line weighs whose length is nothing; the longer it is, the less each of its words says what it is about.
const SHORT_WEIGHT: u32 = 64;
/// The length at which it weighs half.
const HALF_WEIGHT_TERMS: u32 = 16;

/// A part of a text, line by line, and how much it says what the text is about. Of several lines with a word the one
/// counts where it weighs most: repeating it gains nothing.
pub struct Field<'a> {
    pub lines: Vec<&'a str>,
    pub weight: u32,
}

/// All texts, ready to be searched. A text is known by its place in the list it was made from.
#[derive(Debug)]
pub struct Index {
    texts: usize,
    /// Each word, pair of characters or single character, with the texts that have it and how much it weighs there.
    terms: BTreeMap<String, BTreeMap<usize, u32>>,
}

/// What is known of one text while a query is looked at.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    score: u64,
    /// Chinese characters that were found; a word is [`CHARS_OF_A_WORD`] of them.
    covered: u32,
}

impl Index {
    /// Takes the texts in.
    pub fn new<'a>(texts: impl Iterator<Item = Vec<Field<'a>>>) -> Self {
        let mut index = Self {
            texts: 0,
            terms: BTreeMap::new(),
        };
        for fields in texts {
            let place = index.texts;
            index.texts += 1;
            for field in fields {
                for (term, weight) in field.terms() {
                    *index
                        .terms
                        .entry(term)
                        .or_default()
                        .entry(place)
                        .or_default() += weight;
                }
            }
        }
        index
    }

    /// The places of the texts that fit, the best one first, at most so many.
    pub fn search(&self, query: &str, most: usize) -> Vec<usize> {
        let asked = meant(query);
        let mut tallies = vec![Tally::default(); self.texts];
        for piece in &asked {
            match piece {
                Piece::Word(word) => self.tally_word(word, &mut tallies),
                Piece::Run(run) => self.tally_run(run, &mut tallies),
            }
        }
        let whole: u32 = asked.iter().map(length).sum();
        let mut found: Vec<(u64, usize)> = tallies
            .iter()
            .enumerate()
            .filter(|(_, tally)| tally.covered > 0 && tally.covered * 2 >= whole)
            // Having all of what was asked for is worth more than having one rare word of it.
            .map(|(place, tally)| {
                (
                    tally.score * u64::from(tally.covered) / u64::from(whole),
                    place,
                )
            })
            .collect();
        found.sort_by_key(|(score, place)| (std::cmp::Reverse(*score), *place));
        found
            .into_iter()
            .take(most)
            .map(|(_, place)| place)
            .collect()
    }

    fn tally_word(&self, word: &str, tallies: &mut [Tally]) {
        let mut best: BTreeMap<usize, u32> = BTreeMap::new();
        let longer = self
            .terms
            .range(word.to_owned()..)
            .take_while(|(term, _)| term.starts_with(word));
        for (term, texts) in longer {
            let whole = term == word;
            if !whole && word.chars().count() < BEGINNING_CHARS_MIN {
                break;
            }
            for (place, weight) in texts {
                // What only begins like the word is less sure to be meant.
                let worth = if whole { weight * 2 } else { *weight } * self.rarity(texts.len());
                let kept = best.entry(*place).or_default();
                *kept = worth.max(*kept);
            }
        }
        for (place, worth) in best {
            if let Some(tally) = tallies.get_mut(place) {
                tally.score += u64::from(worth);
                tally.covered += CHARS_OF_A_WORD;
            }
        }
    }

    fn tally_run(&self, run: &[char], tallies: &mut [Tally]) {
        // A bit for each character of the run: pairs overlap, but a character is found once.
        let mut covered = vec![0_u32; tallies.len()];
        for (at, term) in terms_of_run(run) {
            let bits = if term.chars().count() == 1 { 0b1 } else { 0b11 };
            let Some(texts) = self.terms.get(&term) else {
                continue;
            };
            for (place, weight) in texts {
                if let (Some(tally), Some(mask)) =
                    (tallies.get_mut(*place), covered.get_mut(*place))
                {
                    tally.score += u64::from(weight * 2 * self.rarity(texts.len()));
                    *mask |= bits << at;
                }
            }
        }
        for (tally, mask) in tallies.iter_mut().zip(covered) {
            tally.covered += mask.count_ones();
        }
    }

    /// How much it says that a text has a term, when so many have it: one for what all have, and one more for each time
    /// that half of them would be too many.
    fn rarity(&self, having: usize) -> u32 {
        1 + self
            .texts
            .checked_div(having)
            .and_then(usize::checked_ilog2)
            .unwrap_or_default()
    }
}

/// The terms a query's run of Chinese is looked up by, each with the place of its first character.
fn terms_of_run(run: &[char]) -> impl Iterator<Item = (usize, String)> {
    let single = run
        .first()
        .filter(|_| run.len() == 1)
        .map(|c| (0, c.to_string()));
    let pairs = run
        .windows(2)
        .enumerate()
        .map(|(at, pair)| (at, pair.iter().collect()));
    single.into_iter().chain(pairs)
}

/// How much of a query a piece is.
fn length(piece: &Piece) -> u32 {
    match piece {
        Piece::Word(_) => CHARS_OF_A_WORD,
        Piece::Run(run) => u32::try_from(run.len()).unwrap_or(u32::MAX),
    }
}

impl Field<'_> {
    /// The terms of a part, each with its weight.
    fn terms(&self) -> BTreeMap<String, u32> {
        let mut best = BTreeMap::new();
        for line in &self.lines {
            let terms = terms_of(line);
            let length = u32::try_from(terms.len()).unwrap_or(u32::MAX);
            let diluted = HALF_WEIGHT_TERMS.saturating_add(length);
            let weight = self.weight * SHORT_WEIGHT * HALF_WEIGHT_TERMS / diluted;
            for term in terms {
                let kept = best.entry(term).or_default();
                *kept = weight.max(*kept);
            }
        }
        best
    }
}

/// The terms of a line. Single characters are among them, for queries of one.
fn terms_of(line: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for piece in pieces(line) {
        match piece {
            Piece::Word(word) => {
                terms.insert(word);
            }
            Piece::Run(run) => {
                terms.extend(run.iter().map(char::to_string));
                terms.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index of questions with their answers.
    fn index(texts: &[(&str, &str)]) -> Index {
        Index::new(texts.iter().map(|(question, answer)| {
            vec![
                Field {
                    lines: vec![question],
                    weight: 8,
                },
                Field {
                    lines: vec![answer],
                    weight: 1,
                },
            ]
        }))
    }

    fn english() -> Index {
        index(&[
            (
                "How do I add money by card?",
                "Choose a card. The fee is 1.2 %.",
            ),
            (
                "Why was my card declined?",
                "Its bank said no. Ask the bank.",
            ),
            (
                "When can I withdraw?",
                "Withdrawals to a bank are not there yet.",
            ),
            (
                "What does a payment cost?",
                "Nothing. A card top-up costs 1.2 %.",
            ),
        ])
    }

    fn chinese() -> Index {
        index(&[
            ("怎么用银行卡充值？", "选一张银行卡，手续费 1.2%。"),
            ("充值为什么失败？", "发卡行拒绝了，请问发卡行。"),
            ("什么时候能提现？", "提现到银行卡还没有开通。"),
            ("转账要手续费吗？", "不要。银行卡充值收 1.2%。"),
        ])
    }

    #[test]
    fn what_stands_in_a_question_comes_before_what_stands_in_an_answer() {
        assert_eq!(english().search("card", 9), [0, 1, 3]);
        assert_eq!(chinese().search("充值", 9), [1, 0, 3]);
    }

    #[test]
    fn a_text_that_has_all_of_it_comes_first() {
        assert_eq!(english().search("card declined", 9)[0], 1);
        assert_eq!(english().search("declined card", 9)[0], 1);
        assert_eq!(chinese().search("充值失败", 9)[0], 1);
        assert_eq!(chinese().search("失败的充值", 9)[0], 1);
    }

    #[test]
    fn chinese_is_found_inside_of_what_has_no_spaces() {
        assert_eq!(chinese().search("提现", 9)[0], 2);
        assert_eq!(chinese().search("我什么时候可以提现到银行卡", 9)[0], 2);
        assert_eq!(chinese().search("卡", 9).len(), 4);
        assert_eq!(chinese().search("提現", 9), chinese().search("提现", 9));
    }

    #[test]
    fn one_word_may_be_missing_and_two_may_not() {
        assert_eq!(english().search("withdraw yesterday", 9), [2]);
        assert!(
            english()
                .search("withdraw unicorns yesterday", 9)
                .is_empty()
        );
        assert_eq!(chinese().search("提现龙凤", 9)[0], 2);
        assert!(chinese().search("提现龙凤麒麟", 9).is_empty());
    }

    #[test]
    fn case_width_ending_and_a_missing_end_make_no_difference() {
        let found = english().search("withdrawal", 9);
        for query in [
            "WITHDRAWAL",
            "ｗｉｔｈｄｒａｗａｌ",
            "withdrawals",
            "withdraw",
            "withd",
        ] {
            assert_eq!(english().search(query, 9), found, "{query}");
        }
    }

    #[test]
    fn what_nobody_wrote_about_is_not_found() {
        for query in [
            "",
            "   ",
            "unicorn",
            "麒麟",
            "%",
            "*",
            "\"",
            "🎂",
            "'; DROP TABLE people; --",
        ] {
            assert!(english().search(query, 9).is_empty(), "{query}");
            assert!(chinese().search(query, 9).is_empty(), "{query}");
        }
    }

    #[test]
    fn there_are_never_more_than_asked_for() {
        assert_eq!(english().search("card", 2), [0, 1]);
        assert_eq!(english().search("card", 0), [0; 0]);
    }

    #[test]
    fn an_empty_index_finds_nothing() {
        assert!(index(&[]).search("card 充值", 9).is_empty());
    }

    #[test]
    fn no_hostile_string_breaks_it_however_long() {
        let texts = include_str!("../../../../../server/tests/fixtures/naughty.json");
        let mut strings: Vec<String> = serde_json::from_str(texts).unwrap();
        strings.push("x".repeat(10_240));
        strings.push("充值".repeat(5_120));
        strings.push("a b ".repeat(2_560));
        strings.push("\u{0}\u{1}\u{202e}%_*?\\\"'`".repeat(700));
        strings.push("👨‍👩‍👧🏳️‍🌈".repeat(300));
        strings.push("e\u{301}".repeat(5_000));
        assert!(strings.len() > 240);
        let (english, chinese) = (english(), chinese());
        for hostile in &strings {
            for index in [&english, &chinese] {
                assert!(index.search(hostile, 3).len() <= 3, "{hostile:?}");
            }
        }
    }
}
