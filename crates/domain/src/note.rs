//! The note on a payment: a few words from one person to another.
//! It must never be able to hide, reorder or break the text around it, nor be parsed in the browser, for the weight of the tables (see `name`).

use unicode_normalization::UnicodeNormalization;

use crate::{
    serde_text::serde_as_text,
    text::{is_bidi_mark, is_unprintable},
};

/// Four characters of four bytes: more than any that compose into one.
const BYTES_PER_CHAR_MAX: usize = 16;

/// What the sender wrote for the receiver; it may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Note(String);

/// Why a text cannot be a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// More than [`Note::CHARS_MAX`] characters.
    #[error("reading a note: too long")]
    TooLong,
    /// A line break, a control character or a mark that changes the direction of text.
    #[error("reading a note: a character that is not allowed")]
    NotAllowed,
}

impl Note {
    /// Most characters.
    pub const CHARS_MAX: usize = 140;

    /// Takes the note in Unicode's composed form (NFC) without white space around it.
    ///
    /// # Errors
    /// When it is longer than 140 characters or has characters that could change how the rest of a page reads.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        // Composing joins a few characters into one at most, so a text this long is refused before any work on it.
        if text.len() > Self::CHARS_MAX.saturating_mul(BYTES_PER_CHAR_MAX) {
            return Err(NoteError::TooLong);
        }
        let composed: String = text.trim().nfc().collect();
        if composed
            .chars()
            .any(|c| is_unprintable(c) || is_bidi_mark(c))
        {
            return Err(NoteError::NotAllowed);
        }
        if composed.chars().count() > Self::CHARS_MAX {
            return Err(NoteError::TooLong);
        }
        Ok(Self(composed))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(Note, Note::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_signs_and_pictures_are_welcome() {
        for text in [
            "Lunch <3",
            "生日快乐 🎂",
            "👨‍👩‍👧 family",
            "ราตรีสวัสดิ์",
            "שלום",
            "'; DROP TABLE notes; --",
        ] {
            assert_eq!(Note::parse(text).unwrap().as_str(), text);
        }
        assert_eq!(Note::parse("  e\u{301}  ").unwrap().as_str(), "é");
        assert!(Note::parse(" \n ").unwrap().is_empty());
        assert_eq!(Note::default(), Note::parse("").unwrap());
    }

    #[test]
    fn a_note_cannot_reorder_or_break_what_stands_around_it() {
        for text in [
            "a\nb",
            "a\u{202e}b",
            "a\u{2066}b",
            "a\0b",
            "a\u{2028}b",
            "a\u{fffe}b",
            "a\tb",
        ] {
            assert_eq!(Note::parse(text), Err(NoteError::NotAllowed), "{text:?}");
        }
    }

    #[test]
    fn a_note_ends_at_140_characters() {
        assert!(Note::parse(&"礼".repeat(140)).is_ok());
        assert_eq!(Note::parse(&"礼".repeat(141)), Err(NoteError::TooLong));
        assert_eq!(Note::parse(&"x".repeat(1_000_000)), Err(NoteError::TooLong));
    }
}
