//! Where mail is handed over and how that connection is protected, read from one URL.
//! It never allows a password or a message to travel unencrypted to another machine.

use std::{fmt, net::IpAddr, time::Duration};

use lettre::{message::Mailbox, transport::smtp::authentication::Credentials};
use percent_encoding::percent_decode_str;
use url::Url;

/// How long one delivery may take, from the connection to the answer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Port of a local server without encryption (RFC 5321).
const PORT_PLAIN: u16 = 25;
/// Port of submission with STARTTLS (RFC 6409).
const PORT_STARTTLS: u16 = 587;
/// Port of submission with TLS from the first byte (RFC 8314).
const PORT_TLS: u16 = 465;

/// How the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encryption {
    /// Starts in the clear and must be upgraded before anything is said.
    StartTls,
    /// TLS from the first byte.
    Implicit,
    /// None; only ever to this machine itself.
    Loopback,
}

/// The mail server to hand mail to, and who we are there.
#[derive(Clone)]
pub struct SmtpSettings {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<Credentials>,
    pub(super) from: Mailbox,
    pub(super) timeout: Duration,
}

/// Why the settings cannot be used. The texts are for the operator and never repeat the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmtpSettingsError {
    #[error(
        "the SMTP address must look like smtp://user:password@host:587 or smtps://user:password@host:465"
    )]
    Url,
    #[error("the SMTP address must start with smtp:// or smtps://")]
    Scheme,
    #[error("the SMTP address names no host")]
    Host,
    #[error("the only option after ? in the SMTP address is tls=required")]
    Option,
    #[error("user and password in the SMTP address must come together, percent-encoded UTF-8")]
    Credentials,
    #[error("the sender must look like OKPay <no-reply@example.com>")]
    Sender,
    #[error("no trusted certificate authorities could be loaded for TLS")]
    Authorities,
}

impl SmtpSettings {
    /// Reads `smtp://user:password@host:port` (STARTTLS, required; none when the host is this
    /// machine, unless `?tls=required` follows) or `smtps://…` (TLS from the first byte), and the
    /// sender as `Name <address>`.
    ///
    /// # Errors
    /// [`SmtpSettingsError`] names the part that is wrong.
    pub fn parse(url: &str, from: &str) -> Result<Self, SmtpSettingsError> {
        let url = Url::parse(url.trim()).map_err(|_| SmtpSettingsError::Url)?;
        let implicit = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(SmtpSettingsError::Scheme),
        };
        let host = url.host_str().ok_or(SmtpSettingsError::Host)?;
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        if host.is_empty() {
            return Err(SmtpSettingsError::Host);
        }
        let tls_required = match url.query() {
            None | Some("") => false,
            Some("tls=required") => true,
            Some(_) => return Err(SmtpSettingsError::Option),
        };
        let encryption = if implicit {
            Encryption::Implicit
        } else if is_loopback(&host) && !tls_required {
            Encryption::Loopback
        } else {
            Encryption::StartTls
        };
        let port = url.port().unwrap_or(match encryption {
            Encryption::Implicit => PORT_TLS,
            Encryption::StartTls => PORT_STARTTLS,
            Encryption::Loopback => PORT_PLAIN,
        });
        let from = from.trim().parse().map_err(|_| SmtpSettingsError::Sender)?;
        Ok(Self {
            host,
            port,
            encryption,
            credentials: credentials(&url)?,
            from,
            timeout: TIMEOUT,
        })
    }

    /// Replaces the time that one delivery may take (30 seconds).
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("encryption", &self.encryption)
            .finish_non_exhaustive()
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn credentials(url: &Url) -> Result<Option<Credentials>, SmtpSettingsError> {
    let decode = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| SmtpSettingsError::Credentials)
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(SmtpSettingsError::Credentials),
        (user, Some(password)) => Ok(Some(Credentials::new(decode(user)?, decode(password)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "OKPay <no-reply@okpay.example>";

    fn parse(url: &str) -> Result<SmtpSettings, SmtpSettingsError> {
        SmtpSettings::parse(url, FROM)
    }

    #[test]
    fn another_machine_is_only_spoken_to_under_encryption() {
        let cases = [
            ("smtp://mail.example.com", Encryption::StartTls, 587),
            ("smtp://10.0.0.5:2525", Encryption::StartTls, 2525),
            ("smtps://mail.example.com", Encryption::Implicit, 465),
            ("smtp://localhost", Encryption::Loopback, 25),
            ("smtp://127.0.0.1:1025", Encryption::Loopback, 1025),
            ("smtp://[::1]:1025", Encryption::Loopback, 1025),
            ("smtp://localhost?tls=required", Encryption::StartTls, 587),
            ("smtp://localhost.example.com", Encryption::StartTls, 587),
        ];
        for (url, encryption, port) in cases {
            let settings = parse(url).expect(url);
            assert_eq!(
                (settings.encryption, settings.port),
                (encryption, port),
                "{url}"
            );
        }
    }

    #[test]
    fn a_wrong_address_is_explained() {
        let cases = [
            ("", SmtpSettingsError::Url),
            ("mail.example.com", SmtpSettingsError::Url),
            ("https://mail.example.com", SmtpSettingsError::Scheme),
            ("smtp:mail", SmtpSettingsError::Host),
            (
                "smtp://mail.example.com?tls=none",
                SmtpSettingsError::Option,
            ),
            ("smtp://me@mail.example.com", SmtpSettingsError::Credentials),
            (
                "smtp://me:%ff@mail.example.com",
                SmtpSettingsError::Credentials,
            ),
        ];
        for (url, error) in cases {
            assert_eq!(parse(url).expect_err(url), error, "{url}");
        }
        let sender = SmtpSettings::parse("smtp://localhost", "nobody");
        assert_eq!(sender.expect_err("no address"), SmtpSettingsError::Sender);
    }

    #[test]
    fn the_password_is_decoded_but_never_shown() {
        let settings = parse("smtp://me%40example.com:se%3Acret@mail.example.com").expect("parses");
        let expected = Credentials::new("me@example.com".to_owned(), "se:cret".to_owned());
        assert_eq!(settings.credentials, Some(expected));
        assert!(!format!("{settings:?}").contains("cret"));
    }
}
