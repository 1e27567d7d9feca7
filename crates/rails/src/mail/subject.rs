//! A subject that is one line whatever was put into it.
//! It never lets a line break through, which is what header injection needs.

/// Longest subject in characters; longer ones are cut.
const CHARS_MAX: usize = 200;

/// The text of a `Subject` header: one line, no control characters.
#[derive(Clone, PartialEq, Eq)]
pub struct SubjectLine(String);

impl SubjectLine {
    /// Turns every run of blanks, line breaks and control characters into one blank.
    pub fn new(text: &str) -> Self {
        let breaks = |c: char| c.is_whitespace() || c.is_control();
        let words = text.split(breaks).filter(|word| !word.is_empty());
        let line = words.collect::<Vec<_>>().join(" ");
        Self(line.chars().take(CHARS_MAX).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SubjectLine {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for SubjectLine {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl std::fmt::Debug for SubjectLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SubjectLine(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_break_cannot_start_another_header() {
        let subject = SubjectLine::new("Hello\r\nBcc: thief@example.com\n\n\u{85}body\u{2028}x");
        assert_eq!(subject.as_str(), "Hello Bcc: thief@example.com body x");
    }

    proptest! {
        #[test]
        fn a_subject_is_always_one_line(text in any::<String>()) {
            let subject = SubjectLine::new(&text);
            prop_assert!(!subject.as_str().chars().any(char::is_control));
            prop_assert!(subject.as_str().chars().count() <= CHARS_MAX);
        }
    }
}
