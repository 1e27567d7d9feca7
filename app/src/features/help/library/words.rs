//! What a text is made of for the search: words of alphabets, and runs of Chinese characters, which have no spaces.
//! Case, width, traditional characters and English endings make no difference; texts and queries go through the same.

use unicode_normalization::UnicodeNormalization;

use super::characters::simplified;

/// Longest text of a query after folding: a few ligatures stand for many letters.
const FOLDED_CHARS_MAX: usize = 400;
/// A run of Chinese is looked at in pieces of this length, so that a piece fits a mask of 32 bits.
pub const RUN_CHARS_MAX: usize = 32;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A word without its ending, in lower case.
    Word(String),
    /// Chinese characters in a row.
    Run(Vec<char>),
}

/// All pieces of a text of ours.
pub fn pieces(text: &str) -> Vec<Piece> {
    cut(text.nfkc().flat_map(char::to_lowercase))
}

/// The pieces of what somebody typed that say what it is about. When nothing is left without the small words, they are
/// what it is about.
pub fn meant(query: &str) -> Vec<Piece> {
    let folded = query.nfkc().flat_map(char::to_lowercase);
    let all = cut(folded.take(FOLDED_CHARS_MAX));
    let meant: Vec<Piece> = all.iter().flat_map(without_small_words).collect();
    let kept = if meant.is_empty() { all } else { meant };
    kept.into_iter().flat_map(in_bounds).collect()
}

/// A run in pieces that fit; a word is one.
fn in_bounds(piece: Piece) -> Vec<Piece> {
    match piece {
        Piece::Word(_) => vec![piece],
        Piece::Run(run) => run
            .chunks(RUN_CHARS_MAX)
            .map(|part| Piece::Run(part.to_vec()))
            .collect(),
    }
}

fn cut(folded: impl Iterator<Item = char>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut word = String::new();
    let mut run = Vec::new();
    for c in folded.map(simplified).chain([' ']) {
        if is_han(c) {
            run.push(c);
        } else if !run.is_empty() {
            pieces.push(Piece::Run(std::mem::take(&mut run)));
        }
        if c.is_alphanumeric() && !is_han(c) {
            word.push(c);
        } else if !(word.is_empty() || is_apostrophe(c)) {
            pieces.push(Piece::Word(stem(&std::mem::take(&mut word))));
        }
    }
    pieces
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// The blocks of Chinese characters (Unicode, chapter 18).
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// English words that are in every question.
const SMALL_WORDS: &str = "a about an and are at be can could did do does for from get got have how i if im in is it its \
    me my of on or please should so that the there this to was what when where which who why will with would you your";

/// Chinese words that are in every question; of several that fit, the first is taken, so longer ones come first.
const SMALL_PHRASES: &[&str] = &[
    "怎么回事",
    "怎么办",
    "怎么样",
    "为什么",
    "是不是",
    "能不能",
    "可不可以",
    "有没有",
    "什么时候",
    "怎么",
    "怎样",
    "如何",
    "什么",
    "为何",
    "是否",
    "可以",
    "请问",
    "我们",
    "你们",
    "我的",
    "你的",
    "我想",
    "我要",
    "一下",
    "吗",
    "呢",
    "吧",
    "啊",
    "的",
    "了",
    "我",
    "你",
    "您",
];

fn without_small_words(piece: &Piece) -> Vec<Piece> {
    match piece {
        Piece::Word(word)
            if SMALL_WORDS
                .split_whitespace()
                .any(|small| stem(small) == *word) =>
        {
            Vec::new()
        }
        Piece::Word(_) => vec![piece.clone()],
        Piece::Run(run) => {
            let text: String = run.iter().collect();
            let mut rest = text.as_str();
            let (mut kept, mut current) = (Vec::new(), Vec::new());
            while let Some(c) = rest.chars().next() {
                let small = SMALL_PHRASES
                    .iter()
                    .find_map(|phrase| rest.strip_prefix(phrase));
                if let Some(after) = small {
                    kept.push(std::mem::take(&mut current));
                    rest = after;
                } else {
                    current.push(c);
                    rest = rest.get(c.len_utf8()..).unwrap_or_default();
                }
            }
            kept.push(current);
            kept.into_iter()
                .filter(|run| !run.is_empty())
                .map(Piece::Run)
                .collect()
        }
    }
}

/// An English word without its ending, roughly: what matters is that `fee` and `fees`, `convert` and `converting` are
/// one word, not that the result is one.
fn stem(word: &str) -> String {
    let mut word = word.to_owned();
    if !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word;
    }
    if word.len() > 4 && word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if word.len() > 3
        && word.ends_with('s')
        && !["ss", "us"].iter().any(|end| word.ends_with(end))
    {
        word.truncate(word.len() - 1);
    }
    for ending in ["ing", "ed"] {
        let stays = word.len().saturating_sub(ending.len());
        if stays >= 3 && word.ends_with(ending) {
            word.truncate(stays);
            let mut last = word.bytes().rev();
            let (end, before) = (last.next(), last.next());
            if end == before && !matches!(end, Some(b'l' | b's')) {
                word.truncate(stays - 1);
            }
            break;
        }
    }
    if word.len() > 4 && word.ends_with('e') {
        word.truncate(word.len() - 1);
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: Vec<Piece>) -> Vec<String> {
        let shown = |piece| match piece {
            Piece::Word(word) => word,
            Piece::Run(run) => run.into_iter().collect(),
        };
        pieces.into_iter().map(shown).collect()
    }

    fn words(text: &str) -> Vec<String> {
        shown(pieces(text))
    }

    fn of_query(query: &str) -> Vec<String> {
        shown(meant(query))
    }

    #[test]
    fn case_and_width_make_no_difference() {
        assert_eq!(words("ＰＩＮ Code"), words("pin CODE"));
        assert_eq!(words("３-D Secure"), ["3", "d", "secur"]);
    }

    #[test]
    fn english_endings_make_no_difference() {
        for (one, other) in [
            ("fee", "fees"),
            ("convert", "converting"),
            ("decline", "declined"),
            ("charge", "charges"),
            ("stop", "stopped"),
            ("currency", "currencies"),
            ("can't", "cant"),
        ] {
            assert_eq!(words(one), words(other), "{one}");
        }
        assert_ne!(words("pay"), words("bay"));
    }

    #[test]
    fn chinese_and_letters_part_by_themselves() {
        assert_eq!(
            words("用OKPay转账，要手续费吗"),
            ["用", "okpay", "转账", "要手续费吗"]
        );
        assert_eq!(words("轉賬手續費"), ["转账手续费"]);
    }

    #[test]
    fn a_query_is_about_its_large_words() {
        assert_eq!(of_query("How do I get a refund?"), ["refund"]);
        assert_eq!(of_query("充值失败了怎么办"), ["充值失败"]);
        assert_eq!(of_query("怎么修改支付密码"), ["修改支付密码"]);
        assert_eq!(of_query("怎么办"), ["怎么办"]);
        assert_eq!(of_query("what is it"), ["what", "is", "it"]);
    }

    #[test]
    fn what_swells_when_it_is_folded_stays_bounded() {
        let swollen: usize = of_query(&"ﷺ".repeat(100))
            .iter()
            .map(|word| word.chars().count())
            .sum();
        assert!(swollen <= FOLDED_CHARS_MAX, "{swollen}");
        for query in ["字".repeat(100), "的".repeat(100)] {
            let longest = meant(&query).into_iter().map(|piece| match piece {
                Piece::Run(run) => run.len(),
                Piece::Word(_) => 0,
            });
            assert_eq!(longest.max(), Some(RUN_CHARS_MAX), "{query}");
        }
    }
}
