//! What the page of one transaction shows, out of what the services say of it.

use domain::{ErrorCode, Refusal, TopUpState};
use services::{
    Activity, ActivityId, Happened, Method, ServiceResult, TopUp, TopUpVia, Viewer, Wallet,
};

use super::{
    super::activity::parse_path_id, Counterparty, Detail, ExchangeDetail, Instructions, Line,
    TopUpDetail, WaitingDetail,
};

pub fn parse(id: &str) -> Result<ActivityId, Refusal> {
    parse_path_id(id).ok_or_else(|| Refusal::new(ErrorCode::NotFound))
}

/// What became of money that was sent to somebody without an account.
fn waiting(viewer: &Viewer, activity: &Activity) -> Option<WaitingDetail> {
    let Happened::Invited {
        invitation,
        expires_at,
        ended,
        ..
    } = &activity.happened
    else {
        return None;
    };
    let local = |at| services::local_time(&viewer.person, at);
    Some(WaitingDetail {
        id: invitation.to_string(),
        until: local(*expires_at),
        ended: ended.map(|(how, at)| (how, local(at))),
    })
}

pub fn of(wallet: &Wallet, viewer: &Viewer, activity: Activity) -> Detail {
    let waiting = waiting(viewer, &activity);
    let counterparty = match &activity.happened {
        Happened::SentTo { payee: party, .. } | Happened::ReceivedFrom { payer: party, .. } => {
            Some(Counterparty {
                name: party.name.clone(),
                account: party.account.display(),
            })
        }
        Happened::Invited { .. }
        | Happened::Returned { .. }
        | Happened::Converted { .. }
        | Happened::Added { .. }
        | Happened::Adding { .. }
        | Happened::AddFailed { .. }
        | Happened::Other => None,
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
        Happened::SentTo { .. }
        | Happened::ReceivedFrom { .. }
        | Happened::Invited { .. }
        | Happened::Returned { .. }
        | Happened::Converted { .. }
        | Happened::Other => None,
    };
    let exchange = match &activity.happened {
        Happened::SentTo { exchange, .. } => *exchange,
        Happened::Converted { quote } => Some(*quote),
        // What the payer gave for it is not the payee's to know.
        Happened::ReceivedFrom { .. }
        | Happened::Invited { .. }
        | Happened::Returned { .. }
        | Happened::Added { .. }
        | Happened::Adding { .. }
        | Happened::AddFailed { .. }
        | Happened::Other => None,
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
        waiting,
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
