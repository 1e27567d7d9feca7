//! The slip of a finished transaction, stamped; it prints as it stands.

use domain::{Currency, Money, format_date_time, format_money, format_time, split_amount};
use leptos::prelude::*;

use super::{
    activity::Kind,
    api::{Detail, ExchangeDetail, WaitingDetail},
    list,
    waiting::{TakeBack, invited_lead, invited_stamp, waiting_step},
};
use crate::{
    answer::Answer,
    features::exchange::rate_line,
    frame::use_frame,
    texts::{Texts, use_locale, use_texts},
    ui::{
        Button, ButtonKind, Fact, Facts, IconName, LinkButton, MoneySize, MoneyText, SealMark,
        Slip, Stamp, Tear, Timeline, TimelineItem, Who,
    },
};

/// The slip and what one may do with it.
#[component]
pub(super) fn Receipt(detail: Detail, data: Resource<Answer<Detail>>) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let line = detail.line;
    let amount = if line.amount.is_negative() {
        line.amount.checked_neg().unwrap_or(line.amount)
    } else {
        line.amount
    };
    let (whole, cents) = split_amount(amount, locale);
    let at = detail.recorded_at;
    let name = list::title(t, &line.kind);
    let initial = name
        .chars()
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    let when = t.receipt_when(format_date_time(at, locale), &detail.reference);
    let account = use_frame().me.map(|me| me.account).unwrap_or_default();
    let exchange = detail.exchange;
    let lead = lead(t, &line.kind, line.amount, exchange.as_ref());
    let stamp = stamp(t, &line.kind);
    let fee = exchange
        .as_ref()
        .map(|exchange| exchange.fee)
        .or_else(|| detail.topup.as_ref().map(|topup| topup.fee));
    let is_conversion = matches!(line.kind, Kind::Converted { .. });
    let is_payment = matches!(line.kind, Kind::SentTo { .. });
    let total = exchange.as_ref().map(ExchangeDetail::total);
    let waiting = detail.waiting;
    let returned_at = waiting.as_ref().and_then(WaitingDetail::returned_at);
    // What was left while the money was away is no balance any more.
    let balance_after = detail.balance_after.filter(|_| returned_at.is_none());
    let stamped_at = returned_at.unwrap_or(at);
    let waits = waiting.clone().filter(|waiting| waiting.ended.is_none());
    let time = format_time(at.time());
    let (announced, arrived) = detail
        .topup
        .as_ref()
        .map(|topup| (topup.announced_at, topup.arrived_at))
        .unwrap_or_default();
    // Days may lie between the steps of a bank transfer; those of a payment are of one moment.
    let booked = if announced.is_some() {
        format_date_time(at, locale)
    } else {
        time.clone()
    };
    let is_sent = matches!(line.kind, Kind::SentTo { .. } | Kind::Invited { .. });
    let repeat = is_sent.then(|| format!("/send?repeat={}", line.id));
    view! {
        <Slip>
            <Who initial=initial name=name.clone() detail=when/>
            <div class="slip-sum">
                <div>
                    <p><MoneyText whole=whole cents=cents size=MoneySize::Big/></p>
                    <p class="slip-lead">{lead}</p>
                </div>
                <Stamp word=stamp line=format!("OKPAY {}", stamped_at.format("%m·%d"))/>
            </div>
            <Tear/>
            <Facts>
                {detail.counterparty.map(|party| view! { <Fact term=t.fact_account()>{party.account}</Fact> })}
                {line.note.map(|note| view! { <Fact term=t.fact_note()>{note}</Fact> })}
                {exchange.map(|exchange| view! {
                    <Fact term=t.fact_converted()>{format_money(exchange.source, locale)}</Fact>
                    <Fact term=t.fact_rate()>{rate_line(&exchange.rate)}</Fact>
                    <Fact term={if is_conversion { t.convert_you_get() } else { t.send_they_get() }}>{format_money(exchange.target, locale)}</Fact>
                })}
                {(is_payment || fee.is_some()).then(|| {
                    let fee = fee.unwrap_or(domain::Money::zero(amount.currency()));
                    view! { <Fact term=t.fact_fee()>{if fee.is_zero() { t.fact_free().to_owned() } else { format_money(fee, locale) }}</Fact> }
                })}
                {balance_after.map(|after| view! {
                    <Fact term=t.fact_balance_after(currency_name(after.currency(), locale))>{format_money(after, locale)}</Fact>
                })}
                {total.map(|total| view! { <Fact term=t.fact_total() total=true>{format_money(total, locale)}</Fact> })}
            </Facts>
            <Timeline>
                {is_payment.then(|| view! { <TimelineItem name=t.step_confirmed() time=time.clone()/> })}
                {announced.map(|at| view! { <TimelineItem name=t.step_announced() time=format_date_time(at, locale)/> })}
                {arrived.map(|at| view! { <TimelineItem name=t.step_at_bank() time=format_date_time(at, locale)/> })}
                <TimelineItem name=t.step_booked() time=booked/>
                {is_payment.then(|| view! { <TimelineItem name=t.step_arrived(&name) time=time/> })}
                {waiting.map(|waiting| waiting_step(t, &waiting))}
            </Timeline>
            <p class="slip-foot"><span>"OKPay · " {account}</span><SealMark/></p>
        </Slip>
        {waits.map(|waiting| view! { <TakeBack id=waiting.id data/> })}
        <div class="btn-row">
            <LinkButton href="/" kind=ButtonKind::Secondary>{t.receipt_home()}</LinkButton>
            {repeat.map(|href| view! { <LinkButton href=href kind=ButtonKind::Secondary>{t.repeat_link()}</LinkButton> })}
            <Button kind=ButtonKind::Quiet icon=IconName::Print scripted=true on:click=|_| drop(window().print())>{t.receipt_print()}</Button>
        </div>
    }
}

/// What the amount above it means.
fn lead(t: Texts, kind: &Kind, amount: Money, exchange: Option<&ExchangeDetail>) -> String {
    let money = |amount| format_money(amount, t.0);
    match (kind, exchange) {
        (Kind::SentTo { .. }, Some(exchange)) => {
            t.receipt_sent_lead_exchange(money(exchange.target))
        }
        (Kind::SentTo { .. }, None) => t.receipt_sent_lead().to_owned(),
        (Kind::ReceivedFrom { .. }, _) => t.receipt_received_lead().to_owned(),
        (Kind::Invited { ended, .. }, _) => invited_lead(t, *ended).to_owned(),
        (Kind::Converted { .. }, Some(exchange)) if amount.is_negative() => {
            t.receipt_converted_lead(money(exchange.target))
        }
        (Kind::Converted { .. }, Some(exchange)) => {
            t.receipt_converted_lead_in(money(exchange.total()))
        }
        _ => t.receipt_added_lead().to_owned(),
    }
}

/// What is stamped on it. Only what is posted has a slip; what only a newer server knows came in, as far as this one can
/// tell.
fn stamp(t: Texts, kind: &Kind) -> &'static str {
    match kind {
        Kind::SentTo { .. } => t.stamp_paid(),
        Kind::Invited { ended, .. } => invited_stamp(t, *ended),
        Kind::Returned { .. } => t.stamp_returned(),
        Kind::Converted { .. } => t.stamp_converted(),
        Kind::ReceivedFrom { .. }
        | Kind::AddedByCard { .. }
        | Kind::AddedByBank
        | Kind::AddingByCard
        | Kind::AddingByBank
        | Kind::NeedsAuthentication
        | Kind::AddFailed { .. }
        | Kind::Other => t.stamp_received(),
    }
}

fn currency_name(currency: Currency, locale: domain::Locale) -> &'static str {
    currency.name(locale)
}
