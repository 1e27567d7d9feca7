//! Server functions of being paid.

use chrono::NaiveDateTime;
use domain::{Currency, Money, RequestEnd};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::{for_anybody, for_member};

/// A QR code: a path in a square of `size` units, the quiet zone included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    pub path: String,
    pub size: usize,
}

/// How one is found and paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveStart {
    pub name: String,
    pub initial: String,
    /// Grouped for reading.
    pub account: String,
    pub addresses: Vec<String>,
    /// The display currency first.
    pub currencies: Vec<Currency>,
}

/// Reads how one is found and paid.
#[server(prefix = "/fn", endpoint = "receive_options")]
pub async fn receive_options() -> Result<Outcome<ReceiveStart>, ApiError> {
    for_member(|wallet, viewer| async move {
        let addresses = wallet.addresses(&viewer).await?;
        let person = &viewer.person;
        let mut currencies = Currency::HELD.to_vec();
        currencies.sort_by_key(|currency| *currency != person.display_currency);
        Ok(ReceiveStart {
            name: person.name.as_str().to_owned(),
            initial: person.name.initial(),
            account: person.account_number.display(),
            addresses: addresses.iter().map(domain::Address::display).collect(),
            currencies,
        })
    })
    .await
}

/// A personal link and its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    pub url: String,
    pub code: QrCode,
    /// None for any amount.
    pub amount: Option<Money>,
    pub note: Option<String>,
}

/// The personal link that asks for this; empty fields ask for nothing particular.
#[server(prefix = "/fn", endpoint = "personal_link")]
pub async fn personal_link(
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] note: String,
) -> Result<Outcome<LinkView>, ApiError> {
    for_member(|wallet, viewer| async move {
        let form = services::LinkForm {
            amount,
            currency,
            note,
        };
        let link = wallet.personal_link(&viewer, &form)?;
        Ok(LinkView {
            code: super::qr::draw(&link.url)?,
            url: link.url,
            amount: link.amount,
            note: link.note,
        })
    })
    .await
}

/// Asks somebody for money; the answer is the request's id.
#[server(prefix = "/fn", endpoint = "ask_for_money")]
pub async fn ask_for_money(
    #[server(default)] to: String,
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] note: String,
) -> Result<Outcome<String>, ApiError> {
    for_member(|wallet, viewer| async move {
        let form = services::AskForm {
            to,
            amount,
            currency,
            note,
        };
        Ok(wallet.ask(&viewer, &form).await?.to_string())
    })
    .await
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestState {
    Open,
    Ended(RequestEnd),
    Lapsed,
}

/// What the reader has to do with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestSide {
    Asker,
    Payer,
    Visitor,
}

/// A request for money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    pub id: String,
    /// To hand on.
    pub url: String,
    pub side: RequestSide,
    /// Who asks, masked.
    pub asker: String,
    pub initial: String,
    /// For members: the asker's account, grouped for reading.
    pub account: Option<String>,
    /// Who is asked, for whoever asks.
    pub asked: Option<String>,
    pub amount: Money,
    pub note: Option<String>,
    pub state: RequestState,
    /// In the reader's time zone.
    pub created_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
}

/// A request, for whoever has its link and for both its sides.
#[server(prefix = "/fn", endpoint = "request")]
pub async fn request(#[server(default)] id: String) -> Result<Outcome<RequestView>, ApiError> {
    for_anybody(|wallet, asker| async move {
        let viewer = asker.viewer.as_ref();
        let found = wallet.request(viewer, view::parse(&id)?).await?;
        Ok(view::of(&wallet, viewer, found))
    })
    .await
}

/// The latest requests of one's own.
#[server(prefix = "/fn", endpoint = "requests_made")]
pub async fn requests_made() -> Result<Outcome<Vec<RequestView>>, ApiError> {
    for_member(|wallet, viewer| async move {
        let made = wallet.requests_made(&viewer).await?;
        let views = made.into_iter();
        Ok(views
            .map(|found| view::of(&wallet, Some(&viewer), found))
            .collect())
    })
    .await
}

/// Prepares the payment of a request; the answer is the id under which it waits for confirmation.
#[server(prefix = "/fn", endpoint = "pay_request")]
pub async fn pay_request(#[server(default)] id: String) -> Result<Outcome<String>, ApiError> {
    for_member(|wallet, viewer| async move {
        let intent = wallet.pay_request(&viewer, view::parse(&id)?).await?;
        Ok(intent.to_string())
    })
    .await
}

/// Says no to a request.
#[server(prefix = "/fn", endpoint = "decline_request")]
pub async fn decline_request(#[server(default)] id: String) -> Result<Outcome<()>, ApiError> {
    for_member(
        |wallet, viewer| async move { wallet.decline_request(&viewer, view::parse(&id)?).await },
    )
    .await
}

/// Takes a request of one's own back.
#[server(prefix = "/fn", endpoint = "withdraw_request")]
pub async fn withdraw_request(#[server(default)] id: String) -> Result<Outcome<()>, ApiError> {
    for_member(
        |wallet, viewer| async move { wallet.withdraw_request(&viewer, view::parse(&id)?).await },
    )
    .await
}

#[cfg(feature = "ssr")]
pub(crate) mod view {
    use domain::{ErrorCode, Refusal, RequestId};
    use services::{RequestShown, Viewer, Wallet};

    use super::{RequestSide, RequestState, RequestView};

    pub fn parse(id: &str) -> Result<RequestId, Refusal> {
        id.parse()
            .map_err(|_| Refusal::new(ErrorCode::RequestUnknown))
    }

    pub fn of(wallet: &Wallet, viewer: Option<&Viewer>, found: RequestShown) -> RequestView {
        let local = |at: chrono::DateTime<chrono::Utc>| match viewer {
            Some(viewer) => services::local_time(&viewer.person, at),
            None => at.naive_utc(),
        };
        RequestView {
            url: format!("{}/request/{}", wallet.config().public_url, found.id),
            id: found.id.to_string(),
            side: match found.side {
                services::RequestSide::Asker => RequestSide::Asker,
                services::RequestSide::Payer => RequestSide::Payer,
                services::RequestSide::Visitor => RequestSide::Visitor,
            },
            account: viewer.map(|_| found.asker.account.display()),
            asker: found.asker.name,
            initial: found.initial,
            asked: found.asked,
            amount: found.amount,
            note: found.note,
            state: match found.state {
                services::RequestState::Open => RequestState::Open,
                services::RequestState::Ended(end) => RequestState::Ended(end),
                services::RequestState::Lapsed => RequestState::Lapsed,
            },
            created_at: local(found.created_at),
            expires_at: local(found.expires_at),
        }
    }
}
