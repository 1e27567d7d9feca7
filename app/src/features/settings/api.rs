//! Server functions of a person's settings.

use domain::{Channel, Currency, Locale};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::ssr::{for_anybody, for_member, set_locale_cookie, set_session_cookie};
use crate::{
    answer::{ApiError, Outcome},
    features::auth::api::CodeSent,
};

/// A person's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsData {
    pub name: String,
    /// Grouped for reading.
    pub account: String,
    /// Verified addresses.
    pub addresses: Vec<String>,
    pub locale: Locale,
    pub display_currency: Currency,
    pub time_zone: String,
    pub has_payment_password: bool,
    /// The ways by which the person can be told something.
    #[serde(default = "all_channels")]
    pub channels: Vec<Channel>,
}

/// An older server does not say which.
fn all_channels() -> Vec<Channel> {
    Channel::ALL.to_vec()
}

/// Reads the settings.
#[server(prefix = "/fn", endpoint = "settings")]
pub async fn settings() -> Result<Outcome<SettingsData>, ApiError> {
    for_member(|wallet, viewer| async move {
        let addresses = wallet.addresses(&viewer).await?;
        let by_address = addresses.iter().map(|address| address.kind().into());
        let mut channels: Vec<Channel> = by_address.chain([Channel::Inbox]).collect();
        channels.sort();
        channels.dedup();
        Ok(SettingsData {
            channels,
            addresses: addresses.iter().map(domain::Address::display).collect(),
            name: viewer.person.name.as_str().to_owned(),
            account: viewer.person.account_number.display(),
            locale: viewer.person.locale,
            display_currency: viewer.person.display_currency,
            time_zone: viewer.person.time_zone,
            has_payment_password: viewer.has_payment_password,
        })
    })
    .await
}

/// Changes the name others see.
#[server(prefix = "/fn", endpoint = "set_name")]
pub async fn set_name(#[server(default)] name: String) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move { wallet.set_name(&viewer, &name).await }).await
}

/// Changes the language: of the account for a member, of this browser for a visitor.
#[server(prefix = "/fn", endpoint = "set_language")]
pub async fn set_language(#[server(default)] locale: String) -> Result<Outcome<()>, ApiError> {
    for_anybody(|wallet, asker| async move {
        let unknown = || domain::Refusal::new(domain::ErrorCode::LocaleUnknown);
        let locale = Locale::from_tag(&locale).ok_or_else(unknown)?;
        if let Some(viewer) = &asker.viewer {
            wallet.set_locale(viewer, locale).await?;
        }
        set_locale_cookie(locale);
        Ok(())
    })
    .await
}

/// Changes the currency of totals and the time zone of dates.
#[server(prefix = "/fn", endpoint = "set_preferences")]
pub async fn set_preferences(
    #[server(default)] currency: String,
    #[server(default)] time_zone: String,
) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        wallet.set_preferences(&viewer, &currency, &time_zone).await
    })
    .await
}

/// Changes the sign-in password; every other session ends.
#[server(prefix = "/fn", endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] new_password: String,
    #[server(default)] confirm_password: String,
) -> Result<Outcome<()>, ApiError> {
    let client = crate::ssr::asker()?.client;
    for_member(|wallet, viewer| async move {
        let token = wallet
            .change_password(
                &viewer,
                &current_password,
                &new_password,
                &confirm_password,
                &client,
            )
            .await?;
        set_session_cookie(Some(token.expose()));
        Ok(())
    })
    .await
}

/// Sets the payment password, or changes it when the current one is given.
#[server(prefix = "/fn", endpoint = "set_payment_password")]
pub async fn set_payment_password(
    #[server(default)] current_payment_password: Option<String>,
    #[server(default)] payment_password: String,
) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        wallet
            .set_payment_password(
                &viewer,
                current_payment_password.as_deref(),
                &payment_password,
            )
            .await
    })
    .await
}

/// Sends a code with which a forgotten payment password is replaced.
#[server(prefix = "/fn", endpoint = "payment_reset_code")]
pub async fn payment_reset_code() -> Result<Outcome<CodeSent>, ApiError> {
    let client = crate::ssr::asker()?.client;
    for_member(|wallet, viewer| async move {
        let sent = wallet.request_payment_reset(&viewer, &client).await?;
        Ok(sent.into())
    })
    .await
}

/// Sets a new payment password without the old one.
#[server(prefix = "/fn", endpoint = "reset_payment_password")]
pub async fn reset_payment_password(
    #[server(default)] code: String,
    #[server(default)] password: String,
    #[server(default)] payment_password: String,
) -> Result<Outcome<()>, ApiError> {
    let client = crate::ssr::asker()?.client;
    for_member(|wallet, viewer| async move {
        let form = services::PaymentResetForm {
            code,
            password,
            payment_password,
        };
        wallet.reset_payment_password(&viewer, &form, &client).await
    })
    .await
}

/// Ends every session of the person, this one included.
#[server(prefix = "/fn", endpoint = "sign_out_everywhere")]
pub async fn sign_out_everywhere() -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        wallet.sign_out_everywhere(&viewer).await?;
        set_session_cookie(None);
        Ok(())
    })
    .await
}
