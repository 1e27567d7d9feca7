//! A person's name: as they write it, but never as a means to look like somebody else.
//! It must never be the only thing that tells two payees apart, nor be parsed in the browser: Unicode's normalization
//! tables weigh 76 KB there (gzip), and the linker leaves them out as long as nothing reads a name or a note.

mod masking;
mod script;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{
    serde_text::serde_as_text,
    text::{is_bidi_mark, is_invisible, is_unprintable},
};
use script::{Script, mix_looks_alike, script_of};

/// More marks in a row than any orthography stacks on one letter.
const MARKS_IN_A_ROW_MAX: usize = 3;
/// Compatibility characters unfold to at most 18 characters (U+FDFA); what is longer than this is refused unread.
const BYTES_MAX: usize = 1024;

/// A person's name in Unicode's compatibility composed form (NFKC) with single spaces.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

/// Why a text cannot be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is nothing in the field.
    #[error("reading a name: empty")]
    Empty,
    /// More than [`PersonName::CHARS_MAX`] characters.
    #[error("reading a name: too long")]
    TooLong,
    /// A control, invisible or direction mark, a sign that no name has, or marks heaped on a letter.
    #[error("reading a name: a character that is not allowed")]
    NotAllowed,
    /// No letter at all.
    #[error("reading a name: no letter")]
    NoLetter,
    /// Letters of scripts that are mistaken for one another, such as Latin and Cyrillic.
    #[error("reading a name: scripts that look alike are mixed")]
    MixedScripts,
}

impl PersonName {
    /// Most characters.
    pub const CHARS_MAX: usize = 80;

    /// Reads a name: letters of any script, their marks, digits, spaces and the signs that names are written with.
    ///
    /// # Errors
    /// When it is empty, too long, has no letter, has other characters, or mixes Latin, Greek, Cyrillic or another
    /// script with look-alike letters (the “moderately restrictive” profile of Unicode TS 39, section 5.2). Han with
    /// Latin, kana, bopomofo or hangul is fine.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.len() > BYTES_MAX {
            return Err(NameError::TooLong);
        }
        // Before folding, which takes a line break within the name for a space.
        if text.trim().chars().any(is_unprintable) {
            return Err(NameError::NotAllowed);
        }
        let folded: String = text.nfkc().collect();
        let name = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if !name.chars().all(is_name_char) || has_stray_marks(&name) {
            return Err(NameError::NotAllowed);
        }
        if name.chars().count() > Self::CHARS_MAX {
            return Err(NameError::TooLong);
        }
        if !name.chars().any(is_letter) {
            return Err(NameError::NoLetter);
        }
        if mix_looks_alike(scripts_of(&name)) {
            return Err(NameError::MixedScripts);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as a stranger may see it: `陈*明`, `Maria G****z`. Of names with several words the first is shown and of
    /// the last its ends; a name of one word shows its ends alone. Names without spaces in East Asian scripts keep
    /// their length, the others do not tell it.
    pub fn masked(&self) -> String {
        if scripts_of(&self.0).all(Script::is_east_asian) {
            masking::east_asian(&self.0)
        } else {
            masking::by_words(&self.0)
        }
    }

    /// The letter for an avatar: the first one of the name, in upper case where there is one.
    pub fn initial(&self) -> String {
        self.0
            .chars()
            .find(|&c| is_letter(c))
            .map(|c| c.to_uppercase().collect())
            .unwrap_or_default()
    }
}

fn scripts_of(name: &str) -> impl Iterator<Item = Script> {
    name.chars().filter(|&c| is_letter(c)).filter_map(script_of)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_combining_mark(c)
}

fn is_name_char(c: char) -> bool {
    let is_sign = matches!(
        c,
        ' ' | '-'
            | '\''
            | '’'
            | '‘'
            | 'ʼ'
            | '.'
            | ','
            | '·'
            | '・'
            | '‐'
            | '('
            | ')'
            | '&'
            | '/'
            | '״'
            | '׳'
    );
    (is_sign || c.is_alphanumeric() || is_combining_mark(c))
        && !is_invisible(c)
        && !is_bidi_mark(c)
        && !is_unprintable(c)
}

/// Whether a mark has no letter to stand on, or more marks stand on one letter than any orthography puts there.
fn has_stray_marks(name: &str) -> bool {
    let mut room_for_marks = 0_usize;
    name.chars().any(|c| {
        if is_combining_mark(c) {
            let stray = room_for_marks == 0;
            room_for_marks = room_for_marks.saturating_sub(1);
            stray
        } else {
            room_for_marks = if c == ' ' { 0 } else { MARKS_IN_A_ROW_MAX };
            false
        }
    })
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(PersonName, PersonName::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_world_are_names() {
        for text in [
            "陈晓明",
            "Maria Gonzalez",
            "José-María O’Neill",
            "Nguyễn Văn A",
            "王Tony",
            "김철수 金",
            "山田たろう",
            "Łukasz Żak",
            "Дмитрий",
            "Ελένη",
            "محمد علي",
            "ישראל",
            "สมชาย ใจดี",
            "अमित कुमार",
            "Mary-Jane Smith, Jr.",
            "艾丽西亚·史密斯",
            "Shop 24",
            "A",
        ] {
            assert_eq!(PersonName::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn one_name_has_one_spelling() {
        for text in [
            " Maria  Gonzalez ",
            "Ｍａｒｉａ\u{3000}Ｇｏｎｚａｌｅｚ",
            "Maria\u{a0}Gonzalez",
        ] {
            assert_eq!(PersonName::parse(text).unwrap().as_str(), "Maria Gonzalez");
        }
        assert_eq!(PersonName::parse("e\u{301}ric").unwrap().as_str(), "éric");
    }

    #[test]
    fn what_cannot_be_seen_or_turns_text_around_is_refused() {
        for text in [
            "Ma\u{200b}ria",
            "Maria\u{202e}",
            "\u{feff}Maria",
            "Ma\u{ad}ria",
            "Maria\u{3164}",
            "Ma\nria",
            "Ma\tria",
            "Ma\0ria",
            "Maria\u{2028}G",
            "Maria\u{e0041}",
            "Maria\u{fe0f}",
            "Z\u{335}\u{327}\u{32e}\u{35e}algo",
            "\u{301}a",
            "a\u{b4}b",
            "a\u{b4}b",
            "\u{17b4}a",
        ] {
            assert_eq!(
                PersonName::parse(text),
                Err(NameError::NotAllowed),
                "{text:?}"
            );
        }
    }

    #[test]
    fn signs_that_no_name_has_are_refused() {
        for text in [
            "<script>",
            "Maria>",
            "a@b.co",
            "Maria; DROP",
            "${x}",
            "Maria 🎂",
            "A=B",
            "Maria\\",
            "«Maria»",
            "a%b",
            "Maria ✓",
        ] {
            assert_eq!(
                PersonName::parse(text),
                Err(NameError::NotAllowed),
                "{text}"
            );
        }
    }

    #[test]
    fn a_name_has_a_letter() {
        for text in ["12345", "１２３", "- . -", "·"] {
            assert_eq!(PersonName::parse(text), Err(NameError::NoLetter), "{text}");
        }
        for text in ["", " ", "\u{3000}\n"] {
            assert_eq!(PersonName::parse(text), Err(NameError::Empty), "{text:?}");
        }
    }

    #[test]
    fn look_alike_scripts_do_not_mix() {
        for text in [
            "Mаria",
            "Ρaypal",
            "Дмитрий Smith",
            "Ελένη Д",
            "Քarl",
            "Ꭺpple",
            "Ѕmith",
        ] {
            assert_eq!(
                PersonName::parse(text),
                Err(NameError::MixedScripts),
                "{text}"
            );
        }
    }

    #[test]
    fn a_name_ends_at_80_characters() {
        assert!(PersonName::parse(&"陈".repeat(80)).is_ok());
        assert_eq!(PersonName::parse(&"陈".repeat(81)), Err(NameError::TooLong));
        assert_eq!(
            PersonName::parse(&"x".repeat(1_000_000)),
            Err(NameError::TooLong)
        );
        assert_eq!(PersonName::parse(&"ﷺ".repeat(10)), Err(NameError::TooLong));
    }

    #[test]
    fn an_avatar_shows_the_first_letter() {
        for (name, initial) in [
            ("maria", "M"),
            ("陈晓明", "陈"),
            ("(bob)", "B"),
            ("éric", "É"),
            ("24 shop", "S"),
        ] {
            assert_eq!(PersonName::parse(name).unwrap().initial(), initial);
        }
    }
}
