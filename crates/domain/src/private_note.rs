//! What a person writes on an entry of their history for themselves: a few lines that nobody else sees.
//! It must never be able to hide or reorder the text around it, nor be parsed in the browser (see `note`).

use unicode_normalization::UnicodeNormalization;

use crate::text::{is_bidi_mark, is_unprintable};

/// Four characters of four bytes: more than any that compose into one.
const BYTES_PER_CHAR_MAX: usize = 16;

/// The note; it may be empty, and it may have several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivateNote(String);

/// Why a text cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrivateNoteError {
    /// More than [`PrivateNote::CHARS_MAX`] characters.
    #[error("reading a private note: too long")]
    TooLong,
    /// A control character or a mark that changes the direction of text.
    #[error("reading a private note: a character that is not allowed")]
    NotAllowed,
}

impl PrivateNote {
    /// Most characters.
    pub const CHARS_MAX: usize = 500;

    /// Takes the note in Unicode's composed form (NFC), its lines ended by a line feed alone, as forms send two signs.
    ///
    /// # Errors
    /// When it is longer than 500 characters or has characters that could change how the rest of a page reads.
    pub fn parse(text: &str) -> Result<Self, PrivateNoteError> {
        if text.len() > Self::CHARS_MAX.saturating_mul(BYTES_PER_CHAR_MAX) {
            return Err(PrivateNoteError::TooLong);
        }
        let lines = text.replace("\r\n", "\n").replace('\t', " ");
        let composed: String = lines.trim().nfc().collect();
        if composed
            .chars()
            .any(|c| c != '\n' && (is_unprintable(c) || is_bidi_mark(c)))
        {
            return Err(PrivateNoteError::NotAllowed);
        }
        if composed.chars().count() > Self::CHARS_MAX {
            return Err(PrivateNoteError::TooLong);
        }
        Ok(Self(composed))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_lines() {
        let note = PrivateNote::parse(" 第一行\r\n第二行\tend \n").unwrap();
        assert_eq!(note.as_str(), "第一行\n第二行 end");
        assert_eq!(
            PrivateNote::parse(" \r\n ").unwrap(),
            PrivateNote::default()
        );
    }

    #[test]
    fn what_could_deceive_is_refused() {
        for text in ["a\0b", "a\u{202e}b", "a\u{2028}b", "a\rb", "a\u{fffe}b"] {
            assert_eq!(
                PrivateNote::parse(text),
                Err(PrivateNoteError::NotAllowed),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_private_note_ends_at_500_characters() {
        assert!(PrivateNote::parse(&"礼".repeat(500)).is_ok());
        assert_eq!(
            PrivateNote::parse(&"礼".repeat(501)),
            Err(PrivateNoteError::TooLong)
        );
        assert_eq!(
            PrivateNote::parse(&"x".repeat(1_000_000)),
            Err(PrivateNoteError::TooLong)
        );
    }
}
