//! Server functions of what a person was told.

use chrono::{NaiveDate, NaiveDateTime};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::What;
use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::{features::history::activity::path_id, ssr::for_member};

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its place in the person's own sequence.
    pub seq: u64,
    pub what: What,
    /// The last part of the address of the transaction's page, where it is about one.
    pub activity: Option<String>,
    /// In the person's time zone.
    pub at: NaiveDateTime,
    pub is_read: bool,
}

/// A page of notifications, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotesPage {
    pub items: Vec<Note>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
    /// Today in the person's time zone.
    pub today: NaiveDate,
}

/// What the person was told, newest first.
#[server(prefix = "/fn", endpoint = "notifications")]
pub async fn notifications(
    #[server(default)] cursor: Option<String>,
) -> Result<Outcome<NotesPage>, ApiError> {
    for_member(|wallet, viewer| async move {
        let before = cursor.as_deref().map(place).transpose()?;
        let page = wallet.notifications(&viewer, before).await?;
        let local = |at| services::local_time(&viewer.person, at);
        Ok(NotesPage {
            items: page
                .items
                .into_iter()
                .map(|item| Note {
                    seq: item.seq,
                    what: What::from(item.body),
                    activity: item.activity.map(path_id),
                    at: local(item.at),
                    is_read: item.is_read,
                })
                .collect(),
            next: page.next.map(|seq| seq.to_string()),
            today: local(wallet.env().now()).date(),
        })
    })
    .await
}

/// Marks everything up to this notification as read: what the person has before them, and nothing newer.
#[server(prefix = "/fn", endpoint = "mark_notifications_read")]
pub async fn mark_notifications_read(
    #[server(default)] upto: String,
) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        wallet.mark_notifications_read(&viewer, place(&upto)?).await
    })
    .await
}

/// A place in the person's sequence.
#[cfg(feature = "ssr")]
fn place(text: &str) -> Result<u64, domain::Refusal> {
    text.parse()
        .map_err(|_| domain::Refusal::new(domain::ErrorCode::NotFound))
}
