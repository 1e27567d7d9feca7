//! A request to add money that is not in the balance: where to transfer to, what the card's bank asks, or why it
//! failed and what to do next.

use domain::{ErrorCode, Refusal, TopUpFailure, format_money};
use leptos::prelude::*;

use super::{
    activity::Kind,
    api::{Detail, Instructions, TopUpDetail},
};
use crate::{
    answer::{Answer, Outcome},
    deed::{PostForm, use_deed},
    features::topup::api::TopupAuthenticate,
    form::Refusals,
    frame::use_frame,
    texts::{Texts, use_locale, use_texts},
    ui::{
        Banner, BannerKind, Button, ButtonKind, ButtonSize, Card, Fact, Facts, IconName,
        LinkButton, MoneySize, MoneyText, Sheet, Tear, Timeline, TimelineItem, TimelineState,
    },
    words::refusal_text,
};

/// The page's content.
#[component]
pub(super) fn OpenTopUp(detail: Detail, data: Resource<Answer<Detail>>) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let line = detail.line;
    let Some(topup) = detail.topup else {
        return ().into_any();
    };
    let (whole, cents) = domain::split_amount(line.amount, locale);
    let about = match &line.kind {
        Kind::AddFailed { why } => view! { <Failed why=*why by_card=topup.by_card/> }.into_any(),
        Kind::NeedsAuthentication => view! { <Authenticate id=topup.id.clone() data/> }.into_any(),
        Kind::AddingByBank => {
            view! { <Awaiting topup=topup.clone() reference=detail.reference.clone()/> }.into_any()
        }
        _ => view! { <Banner icon=IconName::Clock>{t.topup_processing()}</Banner> }.into_any(),
    };
    view! {
        <Sheet>
            <p><MoneyText whole=whole cents=cents size=MoneySize::Big/></p>
            <Tear/>
            {about}
            <Facts>
                <Fact term=t.fact_reference()>{detail.reference}</Fact>
                {topup.fee.is_positive().then(|| view! { <Fact term=t.fact_fee()>{format_money(topup.fee, locale)}</Fact> })}
                <Fact term=t.fact_asked()>{domain::format_date_time(detail.recorded_at, locale)}</Fact>
            </Facts>
        </Sheet>
    }
    .into_any()
}

/// Waiting for a bank transfer.
#[component]
fn Awaiting(topup: TopUpDetail, reference: String) -> impl IntoView {
    let t = use_texts();
    let sandbox = use_frame().sandbox;
    let asked = topup
        .announced_at
        .map(|at| domain::format_date_time(at, use_locale()))
        .unwrap_or_default();
    let Some(instructions) = topup.instructions else {
        return view! { <Banner kind=BannerKind::Amber>{t.topup_late()}</Banner> }.into_any();
    };
    let Instructions {
        holder,
        bank,
        fields,
        days_min,
        days_max,
    } = instructions;
    let rows = fields
        .into_iter()
        .map(|(name, value)| view! { <Fact term=field_name(t, &name)>{value}</Fact> })
        .collect_view();
    view! {
        <p>{t.topup_transfer_lead()}</p>
        <Card>
            <Facts>
                <Fact term=t.bank_reference()><b>{reference}</b></Fact>
                <Fact term=t.bank_holder()>{holder}</Fact>
                <Fact term=t.bank_name()>{bank}</Fact>
                {rows}
            </Facts>
        </Card>
        <Timeline>
            <TimelineItem name=t.step_announced() time=asked/>
            <TimelineItem name=t.step_bank() state=TimelineState::Now note=t.topup_days(days_max, days_min)/>
            <TimelineItem name=t.step_in_balance() state=TimelineState::Next/>
        </Timeline>
        {sandbox.then(|| view! { <Banner href="/sandbox/bank" link=t.sandbox_bank_link()>{t.topup_sandbox_hint()}</Banner> })}
    }
    .into_any()
}

fn field_name(t: Texts, kind: &str) -> &'static str {
    match kind {
        "iban" => t.bank_iban(),
        "bic" => t.bank_bic(),
        "routing_number" => t.bank_routing(),
        "sort_code" => t.bank_sort_code(),
        "bsb" => t.bank_bsb(),
        "transit_number" => t.bank_transit(),
        "cnaps" => t.bank_cnaps(),
        "bank_code" => t.bank_code(),
        "branch_code" => t.bank_branch(),
        _ => t.bank_account(),
    }
}

/// The card's bank asks its customer.
#[component]
fn Authenticate(id: String, data: Resource<Answer<Detail>>) -> impl IntoView {
    let t = use_texts();
    let answer = use_deed::<TopupAuthenticate>();
    let refused = Refusals::of(answer.value());
    Effect::new(move |_| {
        if matches!(answer.value().get(), Some(Ok(Outcome::Done(_)))) {
            data.refetch();
        }
    });
    let choice = |approve: &'static str, kind, text: &'static str| {
        let id = id.clone();
        view! {
            <PostForm action=answer>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="approve" value=approve/>
                <Button submit=true kind=kind size=ButtonSize::Wide busy=answer.pending()>{text}</Button>
            </PostForm>
        }
    };
    view! {
        <Banner kind=BannerKind::Amber icon=IconName::Shield>{t.topup_authenticate_lead()}</Banner>
        {refused.banner()}
        <div class="btn-column">
            {choice("true", ButtonKind::Primary, t.topup_approve())}
            {choice("false", ButtonKind::Quiet, t.topup_refuse())}
        </div>
    }
}

/// Why it failed, that nothing was lost, and what to do.
#[component]
fn Failed(why: TopUpFailure, by_card: bool) -> impl IntoView {
    let t = use_texts();
    // The same lack of money is another person's matter: the card's bank, or one's own.
    let why = match why {
        TopUpFailure::InsufficientFunds if by_card => {
            Refusal::new(ErrorCode::CardInsufficientFunds)
        }
        why => Refusal::from(why),
    };
    let reason = refusal_text(t, &why);
    let safe = if by_card {
        t.topup_failed_card_safe()
    } else {
        t.topup_failed_bank_safe()
    };
    view! {
        <Timeline>
            <TimelineItem name=t.step_asked()/>
            <TimelineItem name=t.receipt_add_failed() state=TimelineState::Failed note=reason/>
        </Timeline>
        <p>{safe}</p>
        <LinkButton href="/topup" size=ButtonSize::Wide>{t.topup_retry()}</LinkButton>
    }
}
