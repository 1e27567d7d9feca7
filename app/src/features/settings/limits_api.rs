//! The server function of a person's limits.

use chrono::NaiveDateTime;
use domain::{Level, Money};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::for_member;

/// A person's limits and what is left of them, in US dollars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsView {
    pub level: Level,
    pub per_payment: Money,
    pub per_day: Money,
    pub used_today: Money,
    pub left_today: Money,
    /// In the person's time zone.
    pub resets_at: NaiveDateTime,
}

/// Reads a person's limits.
#[server(prefix = "/fn", endpoint = "limits")]
pub async fn limits() -> Result<Outcome<LimitsView>, ApiError> {
    for_member(|wallet, viewer| async move {
        let found = wallet.limits(&viewer).await?;
        Ok(LimitsView {
            level: found.level,
            per_payment: found.per_payment,
            per_day: found.per_day,
            used_today: found.used_today,
            left_today: found.left_today,
            resets_at: services::local_time(&viewer.person, found.resets_at),
        })
    })
    .await
}
