//! A server stops in the middle of a card payment: whatever the processor did is finished by another, once.

use std::sync::Arc;

use app::features::history::activity::Kind;
use domain::{Currency, TopUpFailure};
use ledger::HouseAccount;

use crate::support::{Browser, CardsThatStop, Member, Stops, World};

const GOOD: &str = "4242424242424242";
const DECLINED: &str = "4000000000000002";
const ASKS_FIRST: &str = "4000000000003220";

/// Ann at a server that is about to stop, and again at one that lives.
async fn ann_at_a_server_that_stops(
    world: &World,
    stops: Stops,
) -> (Member, Member, Arc<CardsThatStop>) {
    let cards = CardsThatStop::new(&world.db.app, stops);
    let browser = Browser::new(world.server_with_cards(cards.clone()), "en");
    let ann = world
        .register_in(browser, "ann@example.com", "Ann Archer")
        .await;
    let alive = world.browser().holding(&ann.browser.token().unwrap());
    (
        ann,
        Member {
            browser: alive,
            address: "ann@example.com".to_owned(),
        },
        cards,
    )
}

/// Presses the button of a server that stops before it answers.
async fn charge_in_vain(ann: &Member, cards: &CardsThatStop, id: &str, number: &str) {
    tokio::select! {
        answer = ann.charge(id, "80.00", number) => panic!("answered: {answer:?}"),
        () = cards.stopped() => {}
    }
}

/// Says yes to a server that stops before it answers.
async fn approve_in_vain(ann: &Member, cards: &CardsThatStop, id: &str) {
    let word = [("id", id), ("approve", "true")];
    tokio::select! {
        answer = ann.post("topup_authenticate", &word) => panic!("answered: {answer:?}"),
        () = cards.stopped() => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_was_charged_before_the_server_stopped_arrives_once() {
    let world = World::new().await;
    let (ann, alive, cards) = ann_at_a_server_that_stops(&world, Stops::AfterCharging).await;
    let id = ann.new_topup().await;
    charge_in_vain(&ann, &cards, &id, GOOD).await;
    assert_eq!(
        alive.activity(&id).await.line.kind,
        Kind::AddingByCard,
        "it says that it does not know yet"
    );
    assert_eq!(alive.balance("USD").await, "0.00");
    world.work().await;
    world.work().await;
    assert_eq!(alive.balance("USD").await, "80.00");
    assert_eq!(
        world.house(HouseAccount::CardClearing, Currency::USD).await,
        "-80.96"
    );
    assert_eq!(world.postings().await, 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_was_never_asked_for_because_the_server_stopped_is_asked_for_once() {
    let world = World::new().await;
    let (ann, alive, cards) = ann_at_a_server_that_stops(&world, Stops::BeforeCharging).await;
    let id = ann.new_topup().await;
    charge_in_vain(&ann, &cards, &id, GOOD).await;
    world.work().await;
    assert_eq!(alive.balance("USD").await, "80.00");
    assert_eq!(
        world
            .count("SELECT count(*) FROM wallet.sandbox_records WHERE key LIKE 'charge/%'")
            .await,
        1
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_nobody_heard_is_told_in_the_end() {
    let world = World::new().await;
    let (ann, alive, cards) = ann_at_a_server_that_stops(&world, Stops::AfterCharging).await;
    let id = ann.new_topup().await;
    charge_in_vain(&ann, &cards, &id, DECLINED).await;
    world.work().await;
    assert_eq!(
        alive.activity(&id).await.line.kind,
        Kind::AddFailed {
            why: TopUpFailure::CardDeclined
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_nobody_heard_is_asked_in_the_end() {
    let world = World::new().await;
    let (ann, alive, cards) = ann_at_a_server_that_stops(&world, Stops::AfterCharging).await;
    let id = ann.new_topup().await;
    charge_in_vain(&ann, &cards, &id, ASKS_FIRST).await;
    world.work().await;
    assert_eq!(
        alive.activity(&id).await.line.kind,
        Kind::NeedsAuthentication
    );
    alive
        .post("topup_authenticate", &[("id", &id), ("approve", "true")])
        .await
        .done::<String>();
    assert_eq!(alive.balance("USD").await, "80.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_that_the_bank_took_before_the_server_stopped_brings_the_money_by_itself() {
    let world = World::new().await;
    let (ann, alive, cards) = ann_at_a_server_that_stops(&world, Stops::AfterTheApproval).await;
    let id = ann.new_topup().await;
    ann.charge(&id, "80.00", ASKS_FIRST).await.done::<String>();
    approve_in_vain(&ann, &cards, &id).await;
    world.work().await;
    assert_eq!(
        alive.balance("USD").await,
        "80.00",
        "the card was charged; its owner may never come back to this page"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_that_was_cut_short_may_be_given_again() {
    let world = World::new().await;
    let (ann, alive, cards) = ann_at_a_server_that_stops(&world, Stops::AfterTheApproval).await;
    let id = ann.new_topup().await;
    ann.charge(&id, "80.00", ASKS_FIRST).await.done::<String>();
    approve_in_vain(&ann, &cards, &id).await;
    for approve in ["true", "false"] {
        alive
            .post("topup_authenticate", &[("id", &id), ("approve", approve)])
            .await
            .done::<String>();
        assert_eq!(alive.balance("USD").await, "80.00");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_removed_in_the_middle_does_not_stop_the_money_it_paid() {
    let world = World::new().await;
    let (ann, alive, cards) = ann_at_a_server_that_stops(&world, Stops::AfterCharging).await;
    let saved = alive.new_topup().await;
    alive.charge(&saved, "10.00", GOOD).await.done::<String>();
    let id = ann.new_topup().await;
    charge_in_vain(&ann, &cards, &id, GOOD).await;
    // It looks the same as the one that is being charged, so that one goes with it.
    let start: app::features::topup::api::TopUpStart =
        alive.post("topup_options", &[]).await.done();
    alive
        .post("remove_card", &[("id", &start.cards[0].id)])
        .await
        .done::<()>();
    world.work().await;
    assert_eq!(alive.balance("USD").await, "90.00");
}
