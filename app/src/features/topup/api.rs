//! Server functions of adding money.

use domain::{Currency, Money};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::for_member;

/// A saved card as a person knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCard {
    pub id: String,
    pub brand: String,
    pub last4: String,
    /// `12/29`.
    pub expiry: String,
}

/// What the page for adding money starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopUpStart {
    /// The id of the request to be made: pressing twice asks once.
    pub id: String,
    pub cards: Vec<SavedCard>,
    /// The currency to suggest.
    pub currency: Currency,
    /// What is there now in that currency.
    pub balance: Money,
}

/// Reads what the page needs.
#[server(prefix = "/fn", endpoint = "topup_options")]
pub async fn topup_options() -> Result<Outcome<TopUpStart>, ApiError> {
    for_member(|wallet, viewer| async move {
        let currency = viewer.person.display_currency;
        let balances = wallet.balances(&viewer).await?;
        let balance = balances
            .iter()
            .map(|found| found.available)
            .find(|money| money.currency() == currency);
        Ok(TopUpStart {
            id: wallet.new_topup_id().to_string(),
            cards: wallet
                .cards(&viewer)
                .await?
                .into_iter()
                .map(request::saved_card)
                .collect(),
            currency,
            balance: balance.unwrap_or(Money::zero(currency)),
        })
    })
    .await
}

/// Announces a bank transfer; the answer is the id of its page in the history.
#[server(prefix = "/fn", endpoint = "topup_bank")]
pub async fn topup_bank(
    #[server(default)] id: String,
    #[server(default)] amount: String,
    #[server(default)] currency: String,
) -> Result<Outcome<String>, ApiError> {
    for_member(|wallet, viewer| async move {
        let topup = wallet
            .start_bank_topup(&viewer, request::parse(&id)?, &amount, &currency)
            .await?;
        Ok(topup.id.to_string())
    })
    .await
}

/// Charges a card, a saved one or a new one; the answer is the id of its page in the history.
#[server(prefix = "/fn", endpoint = "topup_card")]
pub async fn topup_card(
    #[server(default)] id: String,
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] card: String,
    #[server(default)] card_number: String,
    #[server(default)] expiry: String,
    #[server(default)] security_code: String,
) -> Result<Outcome<String>, ApiError> {
    for_member(|wallet, viewer| async move {
        let card = request::card(&card, card_number, expiry, security_code)?;
        let form = services::TopUpForm {
            id: request::parse(&id)?,
            amount,
            currency,
            card,
        };
        Ok(wallet
            .start_card_topup(&viewer, &form)
            .await?
            .id
            .to_string())
    })
    .await
}

/// The person's word to their bank; the answer is the id of the transaction's page.
#[server(prefix = "/fn", endpoint = "topup_authenticate")]
pub async fn topup_authenticate(
    #[server(default)] id: String,
    #[server(default)] approve: bool,
) -> Result<Outcome<String>, ApiError> {
    for_member(|wallet, viewer| async move {
        let topup = wallet
            .authenticate_topup(&viewer, request::parse(&id)?, approve)
            .await?;
        Ok(topup.id.to_string())
    })
    .await
}

/// Forgets a saved card.
#[server(prefix = "/fn", endpoint = "remove_card")]
pub async fn remove_card(#[server(default)] id: String) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        let unknown = || domain::Refusal::new(domain::ErrorCode::CardUnknown);
        wallet
            .remove_card(&viewer, id.parse().map_err(|_| unknown())?)
            .await
    })
    .await
}

#[cfg(feature = "ssr")]
mod request {
    use domain::{ErrorCode, Field, Refusal, TopUpId};
    use services::{Card, CardChoice};

    use super::SavedCard;

    pub fn parse(id: &str) -> Result<TopUpId, Refusal> {
        id.parse()
            .map_err(|_| Refusal::new(ErrorCode::TopUpUnknown))
    }

    pub fn card(
        saved: &str,
        number: String,
        expiry: String,
        security_code: String,
    ) -> Result<CardChoice, Refusal> {
        match saved {
            "" | "new" => Ok(CardChoice::New {
                number,
                expiry,
                security_code,
            }),
            saved => saved
                .parse()
                .map(CardChoice::Saved)
                .map_err(|_| Refusal::new(ErrorCode::CardUnknown).at(Field::CardNumber)),
        }
    }

    pub fn saved_card(card: Card) -> SavedCard {
        SavedCard {
            id: card.id.to_string(),
            brand: crate::features::history::activity::brand_name(&card.brand).to_owned(),
            last4: card.last4,
            expiry: format!("{:02}/{:02}", card.exp_month, card.exp_year % 100),
        }
    }
}
