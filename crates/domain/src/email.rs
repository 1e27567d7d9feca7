//! E-mail addresses as people type them, in one canonical spelling so that one address is one person.
//! It must never accept what a mail server or a log could read as something else than an address.

use crate::{serde_text::serde_as_text, text::fold_width};

/// RFC 5321, section 4.5.3.1.3, less the angle brackets.
const ADDRESS_BYTES_MAX: usize = 254;
/// RFC 5321, section 4.5.3.1.1.
const LOCAL_PART_BYTES_MAX: usize = 64;
/// RFC 1035, section 2.3.4.
const LABEL_BYTES_MAX: usize = 63;

/// An e-mail address in its canonical spelling: ordinary-width ASCII in lower case.
///
/// The local part is lower-cased too: no provider that people use tells `Ann@` from `ann@`, and two accounts that
/// differ in nothing else would be a trap for whoever pays one of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// There is nothing in the field.
    #[error("reading an e-mail address: empty")]
    Empty,
    /// Longer than mail can carry.
    #[error("reading an e-mail address: too long")]
    TooLong,
    /// Not of the form name@host.example.
    #[error("reading an e-mail address: not of the form name@host.example")]
    Malformed,
}

impl Email {
    /// Reads an address; white space around it and full-width characters, also the ideographic full stop, are forgiven.
    ///
    /// The grammar is the unquoted one of RFC 5322 (`dot-atom`) in ASCII, and a host name of at least two labels that
    /// does not end in a number. Internationalised hosts are accepted in their `xn--` form.
    ///
    /// # Errors
    /// When the text is empty, longer than 254 bytes or of any other form.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let folded = fold_width(text).replace(['。', '｡'], ".");
        let address = folded.trim();
        if address.is_empty() {
            return Err(EmailError::Empty);
        }
        if address.len() > ADDRESS_BYTES_MAX {
            return Err(EmailError::TooLong);
        }
        let (local, host) = address.split_once('@').ok_or(EmailError::Malformed)?;
        if is_local_part(local) && is_host(host) {
            Ok(Self(address.to_ascii_lowercase()))
        } else {
            Err(EmailError::Malformed)
        }
    }

    /// The canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as others may see it: `m***@example.com`. The number of stars says nothing about the length.
    pub fn masked(&self) -> String {
        let (local, host) = self.0.split_once('@').unwrap_or((&self.0, ""));
        let first = local.chars().next().unwrap_or('*');
        format!("{first}***@{host}")
    }
}

fn is_local_part(local: &str) -> bool {
    local.len() <= LOCAL_PART_BYTES_MAX
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte))
}

/// `atext` of RFC 5322, section 3.2.3.
fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn is_host(host: &str) -> bool {
    let Some((_, top_level)) = host.rsplit_once('.') else {
        return false;
    };
    let is_number = top_level.bytes().all(|b| b.is_ascii_digit());
    top_level.len() >= 2 && !is_number && host.split('.').all(is_label)
}

/// A label of a host name: letters, digits and hyphens, no hyphen at either end (RFC 1123, section 2.1).
fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= LABEL_BYTES_MAX
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(Email, Email::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_spelling() {
        for text in [
            "Maria@Example.com",
            " maria@example.com ",
            "ｍａｒｉａ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "maria@example。com",
        ] {
            assert_eq!(
                Email::parse(text).unwrap().as_str(),
                "maria@example.com",
                "{text}"
            );
        }
    }

    #[test]
    fn practical_addresses_are_accepted() {
        for text in [
            "a@b.co",
            "first.last+tag@sub.example.co.uk",
            "o'neil_1@x-y.io",
            "12345@qq.com",
            "a@xn--fiq228c.xn--fiqs8s",
        ] {
            assert_eq!(Email::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "maria",
            "@example.com",
            "maria@",
            "maria@localhost",
            "a@b@c.com",
            "a b@c.com",
            ".a@c.com",
            "a.@c.com",
            "a..b@c.com",
            "a@-c.com",
            "a@c-.com",
            "a@c..com",
            "a@.com",
            "a@c.com.",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "\"a\"@c.com",
            "a@c.c",
            "<a@c.com>",
            "a@c.com\nbcc:d@e.com",
            "名@例子.中国",
            "а@c.com",
            "a\u{202e}@c.com",
            "a@c.com,d@e.com",
            "a,b@c.com",
        ] {
            assert_eq!(Email::parse(text), Err(EmailError::Malformed), "{text}");
        }
        assert_eq!(Email::parse(" \u{3000}"), Err(EmailError::Empty));
    }

    #[test]
    fn the_lengths_of_the_standards_hold() {
        let local_64 = "a".repeat(64);
        assert!(Email::parse(&format!("{local_64}@example.com")).is_ok());
        assert_eq!(
            Email::parse(&format!("a{local_64}@example.com")),
            Err(EmailError::Malformed)
        );
        assert_eq!(
            Email::parse(&format!("a@{}.com", "b".repeat(64))),
            Err(EmailError::Malformed)
        );
        let label_61 = "b".repeat(61);
        let longest = format!("{local_64}@{label_61}.{label_61}.{label_61}.co");
        assert_eq!(longest.len(), 253);
        assert!(Email::parse(&longest).is_ok());
        assert!(Email::parse(&format!("{longest}m")).is_ok());
        assert_eq!(
            Email::parse(&format!("{longest}mm")),
            Err(EmailError::TooLong)
        );
    }

    #[test]
    fn others_see_one_letter_and_the_host() {
        assert_eq!(
            Email::parse("maria@example.com").unwrap().masked(),
            "m***@example.com"
        );
        assert_eq!(
            Email::parse("m@example.com").unwrap().masked(),
            "m***@example.com"
        );
    }

    #[test]
    fn json_is_parsed_like_a_field() {
        assert_eq!(
            serde_json::to_string(&Email::parse("A@b.co").unwrap()).unwrap(),
            "\"a@b.co\""
        );
        assert!(serde_json::from_str::<Email>("\"nobody\"").is_err());
    }
}
