//! Mail over real TCP to a peer that behaves as mail servers do, well and badly.
//! It never needs a mail server on the machine.

use std::time::Duration;

use chrono::DateTime;
use domain::{Email, MessageId};
use uuid::Uuid;

use super::peer::{Peer, Script};
use crate::{
    Cause, MessageKind, RailError,
    mail::{Mail, Mailer, SmtpMailer, SmtpSettings},
};

pub(super) const FROM: &str = "OKPay <no-reply@okpay.example>";

pub(super) fn mail(subject: &str, text: &str) -> Mail {
    Mail {
        to: Email::parse("maria@example.com").expect("an address"),
        subject: subject.into(),
        text: text.to_owned(),
        kind: MessageKind::RegisterCode,
        code: Some("314159".to_owned()),
        link: None,
        message_id: MessageId::from_uuid(Uuid::from_u128(7)),
        at: DateTime::from_timestamp(1_795_305_600, 0).expect("a time"),
    }
}

fn mailer(peer: &Peer, credentials: &str, query: &str) -> SmtpMailer {
    let url = format!("smtp://{credentials}127.0.0.1:{}{query}", peer.port);
    let settings = SmtpSettings::parse(&url, FROM).expect("settings");
    SmtpMailer::new(settings).expect("TLS can be prepared")
}

async fn send(script: Script) -> Result<(), RailError> {
    let peer = Peer::start(script).await;
    let mailer = mailer(&peer, "", "");
    mailer.send(&mail("Your code", "314159")).await
}

/// For peers that never answer: they are given up on quickly.
async fn send_to_silence(script: Script) -> Result<(), RailError> {
    let peer = Peer::start(script).await;
    let url = format!("smtp://127.0.0.1:{}", peer.port);
    let settings = SmtpSettings::parse(&url, FROM).expect("settings");
    let mailer = SmtpMailer::new(settings.with_timeout(Duration::from_millis(200)));
    mailer
        .expect("TLS can be prepared")
        .send(&mail("Your code", "314159"))
        .await
}

fn header<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    let head = message.split("\r\n\r\n").next()?;
    head.split("\r\n")
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn a_mail_arrives_with_its_headers_and_text() {
    let peer = Peer::start(Script::WILLING).await;
    let sent = mailer(&peer, "", "")
        .send(&mail("Your code", "Code: 314159\n.\nBye"))
        .await;
    assert_eq!(sent, Ok(()));
    peer.heard(|heard| {
        assert!(
            heard
                .commands
                .contains(&"RCPT TO:<maria@example.com>\r\n".to_owned())
        );
        let message = heard.message.as_str();
        assert_eq!(
            header(message, "From"),
            Some("OKPay <no-reply@okpay.example>")
        );
        assert_eq!(header(message, "To"), Some("maria@example.com"));
        assert_eq!(header(message, "Subject"), Some("Your code"));
        assert_eq!(
            header(message, "Date"),
            Some("Sun, 22 Nov 2026 00:00:00 +0000")
        );
        assert_eq!(
            header(message, "Message-ID"),
            Some("<00000000-0000-0000-0000-000000000007@okpay.example>")
        );
        assert_eq!(header(message, "Auto-Submitted"), Some("auto-generated"));
        assert!(
            message.ends_with("Code: 314159\r\n..\r\nBye\r\n"),
            "{message}"
        );
    });
}

#[tokio::test]
async fn chinese_survives_a_server_that_knows_only_seven_bits() {
    let peer = Peer::start(Script::WILLING).await;
    let sent = mailer(&peer, "", "")
        .send(&mail("您的验证码", "验证码：314159"))
        .await;
    assert_eq!(sent, Ok(()));
    peer.heard(|heard| {
        assert!(heard.message.is_ascii());
        let subject = header(&heard.message, "Subject").expect("a subject");
        assert!(subject.starts_with("=?utf-8?b?"), "{subject}");
        let kind = header(&heard.message, "Content-Type").expect("a content type");
        assert_eq!(kind, "text/plain; charset=utf-8");
        assert_eq!(header(&heard.message, "MIME-Version"), Some("1.0"));
        assert_eq!(
            header(&heard.message, "Content-Transfer-Encoding"),
            Some("base64")
        );
    });
}

#[tokio::test]
async fn a_hostile_subject_adds_no_header_and_no_receiver() {
    let peer = Peer::start(Script::WILLING).await;
    let hostile = "Hi\r\nBcc: thief@example.com\r\n\r\nbody\n.\nRCPT TO:<thief@example.com>";
    let sent = mailer(&peer, "", "").send(&mail(hostile, "text")).await;
    assert_eq!(sent, Ok(()));
    peer.heard(|heard| {
        assert_eq!(header(&heard.message, "Bcc"), None);
        let receivers = heard
            .commands
            .iter()
            .filter(|command| command.starts_with("RCPT"));
        assert_eq!(receivers.count(), 1);
    });
}

#[tokio::test]
async fn a_hostile_text_stays_inside_the_message() {
    let peer = Peer::start(Script::WILLING).await;
    let hostile = "a\r\n.\r\nMAIL FROM:<x@example.com>\r\nRCPT TO:<thief@example.com>\r\n.\r\n";
    let sent = mailer(&peer, "", "").send(&mail("Hi", hostile)).await;
    assert_eq!(sent, Ok(()));
    peer.heard(|heard| {
        assert!(heard.message.contains("thief"));
        assert!(
            !heard
                .commands
                .iter()
                .any(|command| command.contains("thief"))
        );
    });
}

#[tokio::test]
async fn a_busy_mailbox_is_worth_another_try() {
    let script = Script {
        rcpt: Some("451 4.3.0 try later"),
        ..Script::WILLING
    };
    let error = send(script).await.expect_err("refused");
    assert!(error.is_temporary());
    assert_eq!(error.cause(), Cause::Reply(451));
}

#[tokio::test]
async fn an_unknown_mailbox_is_final_and_its_address_is_not_repeated() {
    let script = Script {
        rcpt: Some("550 5.1.1 <maria@example.com>: unknown"),
        ..Script::WILLING
    };
    let error = send(script).await.expect_err("refused");
    assert!(!error.is_temporary());
    assert_eq!(error.cause(), Cause::Reply(550));
    assert!(!format!("{error} {error:?}").contains("maria"));
}

#[tokio::test]
async fn a_refused_message_is_final() {
    let script = Script {
        message: Some("554 5.6.0 no"),
        ..Script::WILLING
    };
    let error = send(script).await.expect_err("refused");
    assert_eq!(
        (error.is_temporary(), error.cause()),
        (false, Cause::Reply(554))
    );
}

#[tokio::test]
async fn a_server_that_turns_everybody_away_says_nothing_about_the_mail() {
    let script = Script {
        greeting: Some("554 no service"),
        ..Script::WILLING
    };
    let error = send(script).await.expect_err("refused");
    assert_eq!(
        (error.is_temporary(), error.cause()),
        (true, Cause::Reply(554))
    );
}

#[tokio::test]
async fn a_wrong_password_keeps_the_mail_for_later() {
    let peer = Peer::start(Script {
        auth: Some("535 5.7.8 wrong"),
        ..Script::WILLING
    })
    .await;
    let sent = mailer(&peer, "me:secret@", "")
        .send(&mail("Hi", "text"))
        .await;
    let error = sent.expect_err("refused");
    assert_eq!((error.is_temporary(), error.cause()), (true, Cause::SignIn));
}

#[tokio::test]
async fn the_right_password_lets_the_mail_in() {
    let peer = Peer::start(Script::WILLING).await;
    let sent = mailer(&peer, "me:secret@", "")
        .send(&mail("Hi", "text"))
        .await;
    assert_eq!(sent, Ok(()));
    assert!(peer.heard(|heard| {
        heard
            .commands
            .iter()
            .any(|command| command.starts_with("AUTH"))
    }));
}

#[tokio::test]
async fn a_relay_that_wants_a_password_first_keeps_the_mail_for_later() {
    let script = Script {
        rcpt: Some("530 5.7.0 authenticate"),
        ..Script::WILLING
    };
    let error = send(script).await.expect_err("refused");
    assert_eq!((error.is_temporary(), error.cause()), (true, Cause::SignIn));
}

#[tokio::test]
async fn without_the_encryption_asked_for_nothing_is_said() {
    let peer = Peer::start(Script::WILLING).await;
    let sent = mailer(&peer, "me:secret@", "?tls=required")
        .send(&mail("Hi", "text"))
        .await;
    let error = sent.expect_err("no STARTTLS on offer");
    assert_eq!((error.is_temporary(), error.cause()), (true, Cause::Tls));
    peer.heard(|heard| {
        let said = heard.commands.iter();
        let mut verbs = said.filter_map(|command| command.split_whitespace().next());
        assert!(verbs.all(|verb| verb == "EHLO" || verb == "QUIT"));
    });
}

#[tokio::test]
async fn a_silent_server_is_given_up_on_wherever_it_falls_silent() {
    for script in [
        Script {
            greeting: None,
            ..Script::WILLING
        },
        Script {
            ehlo: None,
            ..Script::WILLING
        },
        Script {
            rcpt: None,
            ..Script::WILLING
        },
        Script {
            message: None,
            ..Script::WILLING
        },
    ] {
        let error = send_to_silence(script).await.expect_err("no answer");
        assert_eq!(
            (error.is_temporary(), error.cause()),
            (true, Cause::TimedOut)
        );
    }
}

#[tokio::test]
async fn a_server_that_never_says_goodbye_has_the_mail_all_the_same() {
    let sent = send(Script {
        quit: None,
        ..Script::WILLING
    })
    .await;
    assert_eq!(sent, Ok(()));
}

#[tokio::test]
async fn nobody_listening_is_worth_another_try() {
    let settings = SmtpSettings::parse("smtp://127.0.0.1:1", FROM).expect("settings");
    let mailer = SmtpMailer::new(settings).expect("TLS can be prepared");
    let error = mailer
        .send(&mail("Hi", "text"))
        .await
        .expect_err("nobody there");
    assert_eq!(
        (error.is_temporary(), error.cause()),
        (true, Cause::Unreachable)
    );
}

#[tokio::test]
async fn what_does_not_speak_smtp_is_worth_another_try() {
    let error = send(Script {
        greeting: Some("HTTP/1.1 400"),
        ..Script::WILLING
    })
    .await;
    let error = error.expect_err("no SMTP");
    assert_eq!(
        (error.is_temporary(), error.cause()),
        (true, Cause::Protocol)
    );
}
