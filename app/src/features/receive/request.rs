//! The page of a request for money: for whoever is asked, whoever asks, and whoever was sent the link.

use domain::{RequestEnd, format_date_time, format_money, split_amount};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::{
    api::{
        DeclineRequest, PayRequest, Request, RequestSide, RequestState, RequestView,
        WithdrawRequest, request,
    },
    ways::Ways,
};
use crate::{
    answer::{Answer, Outcome},
    deed::{PostForm, go_on, use_deed},
    form::{Refusals, sign_in_path},
    layout::{PageWidth, loaded, page_class},
    live::{About, Watch},
    texts::{Texts, use_locale, use_texts},
    ui::{
        Banner, BannerKind, Button, ButtonKind, ButtonSize, Fact, Facts, IconName, LinkButton,
        MoneySize, MoneyText, PageHeader, Sheet, SkeletonShape, Tear, Who,
    },
};

/// The page.
#[component]
pub(crate) fn RequestPage() -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let id = move || params.read().get("code").unwrap_or_default();
    let watch = Watch::over(About::Money);
    let data = Resource::new_blocking(id, request);
    let class = page_class(PageWidth::Narrow);
    view! {
        <Title text=t.request_title()/>
        <div class=class>
            <PageHeader title=t.request_title()/>
            {loaded(data, SkeletonShape::Rows(4), move |found| {
                // It may be paid or declined elsewhere.
                let id = found.id.clone();
                let shown = watch.fresh(found, move || Request { id: id.clone() });
                (move || view! { <Shown found=shown.get() data/> }).into_any()
            })}
        </div>
    }
}

#[component]
fn Shown(found: RequestView, data: Resource<Answer<RequestView>>) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let (whole, cents) = split_amount(found.amount, locale);
    let lead = match &found.asked {
        Some(asked) => t.request_lead_asker(asked),
        None => t.request_lead(&found.asker),
    };
    let detail = match &found.account {
        Some(account) => t.send_account(account),
        None => String::new(),
    };
    let deeds = match (found.state, found.side) {
        (RequestState::Open, RequestSide::Payer) => {
            let deed = t.request_pay(format_money(found.amount, locale));
            view! { <PayOrDecline id=found.id.clone() deed data/> }.into_any()
        }
        (RequestState::Open, RequestSide::Asker) => {
            view! { <Asked id=found.id.clone() url=found.url.clone() data/> }.into_any()
        }
        (RequestState::Open, RequestSide::Visitor) => {
            let back = sign_in_path(&format!("/request/{}", found.id));
            view! {
                <p class="sheet-lead">{t.request_visitor()}</p>
                <div class="btn-column">
                    <LinkButton href=back size=ButtonSize::Deed>{t.auth_sign_in()}</LinkButton>
                    <LinkButton href="/register" kind=ButtonKind::Quiet size=ButtonSize::Wide>{t.auth_register()}</LinkButton>
                </div>
            }
            .into_any()
        }
        (state, _) => {
            let kind = match state {
                RequestState::Ended(RequestEnd::Paid) => BannerKind::Done,
                _ => BannerKind::Info,
            };
            view! { <Banner kind=kind>{ended_text(t, state)}</Banner> }.into_any()
        }
    };
    view! {
        <Sheet>
            <Who initial=found.initial name=found.asker.clone() detail=detail/>
            <div>
                <p class="sheet-lead">{lead}</p>
                <p><MoneyText whole=whole cents=cents size=MoneySize::Big/></p>
            </div>
            <Tear/>
            <Facts>
                {found.note.map(|note| view! { <Fact term=t.fact_note()>{note}</Fact> })}
                <Fact term=t.request_state()>{state_word(t, found.state)}</Fact>
                <Fact term=t.request_made_at()>{format_date_time(found.created_at, locale)}</Fact>
                <Fact term=t.request_until()>{format_date_time(found.expires_at, locale)}</Fact>
            </Facts>
            {deeds}
        </Sheet>
    }
}

/// For whoever is asked. Paying leads to the confirm sheet, as every payment does.
#[component]
fn PayOrDecline(id: String, deed: String, data: Resource<Answer<RequestView>>) -> impl IntoView {
    let t = use_texts();
    let to_decline = id.clone();
    let (pay, decline) = (use_deed::<PayRequest>(), use_deed::<DeclineRequest>());
    let (not_paid, not_declined) = (Refusals::of(pay.value()), Refusals::of(decline.value()));
    go_on(pay);
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(()))) = decline.value().get() {
            data.refetch();
        }
    });
    view! {
        <div class="btn-column">
            <PostForm action=pay attr:class="form">
                {not_paid.banner()}
                <input type="hidden" name="id" value=id/>
                <Button submit=true size=ButtonSize::Deed busy=pay.pending()>{deed}</Button>
            </PostForm>
            <PostForm action=decline attr:class="form">
                {not_declined.banner()}
                <input type="hidden" name="id" value=to_decline/>
                <Button submit=true kind=ButtonKind::Quiet size=ButtonSize::Wide busy=decline.pending()>
                    {t.request_decline()}
                </Button>
            </PostForm>
        </div>
    }
}

/// For whoever asks: the link to hand on, and taking the request back.
#[component]
fn Asked(id: String, url: String, data: Resource<Answer<RequestView>>) -> impl IntoView {
    let t = use_texts();
    let withdraw = use_deed::<WithdrawRequest>();
    let refused = Refusals::of(withdraw.value());
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(()))) = withdraw.value().get() {
            data.refetch();
        }
    });
    view! {
        <Banner icon=IconName::Mail>{t.request_told()}</Banner>
        <Ways ways=vec![(t.receive_link(), url)]/>
        <PostForm action=withdraw attr:class="form">
            {refused.banner()}
            <input type="hidden" name="id" value=id/>
            <Button submit=true kind=ButtonKind::DangerQuiet size=ButtonSize::Wide busy=withdraw.pending()>
                {t.request_withdraw()}
            </Button>
        </PostForm>
    }
}

/// How far it is, in a word.
pub(super) fn state_word(t: Texts, state: RequestState) -> &'static str {
    match state {
        RequestState::Open => t.request_open(),
        RequestState::Ended(RequestEnd::Paid) => t.request_paid(),
        RequestState::Ended(RequestEnd::Declined) => t.request_declined(),
        RequestState::Ended(RequestEnd::Withdrawn) => t.request_withdrawn(),
        RequestState::Lapsed => t.request_lapsed(),
    }
}

fn ended_text(t: Texts, state: RequestState) -> &'static str {
    match state {
        RequestState::Open => t.request_open(),
        RequestState::Ended(RequestEnd::Paid) => t.request_paid_text(),
        RequestState::Ended(RequestEnd::Declined) => t.request_declined_text(),
        RequestState::Ended(RequestEnd::Withdrawn) => t.request_withdrawn_text(),
        RequestState::Lapsed => t.request_lapsed_text(),
    }
}
