//! The address people type. It fixes the accepted Host, the accepted Origin, the passkey domain and every link sent
//! out; nothing in a request may change it.

use std::fmt;

use axum::http::Uri;

/// Scheme, host and port, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    host: String,
    port: u16,
}

/// Why a text is not a public URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    #[error("it must look like https://wallet.example.com, with neither path nor user")]
    Shape,
    #[error(
        "http:// is possible for localhost only, since the session cookie is Secure; use https://"
    )]
    PlainHttp,
    #[error("passkeys refuse IP addresses; use a name, or localhost")]
    Address,
}

impl PublicUrl {
    /// Reads `scheme://host[:port]`, with or without one slash at its end.
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        let uri: Uri = text.trim().parse().map_err(|_| PublicUrlError::Shape)?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(PublicUrlError::Shape),
        };
        let authority = uri.authority().ok_or(PublicUrlError::Shape)?;
        if authority.as_str().contains('@')
            || uri.path().len() > 1
            || uri.query().is_some()
            || authority.host().is_empty()
        {
            return Err(PublicUrlError::Shape);
        }
        let port = match authority.port() {
            Some(port) => port.as_str().parse().map_err(|_| PublicUrlError::Shape)?,
            None => default_port(https),
        };
        let host = authority.host().to_ascii_lowercase();
        if host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok() {
            return Err(PublicUrlError::Address);
        }
        let url = Self { https, host, port };
        if !https && !url.is_localhost() {
            return Err(PublicUrlError::PlainHttp);
        }
        Ok(url)
    }

    /// `localhost` at a port: what a developer types.
    pub fn localhost(https: bool, port: u16) -> Self {
        Self {
            https,
            host: "localhost".to_owned(),
            port,
        }
    }

    /// Host name without port: the passkey domain.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether only this machine can mean itself by it.
    pub fn is_localhost(&self) -> bool {
        self.host == "localhost" || self.host.ends_with(".localhost")
    }

    /// `host[:port]` as a browser writes it into `Host`.
    pub fn authority(&self) -> String {
        if self.port == default_port(self.https) {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// `scheme://host[:port]` as a browser writes it into `Origin`.
    pub fn origin(&self) -> String {
        format!(
            "{}://{}",
            if self.https { "https" } else { "http" },
            self.authority()
        )
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

fn default_port(https: bool) -> u16 {
    if https { 443 } else { 80 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_written_as_a_browser_writes_it() {
        for (typed, origin) in [
            ("https://Wallet.Example.com/", "https://wallet.example.com"),
            (
                "https://wallet.example.com:443",
                "https://wallet.example.com",
            ),
            (
                "https://wallet.example.com:8443",
                "https://wallet.example.com:8443",
            ),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://localhost:80", "http://localhost"),
        ] {
            assert_eq!(PublicUrl::parse(typed).unwrap().origin(), origin);
        }
    }

    #[test]
    fn what_cannot_carry_a_sign_in_is_refused() {
        for (typed, why) in [
            ("http://wallet.example.com", PublicUrlError::PlainHttp),
            ("https://192.0.2.7", PublicUrlError::Address),
            ("https://[::1]:3000", PublicUrlError::Address),
            ("https://me@wallet.example.com", PublicUrlError::Shape),
            ("https://wallet.example.com/app", PublicUrlError::Shape),
            ("wallet.example.com", PublicUrlError::Shape),
            ("ftp://wallet.example.com", PublicUrlError::Shape),
            ("", PublicUrlError::Shape),
        ] {
            assert_eq!(PublicUrl::parse(typed), Err(why), "{typed}");
        }
    }
}
