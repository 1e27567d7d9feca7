//! What all parsers share about characters: width folding, white space and marks that cannot be seen.
//! It must never change a character that a person could tell apart from its replacement.

/// Replaces full-width forms (U+FF01–U+FF5E, the ideographic space and the full-width currency signs) by the
/// ordinary ones.
///
/// This is the part of NFKC that a Chinese or Japanese keyboard produces. The whole of NFKC is too much for numbers:
/// it would read `2²` as `22` and `½` as `1⁄2`.
pub(crate) fn fold_width(text: &str) -> String {
    text.chars().map(fold_width_of_char).collect()
}

fn fold_width_of_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        '\u{3000}' => ' ',
        '\u{FFE0}' => '¢',
        '\u{FFE1}' => '£',
        '\u{FFE5}' => '¥',
        '\u{FFE6}' => '₩',
        other => other,
    }
}

/// Whether the character groups digits in numbers such as `138-1234-5678` or `8801 2264 517`: white space or any of
/// the hyphens and dashes that keyboards and web pages produce.
pub(crate) fn is_digit_separator(c: char) -> bool {
    c.is_whitespace() && !c.is_control() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether the character changes the direction of the text around it. In a name or a note it could make `To` and
/// amount read as something else (Unicode TR 36, “Bidirectional text spoofing”).
pub(crate) fn is_bidi_mark(c: char) -> bool {
    matches!(
        c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// Whether the character is a control, a line or paragraph separator, an interlinear mark, a private-use character or
/// no character at all.
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}'
                | '\u{2029}'
                | '\u{206A}'..='\u{206F}'
                | '\u{FFF0}'..='\u{FFFF}'
                | '\u{FDD0}'..='\u{FDEF}'
                | '\u{E000}'..='\u{F8FF}'
                | '\u{F0000}'..
        )
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Whether the character takes no room of its own, so that two names which look the same could differ by it: the
/// default ignorable code points of Unicode (`DerivedCoreProperties.txt`) that `is_bidi_mark` does not have, and the
/// blank Braille pattern.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2060}'..='\u{2065}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The text cut into groups of the given numbers of characters, with a space between; what is left over is one more
/// group.
pub(crate) fn grouped(text: &str, sizes: &[usize]) -> String {
    let mut rest = text.chars();
    let mut groups: Vec<String> = sizes
        .iter()
        .map(|&size| rest.by_ref().take(size).collect())
        .collect();
    groups.push(rest.collect());
    groups.retain(|group| !group.is_empty());
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_become_ordinary_ones() {
        assert_eq!(fold_width("１２，３．５０　＠ｏｋ￥￡￦"), "12,3.50 @ok¥£₩");
    }

    #[test]
    fn characters_that_look_different_stay_what_they_are() {
        assert_eq!(fold_width("2²½①ﬁ٣元"), "2²½①ﬁ٣元");
    }

    #[test]
    fn groups_keep_every_character() {
        assert_eq!(grouped("88012264517", &[4, 4, 3]), "8801 2264 517");
        assert_eq!(grouped("12345", &[2, 2]), "12 34 5");
        assert_eq!(grouped("1", &[4, 4]), "1");
    }

    #[test]
    fn a_line_break_never_separates_digits() {
        assert!(!is_digit_separator('\n'));
        assert!(is_digit_separator('\u{00A0}'));
        assert!(is_digit_separator('–'));
    }
}
