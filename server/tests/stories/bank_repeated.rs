//! The bank repeats itself, and people pay twice: a line of its statement acts once, and money that is nobody's waits
//! in the suspense account, never in the wrong balance.

use chrono::TimeDelta;
use domain::{Currency, Money, TopUpFailure};
use futures_util::future::join_all;
use ledger::HouseAccount;
use rails::bank::{LineOutcome, StatementLine, StatementLineId};
use services::Clock;

use crate::support::{Member, World};

/// A line of the bank's statement in euros.
fn line(
    world: &World,
    id: &str,
    reference: &str,
    minor: i64,
    outcome: LineOutcome,
) -> StatementLine {
    StatementLine {
        id: StatementLineId::parse(id).unwrap(),
        reference: reference.to_owned(),
        amount: Money::new(minor, Currency::EUR),
        outcome,
        received_at: world.clock.now(),
    }
}

/// Delivered so often, each time in a task of its own.
async fn deliver_at_once(world: &World, lines: Vec<StatementLine>) -> Vec<bool> {
    let tasks = lines.into_iter().map(|line| {
        let wallet = world.state.wallet.clone();
        tokio::spawn(async move { wallet.take_bank_line(&line).await.is_ok() })
    });
    join_all(tasks)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect()
}

async fn waiting(world: &World) -> (Member, String) {
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (_, reference) = ann.announce("250.00", "EUR").await;
    (ann, reference)
}

async fn in_suspense(world: &World) -> String {
    world.house(HouseAccount::Suspense, Currency::EUR).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_delivered_ten_times_arrives_once() {
    let world = World::new().await;
    let (ann, reference) = waiting(&world).await;
    let written = format!("Top-up {} thanks", reference.to_lowercase());
    let line = line(
        &world,
        "2026-03-02/17",
        &written,
        25_000,
        LineOutcome::Arrived,
    );
    for _ in 0..10 {
        world.state.wallet.take_bank_line(&line).await.unwrap();
        world.clock.pass(TimeDelta::minutes(1));
    }
    assert_eq!(ann.balance("EUR").await, "250.00");
    assert_eq!(
        in_suspense(&world).await,
        "0.00",
        "a repetition is not a second transfer"
    );
    assert_eq!(world.postings().await, 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_delivered_ten_times_at_once_arrives_once() {
    let world = World::new().await;
    let (ann, reference) = waiting(&world).await;
    let line = line(
        &world,
        "2026-03-02/17",
        &reference,
        25_000,
        LineOutcome::Arrived,
    );
    deliver_at_once(&world, vec![line.clone(); 10]).await;
    world.state.wallet.take_bank_line(&line).await.unwrap();
    assert_eq!(
        (ann.balance("EUR").await, in_suspense(&world).await),
        ("250.00".into(), "0.00".into())
    );
    assert_eq!(world.postings().await, 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_with_another_amount_that_is_delivered_ten_times_at_once_arrives_once() {
    let world = World::new().await;
    let (ann, reference) = waiting(&world).await;
    let line = line(
        &world,
        "2026-03-02/17",
        &reference,
        24_000,
        LineOutcome::Arrived,
    );
    deliver_at_once(&world, vec![line.clone(); 10]).await;
    world.state.wallet.take_bank_line(&line).await.unwrap();
    assert_eq!(
        (ann.balance("EUR").await, in_suspense(&world).await),
        ("240.00".into(), "0.00".into())
    );
    assert_eq!(world.postings().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_transfer_under_the_same_reference_waits_in_suspense() {
    let world = World::new().await;
    let (ann, reference) = waiting(&world).await;
    for (id, minor) in [("17", 25_000), ("18", 25_000), ("19", 1_000)] {
        world
            .state
            .wallet
            .take_bank_line(&line(&world, id, &reference, minor, LineOutcome::Arrived))
            .await
            .unwrap();
    }
    assert_eq!(
        (ann.balance("EUR").await, in_suspense(&world).await),
        ("250.00".into(), "260.00".into())
    );
    assert_eq!(
        world.house(HouseAccount::BankClearing, Currency::EUR).await,
        "-510.00"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_transfers_under_one_reference_at_once_are_both_kept_one_here_and_one_there() {
    for (first, second) in [(25_000, 25_000), (25_000, 7_000)] {
        for round in 0..5 {
            let world = World::new().await;
            let (ann, reference) = waiting(&world).await;
            let lines: Vec<_> = [("17", first), ("18", second)]
                .map(|(id, minor)| line(&world, id, &reference, minor, LineOutcome::Arrived))
                .into();
            deliver_at_once(&world, lines.clone()).await;
            // Whatever was not taken in is delivered again, as the bank does.
            for line in &lines {
                world.state.wallet.take_bank_line(line).await.unwrap();
            }
            let total = Money::new(first + second, Currency::EUR);
            let clearing = world.house(HouseAccount::BankClearing, Currency::EUR).await;
            assert_eq!(
                clearing,
                total.checked_neg().unwrap().to_decimal_string(),
                "round {round}"
            );
            let shown = ann
                .history()
                .await
                .items
                .remove(0)
                .amount
                .to_decimal_string();
            assert_eq!(ann.balance("EUR").await, shown, "round {round}");
            assert_eq!(world.postings().await, 2, "round {round}");
            world.assert_sound().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_without_a_known_reference_waits_in_suspense_once_however_often_it_is_told() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for (id, reference) in [("1", "OK0123457ZF"), ("2", "happy birthday"), ("3", "")] {
        let line = line(&world, id, reference, 1_000, LineOutcome::Arrived);
        deliver_at_once(&world, vec![line.clone(); 10]).await;
        world.clock.pass(TimeDelta::minutes(1));
        world.state.wallet.take_bank_line(&line).await.unwrap();
    }
    assert_eq!(
        (in_suspense(&world).await, world.postings().await),
        ("30.00".into(), 3)
    );
    assert!(ann.history().await.items.is_empty());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_currency_than_announced_waits_in_suspense() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (_, reference) = ann.announce("250.00", "USD").await;
    let line = line(&world, "17", &reference, 25_000, LineOutcome::Arrived);
    world.state.wallet.take_bank_line(&line).await.unwrap();
    assert_eq!(
        (ann.balance("USD").await, ann.balance("EUR").await),
        ("0.00".into(), "none".into())
    );
    assert_eq!(in_suspense(&world).await, "250.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_after_all_under_a_failed_reference_is_not_lost() {
    let world = World::new().await;
    let (ann, reference) = waiting(&world).await;
    let failed = line(
        &world,
        "17",
        &reference,
        25_000,
        LineOutcome::Failed(TopUpFailure::WrongDetails),
    );
    world.state.wallet.take_bank_line(&failed).await.unwrap();
    let arrived = line(&world, "18", &reference, 25_000, LineOutcome::Arrived);
    world.state.wallet.take_bank_line(&arrived).await.unwrap();
    assert_eq!(
        (ann.balance("EUR").await, in_suspense(&world).await),
        ("none".into(), "250.00".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_is_told_after_the_money_came_takes_nothing_back() {
    let world = World::new().await;
    let (ann, reference) = waiting(&world).await;
    let arrived = line(&world, "17", &reference, 25_000, LineOutcome::Arrived);
    world.state.wallet.take_bank_line(&arrived).await.unwrap();
    let failed = line(
        &world,
        "18",
        &reference,
        25_000,
        LineOutcome::Failed(TopUpFailure::BankMaintenance),
    );
    world.state.wallet.take_bank_line(&failed).await.unwrap();
    assert_eq!(
        (ann.balance("EUR").await, ann.history().await.items.len()),
        ("250.00".into(), 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_and_an_arrival_that_are_told_at_once_lose_no_money() {
    for round in 0..5 {
        let world = World::new().await;
        let (ann, reference) = waiting(&world).await;
        let failed = LineOutcome::Failed(TopUpFailure::BankMaintenance);
        let lines = vec![
            line(&world, "17", &reference, 25_000, failed),
            line(&world, "18", &reference, 25_000, LineOutcome::Arrived),
        ];
        deliver_at_once(&world, lines.clone()).await;
        for line in &lines {
            world.state.wallet.take_bank_line(line).await.unwrap();
        }
        let clearing = world.house(HouseAccount::BankClearing, Currency::EUR).await;
        assert_eq!(clearing, "-250.00", "round {round}");
        let arrived = ann.balance("EUR").await == "250.00";
        let shown = ann.history().await.items.remove(0);
        assert_eq!(shown.is_posted(), arrived, "round {round}: {shown:?}");
        let expected = if arrived { "0.00" } else { "250.00" };
        assert_eq!(in_suspense(&world).await, expected, "round {round}");
    }
}
