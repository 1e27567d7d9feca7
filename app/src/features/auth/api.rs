//! Server functions of registering, signing in and signing out.

use chrono::NaiveDate;
use domain::{Money, PasswordAdvice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::{for_anybody, set_session_cookie, set_sign_in_cookies};

/// A code is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    /// The address as it was understood.
    pub address: String,
    pub resend_after_seconds: u32,
    pub valid_minutes: u32,
}

#[cfg(feature = "ssr")]
impl From<services::CodeSent> for CodeSent {
    fn from(sent: services::CodeSent) -> Self {
        Self {
            address: sent.address.display(),
            resend_after_seconds: sent.resend_after_seconds,
            valid_minutes: sent.valid_minutes,
        }
    }
}

/// Sends a registration code.
#[server(prefix = "/fn", endpoint = "register_code")]
pub async fn register_code(
    #[server(default)] address: String,
) -> Result<Outcome<CodeSent>, ApiError> {
    for_anybody(|wallet, asker| async move {
        let sent = wallet
            .request_register_code(&address, asker.locale, &asker.client)
            .await?;
        Ok(sent.into())
    })
    .await
}

/// Registers a person and signs them in.
#[server(prefix = "/fn", endpoint = "register")]
pub async fn register(
    #[server(default)] address: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] confirm_password: String,
    #[server(default)] code: String,
    #[server(default)] agreement: Option<String>,
) -> Result<Outcome<()>, ApiError> {
    let presented = crate::ssr::session_token();
    for_anybody(|wallet, asker| async move {
        let accept_terms = agreement.is_some();
        let form = services::RegisterForm {
            address,
            name,
            password,
            confirm_password,
            code,
            accept_terms,
        };
        let signed_in = wallet
            .register(&form, asker.locale, &asker.client, presented.as_deref())
            .await?;
        set_sign_in_cookies(&signed_in);
        Ok(())
    })
    .await
}

/// Says of a password that is being typed how hard it is to guess. It is judged and forgotten.
#[server(prefix = "/fn", endpoint = "password_strength")]
pub async fn password_strength(
    #[server(default)] password: String,
    #[server(default)] address: String,
    #[server(default)] name: String,
) -> Result<Outcome<PasswordAdvice>, ApiError> {
    for_anybody(|wallet, asker| async move {
        wallet
            .advise_on_password(&password, &address, &name, asker.viewer.as_ref())
            .await
    })
    .await
}

/// Signs a person in.
#[server(prefix = "/fn", endpoint = "sign_in")]
pub async fn sign_in(
    #[server(default)] address: String,
    #[server(default)] password: String,
) -> Result<Outcome<()>, ApiError> {
    let presented = crate::ssr::session_token();
    for_anybody(|wallet, asker| async move {
        let signed_in = wallet
            .sign_in(&address, &password, &asker.client, presented.as_deref())
            .await?;
        set_sign_in_cookies(&signed_in);
        Ok(())
    })
    .await
}

/// Ends the session of this browser.
#[server(prefix = "/fn", endpoint = "sign_out")]
pub async fn sign_out() -> Result<Outcome<()>, ApiError> {
    let token = crate::ssr::session_token();
    for_anybody(|wallet, _| async move {
        if let Some(token) = token {
            wallet.sign_out(&token).await?;
        }
        set_session_cookie(None);
        Ok(())
    })
    .await
}

/// What waits behind an invitation's link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// Masked.
    pub payer: String,
    /// Masked.
    pub address: String,
    pub amount: Money,
    pub until: NaiveDate,
    pub waits: bool,
}

/// Reads what waits behind an invitation's link.
#[server(prefix = "/fn", endpoint = "invitation")]
pub async fn invitation(
    #[server(default)] id: String,
) -> Result<Outcome<InvitationView>, ApiError> {
    for_anybody(|wallet, _| async move {
        let unknown = || domain::Refusal::new(domain::ErrorCode::NotFound);
        let id = id.parse().map_err(|_| unknown())?;
        let found = wallet.invitation(id).await?;
        Ok(InvitationView {
            payer: found.payer,
            address: found.address,
            amount: found.amount,
            until: found.expires_at.date_naive(),
            waits: found.waits,
        })
    })
    .await
}
