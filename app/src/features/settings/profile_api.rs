//! Server functions of what a person says of themselves.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::ssr::for_member;

/// What a person says of themselves, as it stands in the form; empty where they said nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// `1990-02-28`.
    pub birthday: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub street: String,
    pub city: String,
    pub postal_code: String,
    /// All that can be chosen: code and name, by name.
    pub countries: Vec<(String, String)>,
}

/// Reads what this person said of themselves.
#[server(prefix = "/fn", endpoint = "profile")]
pub async fn profile() -> Result<Outcome<ProfileView>, ApiError> {
    for_member(|wallet, viewer| async move {
        let found = wallet.profile(&viewer).await?;
        let locale = viewer.person.locale;
        let mut countries: Vec<(String, String)> = domain::Region::KNOWN
            .iter()
            .map(|region| (region.as_str().to_owned(), region.name(locale).to_owned()))
            .collect();
        // By name in English. Chinese names have no order everybody knows but that of their codes.
        if locale == domain::Locale::En {
            countries.sort_by(|a, b| a.1.cmp(&b.1));
        }
        Ok(ProfileView {
            birthday: found
                .birthday
                .map(|day| day.to_string())
                .unwrap_or_default(),
            country: found
                .country
                .map(|country| country.as_str().to_owned())
                .unwrap_or_default(),
            street: found.street.unwrap_or_default(),
            city: found.city.unwrap_or_default(),
            postal_code: found.postal_code.unwrap_or_default(),
            countries,
        })
    })
    .await
}

/// Writes what this person says of themselves; every field may be empty.
#[server(prefix = "/fn", endpoint = "set_profile")]
pub async fn set_profile(
    #[server(default)] birthday: String,
    #[server(default)] country: String,
    #[server(default)] street: String,
    #[server(default)] city: String,
    #[server(default)] postal_code: String,
) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        let form = services::ProfileForm {
            birthday,
            country,
            street,
            city,
            postal_code,
        };
        wallet.set_profile(&viewer, &form).await
    })
    .await
}
