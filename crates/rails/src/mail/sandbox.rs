//! Mail in sandbox mode: everything lands in the outbox.
//! It never sends anything out of the machine.

use std::sync::Arc;

use super::{Mail, Mailer};
use crate::{BoxFuture, OutboxMessage, OutboxSink, RailError};

/// Delivers to the outbox instead of a mail server.
pub struct SandboxMailer {
    outbox: Arc<dyn OutboxSink>,
}

impl SandboxMailer {
    pub fn new(outbox: Arc<dyn OutboxSink>) -> Self {
        Self { outbox }
    }
}

impl Mailer for SandboxMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), RailError>> {
        self.outbox.deliver(OutboxMessage {
            id: mail.message_id,
            to: mail.to.as_str().to_owned(),
            kind: mail.kind,
            subject: mail.subject.as_str().to_owned(),
            text: mail.text.clone(),
            code: mail.code.clone(),
            link: mail.link.clone(),
            at: mail.at,
        })
    }
}
