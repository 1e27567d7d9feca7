//! HTTPS with a certificate of our own: a client that trusts exactly that certificate is content with all it says.

use std::{fs, sync::Arc};

use server::tls;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName},
    },
};

use crate::support::Folder;

#[tokio::test]
async fn the_certificate_is_good_for_every_name_of_this_machine() {
    let folder = Folder::new();
    let acceptor = tls::acceptor(&folder.0, "localhost").unwrap();
    let kept = fs::read_dir(folder.0.join("tls"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|path| path.to_string_lossy().contains("localhost."))
        .unwrap();
    let mut trusted = RootCertStore::empty();
    trusted
        .add(CertificateDer::from(fs::read(kept).unwrap()))
        .unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(trusted)
        .with_no_client_auth();
    let client = TlsConnector::from(Arc::new(client));
    for name in ["localhost", "127.0.0.1", "::1"] {
        let (near, far) = duplex(64 * 1024);
        let acceptor = acceptor.clone();
        let served = tokio::spawn(async move {
            let mut stream = acceptor.accept(far).await.unwrap();
            stream.write_all(b"hello").await.unwrap();
            stream.shutdown().await.unwrap();
        });
        let asked = ServerName::try_from(name).unwrap();
        let mut stream = client.connect(asked, near).await.unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).await.unwrap();
        assert_eq!(said, "hello", "{name}");
        served.await.unwrap();
    }
}
