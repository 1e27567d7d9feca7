//! Server functions of where a person is signed in.

use chrono::NaiveDateTime;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::{for_member, set_session_cookie};

/// A browser in which the person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The session's id; not what proves it.
    pub id: String,
    /// None when it is not one of those we know.
    pub browser: Option<String>,
    pub system: Option<String>,
    /// In the person's time zone.
    pub since: NaiveDateTime,
    /// In the person's time zone; noted once a minute at most.
    pub last_seen: NaiveDateTime,
    /// The one that asks.
    pub is_this: bool,
}

/// Where the person is signed in: this browser first, then by last use.
#[server(prefix = "/fn", endpoint = "devices")]
pub async fn devices() -> Result<Outcome<Vec<SignedIn>>, ApiError> {
    for_member(|wallet, viewer| async move {
        let found = wallet.devices(&viewer).await?;
        let local = |at| services::local_time(&viewer.person, at);
        Ok(found
            .into_iter()
            .map(|device| SignedIn {
                id: device.session.to_string(),
                browser: device.device.browser.map(str::to_owned),
                system: device.device.system.map(str::to_owned),
                since: local(device.since),
                last_seen: local(device.last_seen_at),
                is_this: device.is_this,
            })
            .collect())
    })
    .await
}

/// Ends one of the person's sessions.
#[server(prefix = "/fn", endpoint = "revoke_session")]
pub async fn revoke_session(#[server(default)] id: String) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        let unknown = |_| domain::Refusal::new(domain::ErrorCode::NotFound);
        if wallet
            .revoke_session(&viewer, id.parse().map_err(unknown)?)
            .await?
        {
            set_session_cookie(None);
        }
        Ok(())
    })
    .await
}
