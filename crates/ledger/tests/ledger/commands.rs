//! What a command does when all is well, alone and in a batch, once and again.
use chrono::TimeDelta;
use domain::Money;
use ledger::{BATCH_MAX, EVENTS_CHANNEL, EventCursor, LedgerError, Refusal, Verdict};
use serde_json::json;

use crate::world::{EUR, USD, World, daily, leg, noon};

#[tokio::test]
async fn a_payment_moves_money_from_one_wallet_to_the_other() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let outcome = world.execute(world.payment(chen, maria, 300)).await;
    assert_eq!(outcome.verdict, Verdict::Posted);
    assert!(!outcome.replayed);
    assert_eq!(outcome.recorded_at, noon());
    assert_eq!(
        (world.balance(chen).await, world.balance(maria).await),
        (700, 300)
    );
    world.assert_sound().await;
}

#[tokio::test]
async fn the_same_command_again_gets_the_same_answer_and_writes_nothing() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    for minor in [300, 99_999] {
        let mut payment = world.payment(chen, maria, minor);
        let first = world.execute(payment.clone()).await;
        let stored = world
            .ledger
            .outcome(chen.owner, payment.id)
            .await
            .unwrap()
            .unwrap();
        let before = (world.written().await, world.rows("commands").await);
        payment.at += TimeDelta::hours(1);
        let again = world.execute(payment).await;
        assert!(again.replayed);
        assert_eq!(
            (&again.verdict, again.recorded_at),
            (&first.verdict, first.recorded_at)
        );
        assert_eq!(again, stored);
        assert_eq!(
            (world.written().await, world.rows("commands").await),
            before
        );
    }
}

#[tokio::test]
async fn another_command_under_a_used_id_is_refused_and_writes_nothing() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let payment = world.payment(chen, maria, 300);
    world.execute(payment.clone()).await;
    let before = (world.written().await, world.rows("commands").await);
    let mut other = payment.clone();
    other.fingerprint = [8; 32];
    other.legs[0].amount = Money::new(1, USD);
    assert_eq!(world.refused(other).await, Refusal::CommandReused);
    assert_eq!(
        (world.written().await, world.rows("commands").await),
        before
    );
    assert!(world.execute(payment).await.is_posted());
}

#[tokio::test]
async fn the_same_id_is_another_command_for_another_owner() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.funded(1000, USD).await);
    let from_chen = world.payment(chen, maria, 300);
    let mut from_maria = world.payment(maria, chen, 50);
    from_maria.id = from_chen.id;
    for payment in [from_chen, from_maria] {
        let outcome = world.execute(payment).await;
        assert!(outcome.is_posted() && !outcome.replayed);
    }
    assert_eq!(
        (world.balance(chen).await, world.balance(maria).await),
        (750, 1250)
    );
}

#[tokio::test]
async fn a_command_that_was_never_sent_has_no_answer() {
    let world = World::new().await;
    assert_eq!(
        world
            .ledger
            .outcome(world.person(), world.command_id())
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn legs_are_posted_together_or_not_at_all() {
    let world = World::new().await;
    let (chen, maria, fees) = (
        world.funded(1000, USD).await,
        world.wallet(USD).await,
        world.wallet(USD).await,
    );
    let mut payment = world.payment(chen, maria, 900);
    payment.legs.push(leg(chen, fees, 101));
    payment.limits.push(daily(1001, 5000));
    let before = world.written().await;
    let refusal = world.refused(payment).await;
    assert_eq!(
        refusal,
        Refusal::InsufficientFunds {
            account: chen.account,
            available: Money::new(100, USD)
        }
    );
    assert_eq!(world.written().await, before);

    let mut payment = world.payment(chen, maria, 900);
    payment.legs.push(leg(chen, fees, 100));
    assert!(world.execute(payment).await.is_posted());
    assert_eq!(
        (
            world.balance(chen).await,
            world.balance(maria).await,
            world.balance(fees).await
        ),
        (0, 900, 100)
    );
    world.assert_sound().await;
}

#[tokio::test]
async fn a_batch_is_judged_in_queue_order_over_running_balances() {
    let world = World::new().await;
    let (chen, maria, li) = (
        world.funded(100, USD).await,
        world.wallet(USD).await,
        world.wallet(USD).await,
    );
    let outcomes = world
        .ledger
        .execute_batch(vec![
            world.payment(maria, li, 60),
            world.payment(chen, maria, 100),
            world.payment(maria, li, 60),
            world.payment(maria, li, 60),
        ])
        .await
        .unwrap();
    let posted: Vec<bool> = outcomes.iter().map(ledger::Outcome::is_posted).collect();
    assert_eq!(posted, [false, true, true, false]);
    assert_eq!(
        (world.balance(maria).await, world.balance(li).await),
        (40, 60)
    );
    world.assert_sound().await;
}

#[tokio::test]
async fn a_command_twice_in_a_batch_is_posted_once() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let payment = world.payment(chen, maria, 300);
    let mut other = payment.clone();
    other.fingerprint = [8; 32];
    let outcomes = world
        .ledger
        .execute_batch(vec![payment.clone(), other, payment])
        .await
        .unwrap();
    assert_eq!(outcomes[0].verdict, Verdict::Posted);
    assert_eq!(
        outcomes[1].verdict,
        Verdict::Refused(Refusal::CommandReused)
    );
    assert_eq!(outcomes[2].verdict, Verdict::Posted);
    assert_eq!(
        outcomes
            .iter()
            .map(|outcome| outcome.replayed)
            .collect::<Vec<_>>(),
        [false, true, true]
    );
    assert_eq!(world.balance(maria).await, 300);
}

#[tokio::test]
async fn a_bad_item_never_fails_its_neighbours() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let euros = world.wallet(EUR).await;
    let good = || world.payment(chen, maria, 1);
    let mut unstorable = good();
    unstorable.event.data = json!({"note": "a\0b"});
    let mut without_legs = good();
    without_legs.legs.clear();
    let mut negative_limit = good();
    negative_limit.limits.push(daily(-1, 10));
    let bad = [
        unstorable,
        without_legs,
        negative_limit,
        world.payment(chen, maria, 5000),
        world.payment(chen, maria, 0),
        world.payment(chen, maria, i64::MIN),
        world.payment(chen, chen, 1),
        world.payment(chen, euros, 1),
    ];
    let (bad_count, mut batch) = (bad.len(), vec![good()]);
    for item in bad {
        batch.extend([item, good()]);
    }
    let outcomes = world.ledger.execute_batch(batch).await.unwrap();
    for (place, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.is_posted(), place % 2 == 0, "{place}: {outcome:?}");
    }
    assert_eq!(
        world.balance(maria).await,
        i64::try_from(bad_count).unwrap() + 1
    );
    world.assert_sound().await;
}

#[tokio::test]
async fn recorded_time_never_runs_backwards_for_an_account() {
    let world = World::new().await;
    let (chen, maria, li) = (
        world.funded(1000, USD).await,
        world.funded(1000, USD).await,
        world.wallet(USD).await,
    );
    let later = noon() + TimeDelta::seconds(30);
    let mut first = world.payment(chen, maria, 1);
    first.at = later;
    let mut early = world.payment(maria, li, 1);
    early.at = noon();
    let mut earlier = world.payment(li, maria, 1);
    earlier.at = noon() - TimeDelta::days(1);
    let outcomes = world
        .ledger
        .execute_batch(vec![first, early, earlier])
        .await
        .unwrap();
    assert_eq!(
        outcomes
            .iter()
            .map(|outcome| outcome.recorded_at)
            .collect::<Vec<_>>(),
        [later; 3]
    );
    let alone = world.execute(world.payment(li, chen, 1)).await;
    assert!(!alone.is_posted() && alone.recorded_at == noon());
    assert_eq!(
        world.execute(world.payment(chen, li, 1)).await.recorded_at,
        later
    );
    world.assert_sound().await;
}

#[tokio::test]
async fn a_batch_over_the_bound_is_not_sent() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let batch = vec![world.payment(chen, maria, 1); BATCH_MAX + 1];
    let error = world.ledger.execute_batch(batch).await.unwrap_err();
    assert!(matches!(error, LedgerError::BatchTooLarge { items } if items == BATCH_MAX + 1));
    assert_eq!(world.ledger.execute_batch(Vec::new()).await.unwrap(), []);
    assert_eq!(world.balance(chen).await, 1000);
}

#[tokio::test]
async fn what_was_posted_is_found_by_those_who_follow_the_events() {
    let world = World::new().await;
    let mut listener = sqlx::postgres::PgListener::connect_with(&world.db.app)
        .await
        .unwrap();
    listener.listen(EVENTS_CHANNEL).await.unwrap();
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    listener.recv().await.unwrap();

    let mut payment = world.payment(chen, maria, 300);
    payment.event.data = json!({"note": "晚饭"});
    let refused = world.payment(maria, chen, 301);
    world
        .ledger
        .execute_batch(vec![payment.clone(), refused])
        .await
        .unwrap();
    listener.recv().await.unwrap();

    let start = EventCursor::before(chrono::DateTime::UNIX_EPOCH);
    let events = world.ledger.events_after(start, 10).await.unwrap();
    assert_eq!(
        events
            .iter()
            .map(|event| event.kind.as_str())
            .collect::<Vec<_>>(),
        ["top_up", "payment"]
    );
    assert_eq!(
        (events[1].owner, events[1].command),
        (chen.owner, payment.id)
    );
    assert_eq!(
        (&events[1].data, events[1].recorded_at),
        (&payment.event.data, noon())
    );
    assert_eq!(
        world.ledger.events_after(start, 1).await.unwrap(),
        events[..1]
    );
    assert_eq!(
        world
            .ledger
            .events_after(events[0].cursor, 10)
            .await
            .unwrap(),
        events[1..]
    );
    assert_eq!(
        world
            .ledger
            .events_after(events[1].cursor, 10)
            .await
            .unwrap(),
        []
    );
}
