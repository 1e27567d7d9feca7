//! SMS in sandbox mode: everything lands in the outbox.
//! It never sends anything out of the machine.

use std::sync::Arc;

use super::{Sms, SmsSender};
use crate::{BoxFuture, OutboxMessage, OutboxSink, RailError};

/// Delivers to the outbox instead of a telephone network.
pub struct SandboxSms {
    outbox: Arc<dyn OutboxSink>,
}

impl SandboxSms {
    pub fn new(outbox: Arc<dyn OutboxSink>) -> Self {
        Self { outbox }
    }
}

impl SmsSender for SandboxSms {
    fn send<'a>(&'a self, sms: &'a Sms) -> BoxFuture<'a, Result<(), RailError>> {
        self.outbox.deliver(OutboxMessage {
            id: sms.message_id,
            to: sms.to.as_str().to_owned(),
            kind: sms.kind,
            subject: String::new(),
            text: sms.text.clone(),
            code: sms.code.clone(),
            link: sms.link.clone(),
            at: sms.at,
        })
    }
}
