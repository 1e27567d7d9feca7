//! TLS with a certificate of our own making, for browsers that keep no secure cookie on plain http. A public server
//! stands behind a proxy that has a real certificate.

use std::{io, path::Path, sync::Arc};

use rcgen::{CertificateParams, KeyPair};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::files::read_or_make;

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

/// An acceptor for `host`. Key and certificate stay in the data folder, so that a browser is asked for trust only once.
pub fn acceptor(data_dir: &Path, host: &str) -> Result<TlsAcceptor, TlsError> {
    let made = KeyPair::generate()?.serialize_der();
    let key = read_or_make(&data_dir.join("tls").join("key.der"), || made)?;
    let pair = KeyPair::try_from(key.as_slice())?;
    let names = vec![
        host.to_owned(),
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
    ];
    let made = CertificateParams::new(names)?
        .self_signed(&pair)?
        .der()
        .to_vec();
    let certificate = read_or_make(&data_dir.join("tls").join(format!("{host}.der")), || made)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(certificate)],
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key)),
        )?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
