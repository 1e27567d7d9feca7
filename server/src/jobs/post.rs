//! Hands messages to the mail and SMS rails: the sandbox's outbox, or a real mail server when one is configured.

use std::sync::Arc;

use domain::Address;
use rails::{
    RailError,
    mail::{Mail, Mailer, SandboxMailer, SmtpMailer, SmtpSettings, SmtpSettingsError, SubjectLine},
    sms::{SandboxSms, Sms, SmsSender},
};
use services::MessageToSend;

use crate::{sandbox::Outbox, state::AppState};

/// The post office of this server.
#[derive(Clone)]
pub struct Post {
    mailer: Arc<dyn Mailer>,
    sms: Arc<dyn SmsSender>,
    public_url: Arc<str>,
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Post")
    }
}

impl Post {
    /// With the rails that the configuration names.
    pub fn open(state: &AppState) -> Result<Self, SmtpSettingsError> {
        let outbox = Arc::new(Outbox(state.wallet.database().clone()));
        let mailer: Arc<dyn Mailer> = match &state.config.mail {
            Some(mail) => Arc::new(SmtpMailer::new(SmtpSettings::parse(
                mail.smtp_url.expose(),
                &mail.from,
            )?)?),
            None => Arc::new(SandboxMailer::new(outbox.clone())),
        };
        Ok(Self {
            mailer,
            sms: Arc::new(SandboxSms::new(outbox)),
            public_url: state.wallet.config().public_url.as_str().into(),
        })
    }

    /// Words the message and hands it over.
    pub async fn deliver(&self, message: MessageToSend) -> Result<(), RailError> {
        let letter = app::mail::letter(&message.body, message.locale, &self.public_url);
        let kind = message.body.kind();
        match message.address {
            Address::Email(to) => {
                let mail = Mail {
                    to,
                    subject: SubjectLine::new(&letter.subject),
                    text: letter.text,
                    kind,
                    code: letter.code,
                    link: letter.link,
                    message_id: message.id,
                    at: message.created_at,
                };
                self.mailer.send(&mail).await
            }
            Address::Phone(to) => {
                let sms = Sms {
                    to,
                    text: letter.short,
                    kind,
                    code: letter.code,
                    link: letter.link,
                    message_id: message.id,
                    at: message.created_at,
                };
                self.sms.send(&sms).await
            }
        }
    }
}
