//! The session cookie on the wire: read, set, clear. Knows nothing of sessions; the token is opaque here.
//!
//! `__Host-` (RFC 6265bis, 4.1.3.2) binds it to this host over a secure channel. Chromium and Firefox take
//! `http://localhost` for secure; Safari does not, which is what `--tls` is for.

use std::time::Duration;

pub use app::ssr::SESSION_COOKIE as NAME;
use axum::http::{HeaderMap, HeaderValue, header};

/// The token a request carries. `None` as well when it carries two different ones: nobody honest does.
pub fn read(headers: &HeaderMap) -> Option<&str> {
    let mut tokens = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == NAME)
        .map(|(_, token)| token);
    let first = tokens.next()?;
    (!first.is_empty() && tokens.all(|other| other == first)).then_some(first)
}

/// Whether a request carries the cookie at all, well-formed or not.
pub fn is_present(headers: &HeaderMap) -> bool {
    headers.get_all(header::COOKIE).into_iter().any(|value| {
        let line = String::from_utf8_lossy(value.as_bytes());
        line.split(';')
            .any(|pair| pair.trim().split('=').next() == Some(NAME))
    })
}

/// `Set-Cookie` that hands out a token. Without `max_age` the browser forgets it when it closes.
/// `None` when the token holds anything but the characters of base64url or hex.
pub fn set(token: &str, max_age: Option<Duration>) -> Option<HeaderValue> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if token.is_empty() || !token.bytes().all(plain) {
        return None;
    }
    let age = max_age
        .map(|age| format!("; Max-Age={}", age.as_secs()))
        .unwrap_or_default();
    let mut value = HeaderValue::from_str(&format!(
        "{NAME}={token}; Path=/; Secure; HttpOnly; SameSite=Lax{age}"
    ))
    .ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// `Set-Cookie` that takes the token away.
pub fn clear() -> HeaderValue {
    HeaderValue::from_static("__Host-okpay=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        cookies
            .iter()
            .map(|line| (header::COOKIE, HeaderValue::from_str(line).unwrap()))
            .collect()
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        assert_eq!(read(&headers(&["a=b; __Host-okpay=abc; c=d"])), Some("abc"));
        assert_eq!(read(&headers(&["a=b", "__Host-okpay=abc"])), Some("abc"));
    }

    #[test]
    fn a_look_alike_an_empty_one_and_two_different_ones_are_no_token() {
        for cookies in [
            &["okpay=abc"][..],
            &["__host-okpay=abc"],
            &["__Host-okpay="],
            &["__Host-okpay=a; __Host-okpay=b"],
            &[],
        ] {
            assert_eq!(read(&headers(cookies)), None, "{cookies:?}");
        }
        assert!(is_present(&headers(&[
            "x=1; __Host-okpay=a; __Host-okpay=b"
        ])));
        assert!(!is_present(&headers(&["okpay=abc"])));
    }

    #[test]
    fn what_is_set_carries_every_protection() {
        let value = set("abc_-9", Some(Duration::from_mins(30))).unwrap();
        assert_eq!(
            value.to_str().unwrap(),
            "__Host-okpay=abc_-9; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=1800"
        );
        assert!(value.is_sensitive());
        assert!(clear().to_str().unwrap().starts_with(NAME));
    }

    #[test]
    fn a_token_cannot_smuggle_an_attribute() {
        for token in ["", "a;Domain=evil", "a b", "a\r\nX: y", "ä"] {
            assert!(set(token, None).is_none(), "{token}");
        }
    }
}
