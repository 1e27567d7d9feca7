//! TLS with a certificate of our own making, for browsers that keep no secure cookie on plain http. A public server
//! stands behind a proxy that has a real certificate.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{Datelike, Days, NaiveDate};
use rcgen::{
    CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use services::Clock;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::{
    clock::SystemClock,
    files::{read_or_make, read_private},
};

/// Apple's systems refuse a certificate that lives longer than 825 days (support.apple.com/103769).
const LIVES: Days = Days::new(820);
/// So long before its end it is replaced.
const RENEWED_BEFORE: Days = Days::new(30);

/// Why TLS cannot be offered.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("keeping the certificate: {0}")]
    File(#[from] io::Error),
    #[error("making the certificate: {0}")]
    Make(#[from] rcgen::Error),
    #[error("using the certificate: {0}")]
    Use(#[from] rustls::Error),
}

/// An acceptor for `host`. Key and certificate stay in the data folder, so that a browser is asked for trust only once
/// in two years.
pub fn acceptor(data_dir: &Path, host: &str) -> Result<TlsAcceptor, TlsError> {
    let folder = data_dir.join("tls");
    let made = KeyPair::generate()?.serialize_der();
    let key = read_or_make(&folder.join("key.der"), || made)?;
    let pair = KeyPair::try_from(key.as_slice())?;
    let certificate = certificate(&folder, host, &pair, SystemClock.now().date_naive())?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(certificate)],
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key)),
        )?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// The one that is kept, unless its end is near; else a new one. Its last day is in its name.
fn certificate(
    folder: &Path,
    host: &str,
    pair: &KeyPair,
    today: NaiveDate,
) -> Result<Vec<u8>, TlsError> {
    if let Some(kept) = kept(folder, host, today) {
        return Ok(read_private(&kept)?);
    }
    let last_day = today + LIVES;
    let made = make(host, pair, today, last_day)?;
    Ok(read_or_make(
        &folder.join(format!("{host}.{last_day}.der")),
        || made,
    )?)
}

fn kept(folder: &Path, host: &str, today: NaiveDate) -> Option<PathBuf> {
    let last_day = |path: &Path| -> Option<NaiveDate> {
        let name = path.file_name()?.to_str()?;
        let date = name.strip_prefix(host)?.strip_prefix('.')?;
        date.strip_suffix(".der")?.parse().ok()
    };
    let files = fs::read_dir(folder).ok()?.flatten().map(|file| file.path());
    let (last_day, path) = files
        .filter_map(|path| Some((last_day(&path)?, path)))
        .max()?;
    (last_day > today + RENEWED_BEFORE).then_some(path)
}

fn make(
    host: &str,
    pair: &KeyPair,
    today: NaiveDate,
    last_day: NaiveDate,
) -> Result<Vec<u8>, TlsError> {
    let mut names = vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
    ];
    if !names.iter().any(|name| name == host) {
        names.insert(0, host.to_owned());
    }
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, host);
    // From yesterday: a clock may be slow.
    let part = |part: u32| u8::try_from(part).unwrap_or(1);
    let midnight = |day: NaiveDate| date_time_ymd(day.year(), part(day.month()), part(day.day()));
    params.not_before = midnight(today - Days::new(1));
    params.not_after = midnight(last_day);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params.self_signed(pair)?.der().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_kept_until_its_end_is_near() {
        let folder = std::env::temp_dir().join(format!("okpay-tls-{}", crate::clock::new_id()));
        let pair = KeyPair::generate().unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let on = |day| certificate(&folder, "localhost", &pair, day).unwrap();
        let first = on(today);
        assert_eq!(on(today + Days::new(700)), first);
        assert_ne!(on(today + Days::new(800)), first);
        fs::remove_dir_all(&folder).unwrap();
    }
}
