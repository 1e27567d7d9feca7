//! Asking for money: a link of one's own, and a request that is paid once, declined, taken back or lapses.

use app::features::{
    history::activity::Kind,
    home::api::DashboardData,
    receive::api::{LinkView, RequestSide, RequestState, RequestView},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Field, RequestEnd};
use futures_util::future::join_all;

use crate::support::{Answer, Member, PASSWORD, World, not_paid, outbox, paid};

const ANN: &str = "ann@example.com";

async fn ask(bob: &Member, to: &str, amount: &str) -> Answer {
    let form = [
        ("to", to),
        ("amount", amount),
        ("currency", "USD"),
        ("note", "lunch"),
    ];
    bob.post("ask_for_money", &form).await
}

async fn seen_by(member: &Member, id: &str) -> RequestView {
    member.post("request", &[("id", id)]).await.done()
}

async fn pay(ann: &Member, id: &str) -> String {
    ann.post("pay_request", &[("id", id)]).await.done()
}

async fn open_for(ann: &Member) -> Vec<String> {
    let home: DashboardData = ann.post("dashboard", &[]).await.done();
    home.requests
        .into_iter()
        .map(|request| request.id)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_seen_by_both_sides_and_paid_like_any_payment() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let id: String = ask(&bob, ANN, "30.00").await.done();
    world.work().await;
    let told = outbox(&world.browser(), ANN).await;
    let asked = told
        .iter()
        .find(|mail| mail.kind == "invite")
        .expect("she is told");
    assert!(
        asked
            .link
            .as_ref()
            .unwrap()
            .ends_with(&format!("/request/{id}"))
    );
    assert_eq!(open_for(&ann).await, [id.clone()]);
    let (by_ann, by_bob) = (seen_by(&ann, &id).await, seen_by(&bob, &id).await);
    assert_eq!(
        (by_ann.side, by_bob.side),
        (RequestSide::Payer, RequestSide::Asker)
    );
    assert_eq!((by_ann.asker.as_str(), by_ann.asked), ("Bob B****r", None));
    assert_eq!(by_bob.asked.as_deref(), Some(ANN));
    let intent = pay(&ann, &id).await;
    let entry = paid(&ann.confirm(&intent).await);
    assert_eq!(bob.balance("USD").await, "30.00");
    let detail = ann.activity(&entry).await;
    assert_eq!(
        detail.line.kind,
        Kind::SentTo {
            name: "Bob B****r".into()
        }
    );
    assert_eq!(detail.line.note.as_deref(), Some("lunch"));
    assert_eq!(
        seen_by(&bob, &id).await.state,
        RequestState::Ended(RequestEnd::Paid)
    );
    assert!(open_for(&ann).await.is_empty());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prepared_many_times_and_confirmed_at_once_a_request_is_paid_once() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let id: String = ask(&bob, ANN, "10.00").await.done();
    let mut intents = Vec::new();
    for _ in 0..5 {
        intents.push(pay(&ann, &id).await);
    }
    let answers = join_all(intents.iter().map(|intent| ann.confirm(intent))).await;
    assert_eq!(bob.balance("USD").await, "10.00");
    assert_eq!(ann.balance("USD").await, "90.00");
    assert!(answers.iter().any(Answer::is_done));
    assert_eq!(
        ann.post("pay_request", &[("id", &id)]).await.refused(),
        ErrorCode::RequestPaid
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_was_refused_does_not_use_the_request_up() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("10.00", "USD").await, world.bob().await);
    let id: String = ask(&bob, ANN, "10.00").await.done();
    let intent = pay(&ann, &id).await;
    ann.pay("bob@example.com", "5.00", "USD", "").await;
    assert_eq!(
        not_paid(&ann.confirm(&intent).await).code,
        ErrorCode::InsufficientFunds
    );
    ann.add("5.00", "USD").await;
    let again = pay(&ann, &id).await;
    paid(&ann.confirm(&again).await);
    assert_eq!(bob.balance("USD").await, "15.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn declined_withdrawn_or_lapsed_it_cannot_be_paid() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let declined: String = ask(&bob, ANN, "1.00").await.done();
    let prepared = pay(&ann, &declined).await;
    ann.post("decline_request", &[("id", &declined)])
        .await
        .done::<()>();
    assert_eq!(
        ann.confirm(&prepared).await.refused(),
        ErrorCode::RequestEnded
    );
    assert_eq!(
        bob.post("withdraw_request", &[("id", &declined)])
            .await
            .refused(),
        ErrorCode::RequestEnded
    );
    let withdrawn: String = ask(&bob, ANN, "2.00").await.done();
    bob.post("withdraw_request", &[("id", &withdrawn)])
        .await
        .done::<()>();
    assert_eq!(
        ann.post("pay_request", &[("id", &withdrawn)])
            .await
            .refused(),
        ErrorCode::RequestEnded
    );
    let lapsing: String = ask(&bob, ANN, "3.00").await.done();
    world.clock.pass(TimeDelta::days(30));
    ann.post("sign_in", &[("address", ANN), ("password", PASSWORD)])
        .await
        .done::<()>();
    assert_eq!(seen_by(&ann, &lapsing).await.state, RequestState::Lapsed);
    assert_eq!(
        ann.post("decline_request", &[("id", &lapsing)])
            .await
            .refused(),
        ErrorCode::RequestEnded
    );
    assert!(open_for(&ann).await.is_empty());
    assert_eq!(ann.balance("USD").await, "100.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_nobody_elses_business() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let mallory = world.member("mallory@example.com", "Mallory Miller").await;
    let id: String = ask(&bob, ANN, "9.99").await.done();
    for function in [
        "request",
        "pay_request",
        "decline_request",
        "withdraw_request",
    ] {
        let refused = mallory.post(function, &[("id", &id)]).await.refused();
        assert_eq!(refused, ErrorCode::RequestUnknown, "{function}");
    }
    assert_eq!(
        bob.post("pay_request", &[("id", &id)]).await.refused(),
        ErrorCode::RequestUnknown
    );
    assert_eq!(
        ann.post("withdraw_request", &[("id", &id)]).await.refused(),
        ErrorCode::RequestUnknown
    );
    let visitor: RequestView = world.browser().post("request", &[("id", &id)]).await.done();
    assert_eq!(
        (visitor.side, visitor.account),
        (RequestSide::Visitor, None)
    );
    assert_eq!(seen_by(&ann, &id).await.state, RequestState::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_an_account_finds_the_request_after_registering() {
    let world = World::new().await;
    let bob = world.bob().await;
    let id: String = ask(&bob, "nora@example.com", "5.00").await.done();
    let nora = world.newcomer("nora@example.com", "Nora New").await;
    assert_eq!(open_for(&nora).await, [id.clone()]);
    nora.post("decline_request", &[("id", &id)])
        .await
        .done::<()>();
    assert_eq!(
        seen_by(&bob, &id).await.state,
        RequestState::Ended(RequestEnd::Declined)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_by_account_number_asks_that_member() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let id: String = ask(&bob, &ann.account().await, "5.00").await.done();
    assert_eq!(open_for(&ann).await, [id.clone()]);
    assert_eq!(
        seen_by(&bob, &id).await.asked.as_deref(),
        Some("Ann A****r")
    );
    let wrong = ask(&bob, "", "-1").await;
    assert_eq!(
        wrong.codes(),
        [ErrorCode::AmountNegative, ErrorCode::PayeeEmpty]
    );
    assert_eq!(
        ask(&bob, "bob@example.com", "1.00").await.refused(),
        ErrorCode::PayeeSelf
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_open_requests_are_enough() {
    let world = World::new().await;
    let (_ann, bob) = (world.ann_with("1.00", "USD").await, world.bob().await);
    let answers = join_all((0..60).map(|_| ask(&bob, ANN, "1.00"))).await;
    let made = answers.iter().filter(|answer| answer.is_done()).count();
    assert_eq!(made, 50);
    assert_eq!(
        ask(&bob, ANN, "1.00").await.refused(),
        ErrorCode::RequestsTooMany
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_link_fills_in_the_send_page_and_draws_itself() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let form = [
        ("amount", "1,250.5"),
        ("currency", "USD"),
        ("note", "茶 & <b>"),
    ];
    let link: LinkView = ann.post("personal_link", &form).await.done();
    let account = ann.account().await;
    let expected = format!(
        "{}/send?to={account}&amount=1250.50&currency=USD&note=%E8%8C%B6%20%26%20%3Cb%3E",
        world.state.config.public.origin()
    );
    assert_eq!(link.url, expected);
    assert!(
        link.code.size >= 29 && link.code.path.starts_with('M'),
        "{link:?}"
    );
    let plain: LinkView = ann.post("personal_link", &[]).await.done();
    assert!(plain.url.ends_with(&account) && plain.amount.is_none());
    let wrong = [("amount", "1.234"), ("currency", "USD"), ("note", "a\nb")];
    let refusals = ann.post("personal_link", &wrong).await.refusals();
    let fields: Vec<_> = refusals.iter().map(|refusal| refusal.field).collect();
    assert_eq!(fields, [Some(Field::Amount), Some(Field::Note)]);
}
