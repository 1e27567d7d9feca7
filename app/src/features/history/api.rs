//! Server functions of the history and of a single transaction.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{InvitationEnd, Money, TopUpFailure};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::activity::Line;
#[cfg(feature = "ssr")]
use super::activity::parse_path_id;
#[cfg(feature = "ssr")]
use crate::ssr::for_member;
use crate::{
    answer::{ApiError, Outcome},
    features::exchange::api::RateView,
};

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
    const PAGE: u32 = 30;
    for_member(|wallet, viewer| async move {
        let page = wallet.history(&viewer, cursor.as_deref(), PAGE).await?;
        Ok(HistoryPage {
            items: page
                .items
                .into_iter()
                .map(|item| Line::of(item, &viewer))
                .collect(),
            next: page.next,
            today: services::local_time(&viewer.person, wallet.env().now()).date(),
        })
    })
    .await
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

/// Money that waits, or waited, for somebody who had no account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingDetail {
    pub id: String,
    /// Until when, in the person's time zone.
    pub until: NaiveDateTime,
    /// How and when it ended; none while it waits.
    pub ended: Option<(InvitationEnd, NaiveDateTime)>,
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
        let unknown = || domain::Refusal::new(domain::ErrorCode::NotFound);
        let id = parse_path_id(&id).ok_or_else(unknown)?;
        let activity = wallet.activity(&viewer, id).await?;
        let waiting = detail::waiting(&wallet, &viewer, &activity).await?;
        let mut detail = detail::of(&wallet, &viewer, activity);
        detail.waiting = waiting;
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

#[cfg(feature = "ssr")]
mod detail {
    use domain::TopUpState;
    use services::{Activity, Happened, Method, ServiceResult, TopUp, TopUpVia, Viewer, Wallet};

    use super::{
        Counterparty, Detail, ExchangeDetail, Instructions, Line, TopUpDetail, WaitingDetail,
    };

    /// What became of money that was sent to somebody without an account.
    pub async fn waiting(
        wallet: &Wallet,
        viewer: &Viewer,
        activity: &Activity,
    ) -> ServiceResult<Option<WaitingDetail>> {
        let Happened::Invited {
            invitation,
            expires_at,
            ..
        } = &activity.happened
        else {
            return Ok(None);
        };
        let local = |at| services::local_time(&viewer.person, at);
        let ended = wallet.invitation_end(viewer, *invitation).await?;
        Ok(Some(WaitingDetail {
            id: invitation.to_string(),
            until: local(*expires_at),
            ended: ended.map(|(how, at)| (how, local(at))),
        }))
    }

    pub fn of(wallet: &Wallet, viewer: &Viewer, activity: Activity) -> Detail {
        let counterparty = match &activity.happened {
            Happened::SentTo { payee: party, .. } | Happened::ReceivedFrom { payer: party, .. } => {
                Some(Counterparty {
                    name: party.name.clone(),
                    account: party.account.display(),
                })
            }
            _ => None,
        };
        let topup = match &activity.happened {
            Happened::Added { topup, fee, via } => Some(TopUpDetail {
                id: topup.to_string(),
                fee: *fee,
                failure: None,
                instructions: None,
                needs_authentication: false,
                by_card: matches!(via, TopUpVia::Card { .. }),
                announced_at: None,
                arrived_at: None,
            }),
            Happened::Adding { topup } | Happened::AddFailed { topup, .. } => {
                Some(open_topup(wallet, viewer, topup))
            }
            _ => None,
        };
        let exchange = match &activity.happened {
            Happened::SentTo { exchange, .. } => *exchange,
            Happened::Converted { quote } => Some(*quote),
            _ => None,
        };
        Detail {
            reference: activity.reference.clone(),
            counterparty,
            balance_after: activity.balance_after,
            topup,
            exchange: exchange.map(|quote| ExchangeDetail {
                source: quote.source,
                fee: quote.fee,
                target: quote.target,
                rate: quote.rate.into(),
            }),
            waiting: None,
            recorded_at: services::local_time(&viewer.person, activity.at),
            line: Line::of(activity, viewer),
        }
    }

    /// Adds when a bank transfer was announced and arrived.
    pub async fn add_bank_times(
        wallet: &Wallet,
        viewer: &Viewer,
        detail: &mut Detail,
    ) -> ServiceResult<()> {
        let Some(topup) = detail.topup.as_mut().filter(|topup| !topup.by_card) else {
            return Ok(());
        };
        let Ok(id) = topup.id.parse() else {
            return Ok(());
        };
        let times = wallet.bank_times(viewer, id).await?;
        let local = |at| services::local_time(&viewer.person, at);
        topup.announced_at = times.announced.map(local);
        topup.arrived_at = times.arrived.map(local);
        Ok(())
    }

    fn open_topup(wallet: &Wallet, viewer: &Viewer, topup: &TopUp) -> TopUpDetail {
        let awaited = topup.state == TopUpState::AwaitingTransfer;
        let by_card = matches!(topup.method, Method::Card { .. });
        TopUpDetail {
            id: topup.id.to_string(),
            fee: topup.fee,
            failure: topup.state.failure(),
            instructions: (awaited && !by_card)
                .then(|| wallet.bank_instructions(topup.amount.currency(), viewer.person.locale))
                .flatten()
                .map(instructions),
            needs_authentication: topup.state == TopUpState::NeedsAuthentication,
            by_card,
            announced_at: None,
            arrived_at: None,
        }
    }

    fn instructions(found: services::BankInstructions) -> Instructions {
        Instructions {
            holder: found.account_holder,
            bank: found.bank,
            fields: found
                .fields
                .into_iter()
                .map(|field| (field_kind(field.kind).to_owned(), field.value))
                .collect(),
            days_min: found.expected.from,
            days_max: found.expected.to,
        }
    }

    fn field_kind(kind: services::BankFieldKind) -> &'static str {
        use services::BankFieldKind as Kind;
        match kind {
            Kind::Iban => "iban",
            Kind::Bic => "bic",
            Kind::AccountNumber => "account_number",
            Kind::RoutingNumber => "routing_number",
            Kind::SortCode => "sort_code",
            Kind::Bsb => "bsb",
            Kind::TransitNumber => "transit_number",
            Kind::Cnaps => "cnaps",
            Kind::BankCode => "bank_code",
            Kind::BranchCode => "branch_code",
        }
    }
}
