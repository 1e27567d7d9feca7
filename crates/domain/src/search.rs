//! How a text is looked for in another: folded until only what people mean is left, and cut into the pairs of signs
//! by which an index finds it. Words need no spaces between them, so Chinese is found like anything else.
//! It must never find a text in which the words do not stand, nor be used in the browser, for the weight of the tables.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::{
    Money,
    text::{is_bidi_mark, is_invisible, is_unprintable},
};

/// Decimal places in which amounts of all currencies are compared; no currency has more.
const SIZE_DECIMALS: u32 = 4;

/// The text as it is compared: compatibility forms and capitals made alike (NFKC, lower case), marks that cannot be
/// seen left out, and one blank wherever there was white space or something that is no character.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkc()
        .filter(|&c| !is_bidi_mark(c) && !is_invisible(c))
        .flat_map(char::to_lowercase)
        .map(|c| if is_unprintable(c) { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every sign of a folded text and every two that stand side by side, within words.
pub fn grams(folded: &str) -> BTreeSet<String> {
    folded
        .split(' ')
        .flat_map(|word| word.chars().map(String::from).chain(pairs(word)))
        .collect()
}

/// The grams that a text must have if this folded word stands in it: its pairs, or the word itself when it is one sign.
pub fn grams_of_word(word: &str) -> BTreeSet<String> {
    let pairs: BTreeSet<String> = pairs(word).collect();
    if pairs.is_empty() { grams(word) } else { pairs }
}

fn pairs(word: &str) -> impl Iterator<Item = String> {
    word.chars()
        .zip(word.chars().skip(1))
        .map(|(first, second)| String::from_iter([first, second]))
}

/// How much money this is, whichever way it went, in ten-thousandths of the currency's unit, so that 12 dollars and
/// 12 yen are alike. What is more than can be counted counts as the most.
pub fn size(money: Money) -> i64 {
    let decimals = SIZE_DECIMALS.saturating_sub(money.currency().exponent());
    money
        .minor()
        .saturating_abs()
        .saturating_mul(10_i64.saturating_pow(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn what_people_mean_alike_is_folded_alike() {
        for (text, folded) in [
            ("  Lunch   with\tBOB ", "lunch with bob"),
            ("ＡＢＣ　１２３", "abc 123"),
            ("房租", "房租"),
            ("e\u{301}", "é"),
            ("ﬁne", "fine"),
            ("pay\u{200b}ment", "payment"),
            ("\u{202e}abc", "abc"),
            ("a\0b", "a b"),
            ("100%_'\"\\", "100%_'\"\\"),
            ("\u{0}\u{7}", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing_more() {
        for text in ["Lunch ﬁne", "ＡＢＣ", "İstanbul", "ﷺ", "½ Ω ㎏", "ß ſ K"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text:?}");
        }
    }

    #[test]
    fn a_word_that_stands_in_a_text_has_no_gram_that_the_text_lacks() {
        for text in ["代买茶叶 2 kg", "Dinner, with thanks", "京都民宿", "aab"] {
            let folded = fold(text);
            let all = grams(&folded);
            for word in folded.split(' ') {
                let signs: Vec<char> = word.chars().collect();
                for from in 0..signs.len() {
                    for to in from + 1..=signs.len() {
                        let part: String = signs[from..to].iter().collect();
                        assert!(grams_of_word(&part).is_subset(&all), "{part} in {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn grams_never_cross_a_blank() {
        let grams: Vec<String> = grams("ab c").into_iter().collect();
        assert_eq!(grams, ["a", "ab", "b", "c"]);
    }

    #[test]
    fn sizes_compare_whatever_the_currency_and_the_way_it_went() {
        let size_of = |minor, code| size(Money::new(minor, Currency::parse(code).unwrap()));
        assert_eq!(size_of(-1_200, "USD"), 120_000);
        assert_eq!(size_of(12, "JPY"), 120_000);
        assert_eq!(size_of(12_000, "KWD"), 120_000);
        assert_eq!(size_of(i64::MIN, "JPY"), i64::MAX);
        assert_eq!(size_of(0, "USD"), 0);
    }
}
