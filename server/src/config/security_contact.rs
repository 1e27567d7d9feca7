//! Where people report holes: an e-mail address or a page, checked at start so that the safety page never shows a dead end.

use axum::http::Uri;
use domain::Email;

/// Where holes are reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityContact {
    Mail(Email),
    /// An address that starts with `https://`.
    Page(String),
}

impl SecurityContact {
    /// Reads an e-mail address or an address of a page; none when it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(email) = Email::parse(text) {
            return Some(Self::Mail(email));
        }
        let page: Uri = text.parse().ok()?;
        let named = page.host().is_some_and(|host| !host.is_empty());
        let own = page
            .authority()
            .is_some_and(|whole| whole.as_str().contains('@'));
        (page.scheme_str() == Some("https") && named && !own).then(|| Self::Page(text.to_owned()))
    }

    /// As it is read.
    pub fn shown(&self) -> &str {
        match self {
            Self::Mail(email) => email.as_str(),
            Self::Page(page) => page,
        }
    }

    /// Where a press leads.
    pub fn href(&self) -> String {
        match self {
            Self::Mail(email) => format!("mailto:{}", email.as_str()),
            Self::Page(page) => page.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_mail_or_of_a_page_will_do() {
        let mail = SecurityContact::parse(" Security@Example.com ").unwrap();
        assert_eq!(mail.shown(), "security@example.com");
        assert_eq!(mail.href(), "mailto:security@example.com");
        let page = SecurityContact::parse("https://example.com/security").unwrap();
        assert_eq!(
            (page.shown(), page.href().as_str()),
            ("https://example.com/security", page.shown())
        );
    }

    #[test]
    fn nothing_else_will_do() {
        for text in [
            "",
            "security",
            "http://example.com/",
            "https://",
            "https://example.com@evil.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:security@example.com",
            "https://example.com/ a\"b",
        ] {
            assert_eq!(SecurityContact::parse(text), None, "{text}");
        }
    }
}
