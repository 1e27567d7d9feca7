//! A limit is never exceeded, and only what was posted counts.
use chrono::Days;
use ledger::{Command, LimitDelta, OwnerId, Refusal};

use crate::world::{EUR, USD, Wallet, World, daily, day};

fn limited(world: &World, from: Wallet, to: Wallet, minor: i64, limit: LimitDelta) -> Command {
    Command {
        limits: vec![limit],
        ..world.payment(from, to, minor)
    }
}

async fn used(world: &World, owner: OwnerId) -> i64 {
    world
        .ledger
        .usage(owner, "payments_per_day", day())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_limit_is_filled_to_the_last_cent_and_not_beyond() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    assert_eq!(used(&world, chen.owner).await, 0);
    assert!(
        world
            .execute(limited(&world, chen, maria, 60, daily(60, 100)))
            .await
            .is_posted()
    );
    let before = world.written().await;
    let refusal = world
        .refused(limited(&world, chen, maria, 41, daily(41, 100)))
        .await;
    assert_eq!(
        refusal,
        Refusal::LimitExceeded {
            name: "payments_per_day".into(),
            remaining_minor_usd: 40
        }
    );
    assert_eq!(world.written().await, before);
    assert!(
        world
            .execute(limited(&world, chen, maria, 40, daily(40, 100)))
            .await
            .is_posted()
    );
    assert_eq!(used(&world, chen.owner).await, 100);
    assert_eq!(world.balance(maria).await, 100);
}

#[tokio::test]
async fn each_owner_and_period_has_a_limit_of_its_own() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.funded(1000, USD).await);
    let tomorrow = LimitDelta {
        period_start: day() + Days::new(1),
        ..daily(100, 100)
    };
    for command in [
        limited(&world, chen, maria, 100, daily(100, 100)),
        limited(&world, chen, maria, 100, tomorrow),
        limited(&world, maria, chen, 100, daily(100, 100)),
    ] {
        assert!(world.execute(command).await.is_posted());
    }
}

#[tokio::test]
async fn a_lowered_limit_leaves_nothing_and_never_less() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    assert!(
        world
            .execute(limited(&world, chen, maria, 60, daily(60, 100)))
            .await
            .is_posted()
    );
    let refusal = world
        .refused(limited(&world, chen, maria, 1, daily(1, 50)))
        .await;
    assert_eq!(
        refusal,
        Refusal::LimitExceeded {
            name: "payments_per_day".into(),
            remaining_minor_usd: 0
        }
    );
    let refusal = world
        .refused(limited(&world, chen, maria, 1, daily(i64::MAX, i64::MAX)))
        .await;
    assert!(matches!(refusal, Refusal::LimitExceeded { .. }));
}

#[tokio::test]
async fn what_was_refused_counts_towards_no_limit() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(50, USD).await, world.wallet(USD).await);
    let month = LimitDelta {
        name: "payments_per_month".into(),
        ..daily(60, 50)
    };
    let mut over_the_month = limited(&world, chen, maria, 10, daily(60, 100));
    over_the_month.limits.push(month);
    let batch = vec![
        limited(&world, chen, maria, 51, daily(60, 100)),
        over_the_month,
        limited(&world, chen, maria, 10, daily(60, 100)),
        limited(&world, chen, maria, 10, daily(60, 100)),
    ];
    let outcomes = world.ledger.execute_batch(batch).await.unwrap();
    let posted: Vec<bool> = outcomes.iter().map(ledger::Outcome::is_posted).collect();
    assert_eq!(posted, [false, false, true, false]);
    assert_eq!(used(&world, chen.owner).await, 60);
    assert_eq!(world.rows("usage").await.len(), 1);
}

#[tokio::test]
async fn fifty_payments_at_once_from_two_accounts_share_one_limit() {
    let world = World::crowded().await;
    let dollars = world.funded(1000, USD).await;
    let euros = world.wallet_of(dollars.owner, EUR).await;
    world.top_up(euros, 1000).await;
    let (maria, luc) = (world.wallet(USD).await, world.wallet(EUR).await);
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let (from, to) = if number % 2 == 0 {
                (dollars, maria)
            } else {
                (euros, luc)
            };
            let command = limited(&world, from, to, 10, daily(10, 200));
            let ledger = world.ledger.clone();
            tokio::spawn(async move { ledger.execute(command).await.unwrap().is_posted() })
        })
        .collect();
    let mut posted = 0;
    for task in tasks {
        posted += i64::from(task.await.unwrap());
    }
    assert_eq!(posted, 20);
    assert_eq!(used(&world, dollars.owner).await, 200);
    assert_eq!(world.balance(maria).await + world.balance(luc).await, 200);
    world.assert_sound().await;
}
