//! Reads characters as people type and paste them: full width, with blanks and dashes.
//! It never guesses: what is neither a digit nor a usual separator is handed back as it is.

/// The ASCII character for a full-width one (U+FF01 to U+FF5E); any other as it is.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The ASCII digit that `c` stands for, if it is one.
pub(crate) fn digit(c: char) -> Option<char> {
    Some(half_width(c)).filter(char::is_ascii_digit)
}

/// Blanks of every width, and the dashes that stand between groups of digits.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(half_width(c), '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
