//! Server functions of sending money.

use chrono::NaiveDateTime;
use domain::{Money, Refusal};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::ssr::for_member;
use crate::{
    answer::{ApiError, Outcome},
    features::exchange::api::RateView,
};

/// What the send page starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendStart {
    /// What can be spent, a currency each; the one to suggest first.
    pub available: Vec<Money>,
}

/// Reads what can be sent.
#[server(prefix = "/fn", endpoint = "send_options")]
pub async fn send_options() -> Result<Outcome<SendStart>, ApiError> {
    for_member(|wallet, viewer| async move {
        let balances = wallet.balances(&viewer).await?;
        let mut available: Vec<Money> = balances
            .into_iter()
            .map(|balance| balance.available)
            .collect();
        // Nobody sends from an empty balance first.
        available.sort_by_key(|money| !money.is_positive());
        for currency in domain::Currency::HELD {
            if !available.iter().any(|money| money.currency() == *currency) {
                available.push(Money::zero(*currency));
            }
        }
        Ok(SendStart { available })
    })
    .await
}

/// Somebody money can be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayeeView {
    /// Masked.
    pub name: String,
    pub initial: String,
    /// Grouped for reading; none for somebody who has no account yet and is named by their address.
    pub account: Option<String>,
}

/// Looks a payee up.
#[server(prefix = "/fn", endpoint = "find_payee")]
pub async fn find_payee(#[server(default)] to: String) -> Result<Outcome<PayeeView>, ApiError> {
    for_member(|wallet, viewer| async move {
        Ok(match wallet.find_payee(&viewer, &to).await? {
            services::Payable::Member(found) => PayeeView {
                name: found.name,
                initial: found.initial,
                account: Some(found.account.display()),
            },
            services::Payable::Newcomer(address) => prepared::newcomer(&address),
        })
    })
    .await
}

/// Prepares a payment; the answer is the id under which it waits for confirmation.
#[server(prefix = "/fn", endpoint = "prepare_send")]
pub async fn prepare_send(
    #[server(default)] to: String,
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] they_get: String,
    #[server(default)] target_currency: String,
    #[server(default)] note: String,
    #[server(default)] split: bool,
) -> Result<Outcome<String>, ApiError> {
    for_member(|wallet, viewer| async move {
        let form = services::SendForm {
            to,
            sum: services::QuoteForm {
                amount,
                currency,
                they_get,
                target_currency,
            },
            note,
            split,
        };
        Ok(wallet.prepare_send(&viewer, &form).await?.to_string())
    })
    .await
}

/// How far a prepared payment has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    Ready {
        available: Money,
        expires_at: NaiveDateTime,
        /// Until then, as the server counts; a rate is held no longer.
        seconds_left: u32,
        has_payment_password: bool,
    },
    /// The id of the transaction's page.
    Paid {
        activity: String,
    },
    Refused(Refusal),
    Expired,
}

/// A prepared payment as its confirm page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// None for a conversion between one's own balances.
    pub payee: Option<PayeeView>,
    /// What arrives.
    pub amount: Money,
    /// What is sent or converted, before the fee.
    pub source: Money,
    pub fee: Money,
    /// What leaves the balance.
    pub total: Money,
    /// Across two currencies.
    pub rate: Option<RateView>,
    /// The payments it is sent in, when it is more than one.
    #[serde(default)]
    pub parts: Vec<Money>,
    /// The request that it pays.
    #[serde(default)]
    pub request: Option<String>,
    pub note: Option<String>,
    pub progress: Progress,
}

/// What is to be confirmed, or what became of it.
#[server(prefix = "/fn", endpoint = "send_status")]
pub async fn send_status(#[server(default)] id: String) -> Result<Outcome<Prepared>, ApiError> {
    for_member(|wallet, viewer| async move {
        let status = wallet.send_status(&viewer, prepared::parse(&id)?).await?;
        Ok(prepared::of(status, &viewer, wallet.env().now()))
    })
    .await
}

/// Executes a prepared payment. Asking again gives the same answer.
#[server(prefix = "/fn", endpoint = "confirm_send")]
pub async fn confirm_send(
    #[server(default)] id: String,
    #[server(default)] payment_password: String,
) -> Result<Outcome<Prepared>, ApiError> {
    for_member(|wallet, viewer| async move {
        let status = wallet
            .confirm_send(&viewer, prepared::parse(&id)?, &payment_password)
            .await?;
        Ok(prepared::of(status, &viewer, wallet.env().now()))
    })
    .await
}

/// Prepares the same again, at the rate of this moment; the answer is the new id to look at and confirm.
#[server(prefix = "/fn", endpoint = "renew_send")]
pub async fn renew_send(#[server(default)] id: String) -> Result<Outcome<String>, ApiError> {
    for_member(|wallet, viewer| async move {
        let renewed = wallet.renew_send(&viewer, prepared::parse(&id)?).await?;
        Ok(renewed.to_string())
    })
    .await
}

#[cfg(feature = "ssr")]
mod prepared {
    use chrono::{DateTime, Utc};
    use domain::{Address, ErrorCode, IntentId, Refusal};
    use services::{ActivityId, Recipient, SendIntent, SendStatus, Viewer};

    use super::{PayeeView, Prepared, Progress};
    use crate::features::history::activity::path_id;

    pub fn parse(id: &str) -> Result<IntentId, Refusal> {
        id.parse()
            .map_err(|_| Refusal::new(ErrorCode::IntentUnknown))
    }

    /// Somebody who is known by this address alone.
    pub fn newcomer(address: &Address) -> PayeeView {
        let name = address.display();
        PayeeView {
            initial: name
                .chars()
                .find(|sign| sign.is_alphanumeric())
                .map(|sign| sign.to_uppercase().to_string())
                .unwrap_or_default(),
            name,
            account: None,
        }
    }

    pub fn of(status: SendStatus, viewer: &Viewer, now: DateTime<Utc>) -> Prepared {
        match status {
            SendStatus::Ready {
                intent, available, ..
            } => {
                let expires_at = services::local_time(&viewer.person, intent.expires_at);
                let has_payment_password = viewer.has_payment_password;
                let seconds_left = (intent.expires_at - now).num_seconds();
                shown(
                    intent,
                    Progress::Ready {
                        available,
                        expires_at,
                        seconds_left: u32::try_from(seconds_left).unwrap_or_default(),
                        has_payment_password,
                    },
                )
            }
            SendStatus::Paid {
                intent,
                currency,
                seq,
            } => shown(
                intent,
                Progress::Paid {
                    activity: path_id(ActivityId::Entry { currency, seq }),
                },
            ),
            SendStatus::Refused { intent, why } => {
                let why = crate::ssr::by_clock_of(&viewer.person, why);
                shown(intent, Progress::Refused(why))
            }
            SendStatus::Expired { intent } => shown(intent, Progress::Expired),
        }
    }

    fn shown(intent: SendIntent, progress: Progress) -> Prepared {
        let (amount, source, fee, total) =
            (intent.amount, intent.source(), intent.fee(), intent.total());
        let payee = match intent.recipient {
            Recipient::Member { party, initial } => Some(PayeeView {
                name: party.name,
                initial,
                account: Some(party.account.display()),
            }),
            Recipient::Invited { address } => Some(newcomer(&address)),
            Recipient::Oneself => None,
        };
        Prepared {
            payee,
            amount,
            source,
            fee,
            total,
            rate: intent.exchange.map(|quote| quote.rate.into()),
            parts: intent.parts,
            request: intent.request.map(|id| id.to_string()),
            note: intent.note,
            progress,
        }
    }
}
