//! Sending to somebody who has no account yet: the money waits, and goes to exactly one of those it may go to.

use app::features::{
    auth::api::InvitationView, history::activity::Kind, home::api::DashboardData,
    send::api::PayeeView,
};
use chrono::TimeDelta;
use domain::{Currency, ErrorCode, Field, InvitationEnd};
use futures_util::future::join_all;
use ledger::HouseAccount;

use crate::support::{Member, PASSWORD, World, outbox, paid};

const NORA: &str = "nora@example.com";

/// What the house keeps for others.
async fn kept(world: &World) -> String {
    world.house(HouseAccount::Unclaimed, Currency::USD).await
}

/// Ann sends Nora, who has no account, this much: the invitation and Ann's entry.
async fn invite(ann: &Member, amount: &str) -> (String, String) {
    let id: String = ann.send(NORA, amount, "USD", "welcome").await.done();
    let entry = paid(&ann.confirm(&id).await);
    (id, entry)
}

/// The kinds of what was delivered there, sorted.
async fn kinds(world: &World, to: &str) -> Vec<String> {
    let told = outbox(&world.browser(), to).await;
    let mut kinds: Vec<String> = told.into_iter().map(|mail| mail.kind).collect();
    kinds.sort_unstable();
    kinds
}

async fn end_of(ann: &Member, entry: &str) -> Option<InvitationEnd> {
    let waiting = ann.activity(entry).await.waiting.expect("it waited");
    waiting.ended.map(|(how, _)| how)
}

/// Lets days pass, with Ann still signed in at the end of them.
async fn days_later(world: &World, ann: &Member, days: i64) {
    world.clock.pass(TimeDelta::days(days));
    ann.post(
        "sign_in",
        &[("address", &ann.address), ("password", PASSWORD)],
    )
    .await
    .done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn money_waits_for_whoever_proves_the_address_and_is_theirs_at_first_sight() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let found: PayeeView = ann.post("find_payee", &[("to", NORA)]).await.done();
    assert_eq!((found.name.as_str(), found.account), (NORA, None));
    let (id, entry) = invite(&ann, "25.00").await;
    assert_eq!(
        (ann.balance("USD").await, kept(&world).await),
        ("75.00".into(), "25.00".into())
    );
    let detail = ann.activity(&entry).await;
    assert_eq!(
        detail.line.kind,
        Kind::Invited {
            to: NORA.into(),
            ended: None
        }
    );
    assert_eq!(end_of(&ann, &entry).await, None);
    world.work().await;
    let invite = outbox(&world.browser(), NORA).await.remove(0);
    assert_eq!(invite.kind, "invite");
    assert!(
        invite
            .link
            .unwrap()
            .ends_with(&format!("/register?invitation={id}"))
    );
    assert!(
        !invite.text.contains("welcome"),
        "a stranger's words do not travel by mail"
    );

    let shown: InvitationView = world
        .browser()
        .post("invitation", &[("id", &id)])
        .await
        .done();
    assert!(
        shown.waits && shown.payer == "Ann A****r" && shown.address != NORA,
        "{shown:?}"
    );
    let nora = world.newcomer(NORA, "Nora New").await;
    assert_eq!(
        (nora.balance("USD").await, kept(&world).await),
        ("25.00".into(), "0.00".into())
    );
    let got = nora.activity("USD-1").await;
    assert_eq!(
        got.line.kind,
        Kind::ReceivedFrom {
            name: "Ann A****r".into()
        }
    );
    assert_eq!(got.line.note.as_deref(), Some("welcome"));
    assert_eq!(end_of(&ann, &entry).await, Some(InvitationEnd::Claimed));
    world.work().await;
    assert_eq!(
        kinds(&world, &ann.address).await,
        [
            "money_in",
            "receipt",
            "receipt",
            "register_code",
            "security"
        ]
    );
    assert_eq!(
        kinds(&world, NORA).await,
        ["invite", "money_in", "register_code"]
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sent_it_takes_it_back_once_and_nobody_else_can() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let mallory = world.member("mallory@example.com", "Mallory Miller").await;
    let (id, entry) = invite(&ann, "25.00").await;
    assert_eq!(
        mallory
            .post("cancel_invitation", &[("id", &id)])
            .await
            .refused(),
        ErrorCode::NotFound
    );
    let form = [("id", id.as_str())];
    let answers = join_all((0..10).map(|_| ann.post("cancel_invitation", &form))).await;
    assert!(answers.iter().any(crate::support::Answer::is_done));
    ann.post("cancel_invitation", &[("id", &id)])
        .await
        .done::<()>();
    assert_eq!(
        (ann.balance("USD").await, kept(&world).await),
        ("100.00".into(), "0.00".into())
    );
    assert_eq!(end_of(&ann, &entry).await, Some(InvitationEnd::Cancelled));
    let nora = world.newcomer(NORA, "Nora New").await;
    assert_eq!(nora.balance("USD").await, "0.00");
    let dave = world.newcomer("dave@example.com", "Dave Dean").await;
    assert_eq!(dave.balance("USD").await, "0.00");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn claimed_and_taken_back_at_once_it_goes_one_way_alone() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let mut claimed = 0;
    for number in 0..4 {
        let address = format!("nora{number}@example.com");
        let id: String = ann.send(&address, "10.00", "USD", "").await.done();
        paid(&ann.confirm(&id).await);
        let form = [("id", id.as_str())];
        let (nora, _) = tokio::join!(
            world.newcomer(&address, "Nora New"),
            ann.post("cancel_invitation", &form)
        );
        if nora.balance("USD").await == "10.00" {
            claimed += 1;
        }
        world.state.wallet.sweep_invitations().await.unwrap();
        assert_eq!(kept(&world).await, "0.00");
    }
    assert_eq!(
        ann.balance("USD").await,
        format!("{}.00", 100 - 10 * claimed)
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_thirty_days_it_comes_back_and_a_late_comer_gets_nothing() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let (_, entry) = invite(&ann, "25.00").await;
    days_later(&world, &ann, 30).await;
    let nora = world.newcomer(NORA, "Nora New").await;
    assert_eq!(nora.balance("USD").await, "0.00", "it was too late");
    for _ in 0..2 {
        world.state.wallet.sweep_invitations().await.unwrap();
    }
    assert_eq!(
        (ann.balance("USD").await, kept(&world).await),
        ("100.00".into(), "0.00".into())
    );
    assert_eq!(nora.balance("USD").await, "0.00");
    assert_eq!(end_of(&ann, &entry).await, Some(InvitationEnd::Lapsed));
    let newest = ann.history().await.items.remove(0);
    assert_eq!(newest.kind, Kind::Returned { to: NORA.into() });
    world.work().await;
    let told = outbox(&world.browser(), &ann.address).await;
    let back: Vec<_> = told
        .iter()
        .filter(|mail| mail.subject.contains("came back"))
        .collect();
    assert_eq!(back.len(), 1, "{told:?}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_was_proved_meanwhile_gets_it_at_the_confirmation() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let id: String = ann.send(NORA, "25.00", "USD", "").await.done();
    let nora = world.newcomer(NORA, "Nora New").await;
    paid(&ann.confirm(&id).await);
    assert_eq!(
        (nora.balance("USD").await, kept(&world).await),
        ("25.00".into(), "0.00".into())
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_done_at_once_the_sweep_does() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let (id, entry) = invite(&ann, "25.00").await;
    // As if the server had stopped before it wrote down that the money waits.
    sqlx::query("DELETE FROM wallet.invitations")
        .execute(&world.db.owner)
        .await
        .unwrap();
    let nora = world.newcomer(NORA, "Nora New").await;
    assert_eq!(nora.balance("USD").await, "0.00");
    world.work().await;
    world.state.wallet.sweep_invitations().await.unwrap();
    assert_eq!(nora.balance("USD").await, "25.00");
    assert_eq!(end_of(&ann, &entry).await, Some(InvitationEnd::Claimed));
    assert_eq!(
        ann.post("cancel_invitation", &[("id", &id)])
            .await
            .refused(),
        ErrorCode::InvitationEnded
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_waits_in_the_currency_that_was_sent_and_counts_against_the_limits() {
    let world = World::new().await;
    let ann = world.ann_with("1000.00", "USD").await;
    let across = [
        ("to", NORA),
        ("amount", "10.00"),
        ("currency", "USD"),
        ("they_get", ""),
        ("target_currency", "EUR"),
    ];
    let refusal = ann.post("prepare_send", &across).await.refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (
            ErrorCode::PayeeUnregisteredCurrency,
            Some(Field::TargetCurrency)
        )
    );
    let over = ann.send(NORA, "200.01", "USD", "").await.refusal();
    assert_eq!(
        (over.code, over.facts.parts),
        (ErrorCode::LimitPerPayment, None)
    );
    invite(&ann, "200.00").await;
    invite(&ann, "200.00").await;
    let left = ann.send(NORA, "150.00", "USD", "").await.refusal();
    assert_eq!(left.code, ErrorCode::LimitPerDay);
    let home: DashboardData = ann.post("dashboard", &[]).await.done();
    assert_eq!(home.total.unwrap().currency(), Currency::USD);
    world.assert_sound().await;
}
