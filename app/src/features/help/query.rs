//! What was typed into the search, made harmless: short, on one line, and without characters that could reorder it.
//! The same on the server and in the browser, so that both draw the same page.

/// Longest query that is looked at. More than anybody types, and little enough to cost nothing.
pub(super) const QUERY_CHARS_MAX: usize = 100;

/// The query as it is searched for and said back.
pub(super) fn clean(typed: &str) -> String {
    let mut kept = String::new();
    let mut length = 0;
    for c in typed.chars() {
        if length == QUERY_CHARS_MAX {
            break;
        }
        let c = if is_harmless(c) { c } else { ' ' };
        // One space between words, none before the first.
        if c.is_whitespace() && (kept.is_empty() || kept.ends_with(' ')) {
            continue;
        }
        kept.push(if c.is_whitespace() { ' ' } else { c });
        length += 1;
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// Neither a control nor a mark that changes the direction of what stands beside it.
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_stays_as_it_is() {
        for typed in ["card declined", "充值失败", "what’s my fee? 1.2 %", "🎂"] {
            assert_eq!(clean(typed), typed);
        }
    }

    #[test]
    fn blanks_are_one_space_and_none_at_the_ends() {
        assert_eq!(clean(" \t a \u{3000}\n b  "), "a b");
        assert_eq!(clean(" \r\n "), "");
    }

    #[test]
    fn controls_and_marks_of_direction_are_gone() {
        assert_eq!(clean("a\0b\u{202e}c\u{7f}d\u{2066}"), "a b c d");
    }

    #[test]
    fn a_long_query_ends_at_its_bound() {
        assert_eq!(clean(&"字".repeat(10_000)).chars().count(), QUERY_CHARS_MAX);
        assert_eq!(clean(&" ".repeat(10_000)), "");
    }
}
