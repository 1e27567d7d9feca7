//! Server functions of the history and of a single transaction.

#[cfg(feature = "ssr")]
mod detail;

use chrono::{NaiveDate, NaiveDateTime};
use domain::{InvitationEnd, Money, TopUpFailure};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{activity::Line, filter::Filter};
#[cfg(feature = "ssr")]
use crate::ssr::for_member;
use crate::{
    answer::{ApiError, Outcome},
    features::exchange::{SumTyped, api::RateView},
};

/// Lines on one page.
#[cfg(feature = "ssr")]
const PAGE: u32 = 30;

/// A page of history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    pub items: Vec<Line>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
    /// Today in the person's time zone.
    pub today: NaiveDate,
}

/// One page of history, newest first.
#[server(prefix = "/fn", endpoint = "history")]
pub async fn history(
    #[server(default)] cursor: Option<String>,
) -> Result<Outcome<HistoryPage>, ApiError> {
    for_member(|wallet, viewer| async move {
        let page = wallet.history(&viewer, cursor.as_deref(), PAGE).await?;
        Ok(found::page(&wallet, &viewer, page))
    })
    .await
}

/// One page of the entries that are as asked for, newest first.
#[server(prefix = "/fn", endpoint = "search_history")]
pub async fn search_history(
    #[server(flatten)] filter: Filter,
    #[server(default)] cursor: Option<String>,
) -> Result<Outcome<HistoryPage>, ApiError> {
    for_member(|wallet, viewer| async move {
        let form = found::form(filter);
        let page = wallet
            .search_history(&viewer, &form, cursor.as_deref(), PAGE)
            .await?;
        Ok(found::page(&wallet, &viewer, page))
    })
    .await
}

#[cfg(feature = "ssr")]
mod found {
    use services::{ActivityPage, HistoryForm, Viewer, Wallet};

    use super::{Filter, HistoryPage, Line};

    pub fn form(filter: Filter) -> HistoryForm {
        HistoryForm {
            search: filter.search,
            kind: filter.kind,
            status: filter.status,
            currency: filter.currency,
            smallest: filter.smallest_amount,
            largest: filter.largest_amount,
            from: filter.from_date,
            to: filter.to_date,
            tag: filter.tag,
        }
    }

    pub fn page(wallet: &Wallet, viewer: &Viewer, page: ActivityPage) -> HistoryPage {
        HistoryPage {
            items: page
                .items
                .into_iter()
                .map(|item| Line::of(item, viewer))
                .collect(),
            next: page.next,
            today: services::local_time(&viewer.person, wallet.env().now()).date(),
        }
    }
}

/// The other side of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counterparty {
    /// Masked.
    pub name: String,
    /// Grouped for reading.
    pub account: String,
}

/// Where to transfer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instructions {
    pub holder: String,
    pub bank: String,
    /// Kind of each field, such as `iban`, and its value, in the order in which banks ask for them.
    pub fields: Vec<(String, String)>,
    pub days_min: u8,
    pub days_max: u8,
}

/// A request to add money, beyond what a line says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopUpDetail {
    pub id: String,
    pub fee: Money,
    pub failure: Option<TopUpFailure>,
    /// For a bank transfer that is awaited.
    pub instructions: Option<Instructions>,
    /// Waits for the person's word to their bank.
    pub needs_authentication: bool,
    pub by_card: bool,
    /// When a bank transfer was announced, in the person's time zone.
    #[serde(default)]
    pub announced_at: Option<NaiveDateTime>,
    /// When the bank had its money.
    #[serde(default)]
    pub arrived_at: Option<NaiveDateTime>,
}

/// The exchange in a payment or conversion of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeDetail {
    pub source: Money,
    pub fee: Money,
    pub target: Money,
    pub rate: RateView,
}

impl ExchangeDetail {
    /// What left the balance.
    pub(super) fn total(&self) -> Money {
        self.source.checked_add(self.fee).unwrap_or(self.source)
    }
}

/// Money that waits, or waited, for somebody who had no account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingDetail {
    pub id: String,
    /// Until when, in the person's time zone.
    pub until: NaiveDateTime,
    /// How and when it ended; none while it waits.
    pub ended: Option<(InvitationEnd, NaiveDateTime)>,
}

impl WaitingDetail {
    /// When the money came back.
    pub(super) fn returned_at(&self) -> Option<NaiveDateTime> {
        match self.ended {
            Some((InvitationEnd::Cancelled | InvitationEnd::Lapsed, at)) => Some(at),
            Some((InvitationEnd::Claimed, _)) | None => None,
        }
    }
}

/// Everything about one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub line: Line,
    /// What both sides can name to us.
    pub reference: String,
    pub counterparty: Option<Counterparty>,
    pub balance_after: Option<Money>,
    pub topup: Option<TopUpDetail>,
    /// For whoever paid it; what a payee gets is all they see.
    pub exchange: Option<ExchangeDetail>,
    #[serde(default)]
    pub waiting: Option<WaitingDetail>,
    pub recorded_at: NaiveDateTime,
}

/// One transaction of the person's own history.
#[server(prefix = "/fn", endpoint = "activity")]
pub async fn activity(#[server(default)] id: String) -> Result<Outcome<Detail>, ApiError> {
    for_member(|wallet, viewer| async move {
        let activity = wallet.activity(&viewer, detail::parse(&id)?).await?;
        let mut detail = detail::of(&wallet, &viewer, activity);
        detail::add_bank_times(&wallet, &viewer, &mut detail).await?;
        Ok(detail)
    })
    .await
}

/// Takes back money that waits for somebody who has no account yet.
#[server(prefix = "/fn", endpoint = "cancel_invitation")]
pub async fn cancel_invitation(#[server(default)] id: String) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        let unknown = || domain::Refusal::new(domain::ErrorCode::NotFound);
        let id = id.parse().map_err(|_| unknown())?;
        wallet.cancel_invitation(&viewer, id).await
    })
    .await
}

/// What the person wrote on one of their entries, for themselves alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub tags: Vec<String>,
    pub private_note: String,
}

/// Reads what the person wrote on an entry.
#[server(prefix = "/fn", endpoint = "annotations")]
pub async fn annotations(#[server(default)] id: String) -> Result<Outcome<Written>, ApiError> {
    for_member(|wallet, viewer| async move {
        let written = wallet.annotation(&viewer, detail::parse(&id)?).await?;
        Ok(Written {
            tags: written.tags,
            private_note: written.note,
        })
    })
    .await
}

/// Puts tags on an entry, in place of those it had; the answer is how they were understood.
#[server(prefix = "/fn", endpoint = "set_tags")]
pub async fn set_tags(
    #[server(default)] id: String,
    #[server(default)] tags: String,
) -> Result<Outcome<Vec<String>>, ApiError> {
    for_member(|wallet, viewer| async move {
        wallet.set_tags(&viewer, detail::parse(&id)?, &tags).await
    })
    .await
}

/// Writes the private note of an entry, in place of the one it had.
#[server(prefix = "/fn", endpoint = "set_private_note")]
pub async fn set_private_note(
    #[server(default)] id: String,
    #[server(default)] private_note: String,
) -> Result<Outcome<()>, ApiError> {
    for_member(|wallet, viewer| async move {
        wallet
            .set_private_note(&viewer, detail::parse(&id)?, &private_note)
            .await
    })
    .await
}

/// A payment the person sent, as the send form takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBefore {
    /// The payee's account number, or the address the money was sent to.
    pub to: String,
    pub sum: SumTyped,
    pub note: Option<String>,
}

/// Reads a payment that is to be sent once more.
#[server(prefix = "/fn", endpoint = "repeat_payment")]
pub async fn repeat_payment(
    #[server(default)] id: String,
) -> Result<Outcome<SentBefore>, ApiError> {
    for_member(|wallet, viewer| async move {
        let sent = wallet.sent_before(&viewer, detail::parse(&id)?).await?;
        Ok(SentBefore {
            to: sent.to,
            sum: repeated_sum(sent.sum),
            note: sent.note,
        })
    })
    .await
}

/// The sum as its fields would have been filled in.
#[cfg(feature = "ssr")]
fn repeated_sum(sum: services::SumBefore) -> SumTyped {
    use services::SumBefore;
    let code = |currency: domain::Currency| currency.code().to_owned();
    match sum {
        SumBefore::Plain(amount) => SumTyped {
            amount: amount.to_decimal_string(),
            currency: code(amount.currency()),
            ..SumTyped::default()
        },
        SumBefore::Paid { source, into } => SumTyped {
            amount: source.to_decimal_string(),
            currency: code(source.currency()),
            they_get: String::new(),
            target_currency: code(into),
        },
        SumBefore::Got { from, target } => SumTyped {
            amount: String::new(),
            currency: code(from),
            they_get: target.to_decimal_string(),
            target_currency: code(target.currency()),
        },
    }
}
