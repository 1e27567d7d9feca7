//! Fetches the European Central Bank's reference rates over HTTP, or files of the same form from somewhere else.
//! It must never believe more than it asked for: size, time and redirects are bounded, and what came is read strictly.

use std::{fmt, time::Duration};

use domain::Currency;
use reqwest::{
    Client, Response, StatusCode, Url,
    header::{ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED},
    redirect::Policy,
};

use super::{Fetched, RateFile, RateSource, Validators, read_file};
use crate::{BoxFuture, Cause, Operation, RailError};

/// How long a whole fetch may take.
const FETCH_MAX: Duration = Duration::from_secs(30);
/// The largest file; the whole history has some ten megabytes.
const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// The longest validator that is kept.
const VALIDATOR_MAX: usize = 200;

/// The folder of the files, such as the bank's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EcbUrl(Url);

/// The text is no address of a folder of rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an http(s) address of a folder")]
pub struct EcbUrlError;

impl EcbUrl {
    /// Where the European Central Bank publishes them.
    pub const OFFICIAL: &'static str = "https://www.ecb.europa.eu/stats/eurofxref/";

    /// Reads the address of a folder; a missing slash at its end is added.
    ///
    /// # Errors
    /// When it is not http or https, or carries a query.
    pub fn parse(text: &str) -> Result<Self, EcbUrlError> {
        let folder = if text.ends_with('/') {
            text.to_owned()
        } else {
            format!("{text}/")
        };
        let url = Url::parse(&folder).map_err(|_| EcbUrlError)?;
        let usable = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none();
        if usable {
            Ok(Self(url))
        } else {
            Err(EcbUrlError)
        }
    }

    fn file(&self, file: RateFile) -> Url {
        let name = match file {
            RateFile::Daily => "eurofxref-daily.xml",
            RateFile::NinetyDays => "eurofxref-hist-90d.xml",
            RateFile::History => "eurofxref-hist.xml",
        };
        let mut url = self.0.clone();
        url.set_path(&format!("{}{name}", self.0.path()));
        url
    }
}

/// The source over HTTP.
pub struct EcbRates {
    folder: EcbUrl,
    client: Client,
    needed: Vec<Currency>,
}

impl fmt::Debug for EcbRates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EcbRates")
            .field(&self.folder.0.as_str())
            .finish()
    }
}

impl EcbRates {
    /// Prepares to fetch from this folder; a file without one of the currencies in `needed` is refused.
    ///
    /// # Errors
    /// [`Cause::Tls`] when TLS cannot be prepared.
    pub fn new(folder: EcbUrl, needed: Vec<Currency>) -> Result<Self, RailError> {
        let client = Client::builder()
            .tls_backend_preconfigured(tls().ok_or(permanent(Cause::Tls))?)
            .redirect(Policy::limited(3))
            .timeout(FETCH_MAX)
            .user_agent(concat!("OKPay/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| permanent(Cause::Tls))?;
        Ok(Self {
            folder,
            client,
            needed,
        })
    }

    async fn get(&self, file: RateFile, known: &Validators) -> Result<Fetched, RailError> {
        let mut request = self.client.get(self.folder.file(file));
        if let Some(etag) = &known.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(time) = &known.last_modified {
            request = request.header(IF_MODIFIED_SINCE, time);
        }
        let response = request.send().await.map_err(|error| on_the_way(&error))?;
        match response.status() {
            StatusCode::NOT_MODIFIED => return Ok(Fetched::Unchanged),
            StatusCode::OK => {}
            status => return Err(temporary(Cause::Reply(status.as_u16()))),
        }
        let validators = Validators {
            etag: validator(&response, &ETAG),
            last_modified: validator(&response, &LAST_MODIFIED),
        };
        let xml = body(response).await?;
        let tables =
            read_file(&xml, &self.needed).map_err(|error| temporary(Cause::Rates(error)))?;
        Ok(Fetched::Days { tables, validators })
    }
}

impl RateSource for EcbRates {
    fn url(&self, file: RateFile) -> String {
        self.folder.file(file).into()
    }

    fn fetch<'a>(
        &'a self,
        file: RateFile,
        known: &'a Validators,
    ) -> BoxFuture<'a, Result<Fetched, RailError>> {
        Box::pin(self.get(file, known))
    }
}

/// The machine's certificate authorities and the same cryptography as everywhere else in the program.
fn tls() -> Option<rustls::ClientConfig> {
    let mut roots = rustls::RootCertStore::empty();
    let (_, _) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = rustls::crypto::ring::default_provider();
    let builder = rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .ok()?;
    Some(builder.with_root_certificates(roots).with_no_client_auth())
}

fn validator(response: &Response, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    (value.len() <= VALIDATOR_MAX).then(|| value.to_owned())
}

/// The whole text, unless it is longer than any real file.
async fn body(mut response: Response) -> Result<String, RailError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| on_the_way(&error))? {
        if bytes.len().saturating_add(chunk.len()) > FILE_BYTES_MAX {
            return Err(temporary(Cause::Protocol));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| temporary(Cause::Protocol))
}

fn on_the_way(error: &reqwest::Error) -> RailError {
    temporary(if error.is_timeout() {
        Cause::TimedOut
    } else if error.is_redirect() || error.is_decode() {
        Cause::Protocol
    } else {
        Cause::Unreachable
    })
}

const fn temporary(cause: Cause) -> RailError {
    RailError::temporary(Operation::FetchRates, cause)
}

const fn permanent(cause: Cause) -> RailError {
    RailError::permanent(Operation::FetchRates, cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_an_http_address_without_a_query() {
        let file = |text| EcbUrl::parse(text).map(|url| url.file(RateFile::Daily).to_string());
        let daily = "https://rates.example/a/eurofxref-daily.xml";
        assert_eq!(file("https://rates.example/a/").as_deref(), Ok(daily));
        assert_eq!(file("https://rates.example/a").as_deref(), Ok(daily));
        assert!(EcbUrl::parse(EcbUrl::OFFICIAL).is_ok());
        for text in [
            "",
            "rates.example",
            "ftp://rates.example/",
            "https://rates.example/?x=1/",
            "file:///etc/",
        ] {
            assert_eq!(EcbUrl::parse(text), Err(EcbUrlError), "{text}");
        }
    }
}
