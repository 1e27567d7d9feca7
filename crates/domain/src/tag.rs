//! The tags a person puts on an entry of their history: a few short words, for their own eyes.
//! It must never be able to hide, reorder or break the text around it, nor be parsed in the browser (see `note`).

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::{
    search::fold,
    text::{is_bidi_mark, is_unprintable},
};

/// Four characters of four bytes: more than any that compose into one.
const BYTES_PER_CHAR_MAX: usize = 16;
/// What stands between tags in their field; the ideographic comma, since NFKC makes an ordinary one of the full-width.
const SEPARATORS: [char; 3] = [',', '，', '、'];

/// One tag, in Unicode's compatibility form (NFKC), with single blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(String);

/// Why a text is no tag, or not so many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// More than [`Tag::CHARS_MAX`] characters.
    #[error("reading a tag: too long")]
    TooLong,
    /// A control character, a mark that changes the direction of text, or nothing that can be seen.
    #[error("reading a tag: a character that is not allowed")]
    NotAllowed,
    /// More than [`Tag::COUNT_MAX`] on one entry.
    #[error("reading tags: too many")]
    TooMany,
}

impl Tag {
    /// Most characters of a tag.
    pub const CHARS_MAX: usize = 32;
    /// Most tags on one entry.
    pub const COUNT_MAX: usize = 10;

    /// Reads one tag.
    ///
    /// # Errors
    /// When it is longer than 32 characters, shows nothing, or could change how the rest of a page reads.
    pub fn parse(text: &str) -> Result<Self, TagError> {
        if text.len() > Self::CHARS_MAX.saturating_mul(BYTES_PER_CHAR_MAX) {
            return Err(TagError::TooLong);
        }
        let composed: String = text.nfkc().collect();
        let words: Vec<&str> = composed
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect();
        let tag = words.join(" ");
        let refused = |c: char| is_unprintable(c) || is_bidi_mark(c) || SEPARATORS.contains(&c);
        if tag.contains(refused) || fold(&tag).is_empty() {
            return Err(TagError::NotAllowed);
        }
        if tag.chars().count() > Self::CHARS_MAX {
            return Err(TagError::TooLong);
        }
        Ok(Self(tag))
    }

    /// Reads the tags of one entry as typed, with commas between them. The same tag twice is one.
    ///
    /// # Errors
    /// When one of them is none, or there are more than ten.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, TagError> {
        let mut seen = BTreeSet::new();
        let mut tags = Vec::new();
        for part in text
            .split(SEPARATORS)
            .filter(|part| !part.trim().is_empty())
        {
            let tag = Self::parse(part.trim())?;
            if seen.insert(tag.folded()) {
                if tags.len() == Self::COUNT_MAX {
                    return Err(TagError::TooMany);
                }
                tags.push(tag);
            }
        }
        Ok(tags)
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is compared: two tags that differ by capitals alone are one.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Result<Vec<String>, TagError> {
        Tag::parse_list(text).map(|tags| tags.into_iter().map(|tag| tag.0).collect())
    }

    #[test]
    fn tags_are_read_between_commas_of_any_keyboard() {
        assert_eq!(
            list("rent, 房租，旅行、 Tea  time ,,").unwrap(),
            ["rent", "房租", "旅行", "Tea time"]
        );
        assert!(list(" ， , ").unwrap().is_empty());
    }

    #[test]
    fn the_same_tag_is_kept_once_as_it_was_first_written() {
        assert_eq!(
            list("Rent, rent, ＲＥＮＴ, re\u{200b}nt").unwrap(),
            ["Rent"]
        );
    }

    #[test]
    fn a_tag_cannot_reorder_or_break_what_stands_around_it() {
        for text in [
            "a\0b",
            "a\nb",
            "a\u{202e}b",
            "\u{200b}",
            "a\u{2028}b",
            "a\u{fffe}b",
        ] {
            assert_eq!(Tag::parse(text), Err(TagError::NotAllowed), "{text:?}");
        }
        assert_eq!(Tag::parse("a,b"), Err(TagError::NotAllowed));
    }

    #[test]
    fn ten_tags_of_32_characters_are_the_most() {
        let longest = "标".repeat(32);
        assert_eq!(Tag::parse(&longest).unwrap().as_str(), longest);
        assert_eq!(Tag::parse(&"标".repeat(33)), Err(TagError::TooLong));
        assert_eq!(Tag::parse(&"x".repeat(1_000_000)), Err(TagError::TooLong));
        let ten: Vec<String> = (0..10).map(|number| number.to_string()).collect();
        assert_eq!(list(&ten.join(",")).unwrap(), ten);
        assert_eq!(list(&(ten.join(",") + ",0")).unwrap(), ten);
        assert_eq!(list(&(ten.join(",") + ",10")), Err(TagError::TooMany));
    }
}
