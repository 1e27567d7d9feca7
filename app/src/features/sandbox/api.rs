//! Server functions of the sandbox's mailbox and bank. They answer only while the money is play money.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::for_anybody;

/// A message in the sandbox's mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    pub to: String,
    pub kind: String,
    pub subject: String,
    pub text: String,
    pub code: Option<String>,
    pub link: Option<String>,
    /// RFC 3339, UTC.
    pub at: String,
}

/// The newest messages, of one address or of all.
#[server(prefix = "/fn", endpoint = "sandbox_outbox")]
pub async fn sandbox_outbox(
    #[server(default)] to: Option<String>,
) -> Result<Outcome<Vec<Mail>>, ApiError> {
    for_anybody(|wallet, _| async move {
        let found = wallet.sandbox_outbox(to.as_deref()).await?;
        Ok(found.into_iter().map(Mail::from).collect())
    })
    .await
}

#[cfg(feature = "ssr")]
impl From<services::Delivered> for Mail {
    fn from(message: services::Delivered) -> Self {
        Self {
            to: message.address,
            kind: message.kind,
            subject: message.subject,
            text: message.body,
            code: message.code,
            link: message.link,
            at: message
                .at
                .to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        }
    }
}

/// What a bank transfer with this reference is waiting for.
#[server(prefix = "/fn", endpoint = "sandbox_bank")]
pub async fn sandbox_bank(
    #[server(default)] reference: String,
    #[server(default)] outcome: String,
    #[server(default)] amount: String,
) -> Result<Outcome<String>, ApiError> {
    for_anybody(|wallet, asker| async move {
        let line = wallet
            .sandbox_bank_line(&reference, &outcome, &amount, asker.locale)
            .await?;
        Ok(line)
    })
    .await
}
