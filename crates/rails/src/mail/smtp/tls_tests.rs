//! Mail through real TLS to a peer with a certificate of its own making.
//! It never trusts that certificate unless the test says so.

use std::sync::Arc;

use lettre::transport::smtp::client::{Certificate, TlsParameters};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring::default_provider,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

use super::{
    peer::{Encryption, Peer, Script},
    tests::{FROM, mail},
};
use crate::{
    Cause,
    mail::{Mailer, SmtpMailer, SmtpSettings},
};

const STARTTLS_OFFERED: Script = Script {
    ehlo: Some("250-peer\r\n250-AUTH PLAIN\r\n250 STARTTLS"),
    ..Script::WILLING
};

/// A certificate for `localhost` that nobody else has signed.
fn certificate() -> (TlsAcceptor, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .expect("a fitting key");
    (TlsAcceptor::from(Arc::new(config)), certificate)
}

fn settings(scheme: &str, peer: &Peer) -> SmtpSettings {
    let url = format!("{scheme}://me:secret@localhost:{}?tls=required", peer.port);
    SmtpSettings::parse(&url, FROM).expect("settings")
}

fn trusting(settings: SmtpSettings, certificate: &CertificateDer<'_>) -> SmtpMailer {
    let certificate = Certificate::from_der(certificate.to_vec()).expect("a certificate");
    let tls = TlsParameters::builder("localhost".to_owned())
        .add_root_certificate(certificate)
        .build()
        .expect("TLS can be prepared");
    SmtpMailer::with_tls(settings, tls)
}

#[tokio::test]
async fn password_and_mail_travel_only_after_the_upgrade() {
    let (acceptor, certificate) = certificate();
    let peer = Peer::start_with(STARTTLS_OFFERED, Encryption::OnStartTls(acceptor)).await;
    let mailer = trusting(settings("smtp", &peer), &certificate);
    assert_eq!(mailer.send(&mail("Hi", "text")).await, Ok(()));
    peer.heard(|heard| {
        let commands = heard.commands.iter();
        let verbs: Vec<_> = commands
            .filter_map(|c| c.split_whitespace().next())
            .collect();
        let until_data = ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"];
        assert!(verbs.starts_with(&until_data), "{verbs:?}");
        assert!(heard.message.contains("Subject: Hi"));
    });
}

#[tokio::test]
async fn a_server_may_encrypt_from_the_first_byte() {
    let (acceptor, certificate) = certificate();
    let peer = Peer::start_with(Script::WILLING, Encryption::FromTheFirstByte(acceptor)).await;
    let mailer = trusting(settings("smtps", &peer), &certificate);
    assert_eq!(mailer.send(&mail("Hi", "text")).await, Ok(()));
    assert!(peer.heard(|heard| heard.message.contains("Subject: Hi")));
}

#[tokio::test]
async fn a_stranger_s_certificate_gets_neither_password_nor_mail() {
    for scheme in ["smtp", "smtps"] {
        let (acceptor, _) = certificate();
        let encryption = match scheme {
            "smtp" => Encryption::OnStartTls(acceptor),
            _ => Encryption::FromTheFirstByte(acceptor),
        };
        let peer = Peer::start_with(STARTTLS_OFFERED, encryption).await;
        let mailer = SmtpMailer::new(settings(scheme, &peer)).expect("TLS can be prepared");
        let error = mailer
            .send(&mail("Hi", "text"))
            .await
            .expect_err("not trusted");
        assert_eq!(
            (error.is_temporary(), error.cause()),
            (true, Cause::Tls),
            "{scheme}"
        );
        let said = peer.heard(|heard| heard.commands.join(""));
        assert!(
            !said.contains("AUTH") && !said.contains("MAIL"),
            "{scheme}: {said}"
        );
    }
}
