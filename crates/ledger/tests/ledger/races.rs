//! Many at once: whatever the order, the answer is as if they had come one after the other.
use domain::Money;
use ledger::{Command, Outcome, Refusal, Verdict};

use crate::world::{EUR, USD, World, leg};

/// All at once, each in a task of its own.
async fn at_once(world: &World, commands: Vec<Command>) -> Vec<Outcome> {
    let gate = std::sync::Arc::new(tokio::sync::Barrier::new(commands.len()));
    let tasks: Vec<_> = commands
        .into_iter()
        .map(|command| {
            let (ledger, gate) = (world.ledger.clone(), gate.clone());
            tokio::spawn(async move {
                gate.wait().await;
                ledger.execute(command).await.unwrap()
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_who_spend_the_same_money_spend_it_once() {
    let world = World::crowded().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let payments = (0..50).map(|_| world.payment(chen, maria, 300)).collect();
    let outcomes = at_once(&world, payments).await;
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| outcome.is_posted())
            .count(),
        3
    );
    let refusal = Refusal::InsufficientFunds {
        account: chen.account,
        available: Money::new(100, USD),
    };
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| outcome.verdict == Verdict::Refused(refusal.clone()))
            .count(),
        47
    );
    assert_eq!(
        (world.balance(chen).await, world.balance(maria).await),
        (100, 900)
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_fifty_times_at_once_is_posted_once_and_answered_alike() {
    let world = World::crowded().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    for minor in [300, 9999] {
        let payment = world.payment(chen, maria, minor);
        let outcomes = at_once(&world, vec![payment; 50]).await;
        assert_eq!(
            outcomes.iter().filter(|outcome| !outcome.replayed).count(),
            1
        );
        for outcome in &outcomes {
            assert_eq!(
                (&outcome.verdict, outcome.recorded_at),
                (&outcomes[0].verdict, outcomes[0].recorded_at)
            );
        }
    }
    assert_eq!(world.balance(maria).await, 300);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_id_for_fifty_different_commands_at_once_is_one_command() {
    let world = World::crowded().await;
    let mut payments = Vec::new();
    // All of one owner, but between accounts that have nothing in common: no balance makes them wait for each other.
    let (owner, id) = (world.person(), world.command_id());
    for number in 0..50 {
        let (from, to) = (world.funded(10, USD).await, world.wallet(USD).await);
        payments.push(Command {
            owner,
            id,
            fingerprint: [number; 32],
            ..world.payment(from, to, 10)
        });
    }
    let outcomes = at_once(&world, payments).await;
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| outcome.is_posted())
            .count(),
        1
    );
    let reused = Verdict::Refused(Refusal::CommandReused);
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| outcome.verdict == reused)
            .count(),
        49
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_intent_for_fifty_commands_at_once_is_carried_out_once() {
    let world = World::crowded().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let intent = Some(world.intent(chen.owner).await);
    let payments = (0..50)
        .map(|_| Command {
            intent,
            ..world.payment(chen, maria, 10)
        })
        .collect();
    let outcomes = at_once(&world, payments).await;
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| outcome.is_posted())
            .count(),
        1
    );
    let used = Verdict::Refused(Refusal::IntentUsed);
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| outcome.verdict == used)
            .count(),
        49
    );
    assert_eq!(world.balance(maria).await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_pay_each_other_in_circles_never_block_each_other() {
    let world = World::crowded().await;
    let mut circle = Vec::new();
    for _ in 0..5 {
        circle.push(world.funded(1000, USD).await);
    }
    let mut payments = Vec::new();
    for round in 0..10 {
        for (place, from) in circle.iter().enumerate() {
            let next = circle[(place + 1 + round % 4) % 5];
            let third = circle[(place + 2 + round % 3) % 5];
            let mut payment = world.payment(*from, next, 7);
            if third.account != from.account {
                payment.legs.push(leg(*from, third, 1));
            }
            payments.push(payment);
        }
    }
    let outcomes = at_once(&world, payments).await;
    assert!(outcomes.iter().all(Outcome::is_posted));
    world.assert_sound().await;
    let mut total = 0;
    for wallet in circle {
        total += world.balance(wallet).await;
    }
    assert_eq!(total, 5000);
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_that_hold_the_same_commands_in_other_orders_agree() {
    let world = World::crowded().await;
    let (dollars, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let (euros, luc) = (world.funded(1000, EUR).await, world.wallet(EUR).await);
    let mut batch = Vec::new();
    for _ in 0..10 {
        batch.push(world.payment(dollars, maria, 1));
        batch.push(world.payment(euros, luc, 1));
    }
    let tasks: Vec<_> = (0..20)
        .map(|turn| {
            let mut batch = batch.clone();
            batch.rotate_left(turn);
            if turn % 2 == 0 {
                batch.reverse();
            }
            let ledger = world.ledger.clone();
            tokio::spawn(async move { ledger.execute_batch(batch).await.unwrap() })
        })
        .collect();
    let mut fresh = 0;
    for task in tasks {
        let outcomes = task.await.unwrap();
        assert!(outcomes.iter().all(Outcome::is_posted));
        fresh += outcomes.iter().filter(|outcome| !outcome.replayed).count();
    }
    assert_eq!(fresh, 20);
    assert_eq!(
        (world.balance(maria).await, world.balance(luc).await),
        (10, 10)
    );
    world.assert_sound().await;
}
