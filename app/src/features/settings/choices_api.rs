//! Server functions of what a person wants to be told, and where.

use domain::{Channel, Choices, Topic};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::for_member;

/// A form of switches, each there when it is on: browsers send nothing for a box that is not ticked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Switches {
    pub money_in_email: Option<String>,
    pub money_in_phone: Option<String>,
    pub money_in_inbox: Option<String>,
    pub receipt_email: Option<String>,
    pub receipt_phone: Option<String>,
    pub receipt_inbox: Option<String>,
    pub request_email: Option<String>,
    pub request_phone: Option<String>,
    pub request_inbox: Option<String>,
    pub security_email: Option<String>,
    pub security_phone: Option<String>,
    pub security_inbox: Option<String>,
}

impl Switches {
    /// What is on and off by the form.
    pub fn choices(&self) -> Choices {
        use Channel::{Email, Inbox, Phone};
        use Topic::{MoneyIn, Receipt, Request, Security};
        let switches = [
            (MoneyIn, Email, &self.money_in_email),
            (MoneyIn, Phone, &self.money_in_phone),
            (MoneyIn, Inbox, &self.money_in_inbox),
            (Receipt, Email, &self.receipt_email),
            (Receipt, Phone, &self.receipt_phone),
            (Receipt, Inbox, &self.receipt_inbox),
            (Request, Email, &self.request_email),
            (Request, Phone, &self.request_phone),
            (Request, Inbox, &self.request_inbox),
            (Security, Email, &self.security_email),
            (Security, Phone, &self.security_phone),
            (Security, Inbox, &self.security_inbox),
        ];
        Choices::without(
            switches
                .into_iter()
                .filter(|(_, _, on)| on.is_none())
                .map(|(topic, channel, _)| (topic, channel)),
        )
    }
}

/// Reads what the person wants to be told.
#[server(prefix = "/fn", endpoint = "notification_choices")]
pub async fn notification_choices() -> Result<Outcome<Choices>, ApiError> {
    for_member(|wallet, viewer| async move { wallet.notification_choices(&viewer).await }).await
}

/// Changes what the person wants to be told.
#[server(prefix = "/fn", endpoint = "set_notification_choices")]
pub async fn set_notification_choices(
    #[server(flatten)] switches: Switches,
) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        wallet
            .set_notification_choices(&viewer, &switches.choices())
            .await
    })
    .await
}
