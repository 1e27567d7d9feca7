//! When things were recorded and when they happened: what an account held at any past instant.

use chrono::TimeDelta;
use domain::Money;
use ledger::{Command, Refusal};

use crate::world::{USD, World, noon};

#[tokio::test]
async fn what_an_account_held_is_known_for_every_past_instant() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let mut expected = vec![(noon(), 1000)];
    for number in 1..40 {
        let at = noon() + TimeDelta::minutes(number * 7);
        let payment = Command {
            at,
            ..world.payment(chen, maria, number)
        };
        world.execute(payment).await;
        expected.push((at, expected.last().unwrap().1 - number));
    }
    let held_at = async |at| {
        world
            .ledger
            .balance_at(chen.account, at)
            .await
            .unwrap()
            .unwrap()
            .minor()
    };
    let instant = TimeDelta::microseconds(1);
    assert_eq!(held_at(noon() - instant).await, 0);
    for pair in expected.windows(2) {
        let ((from, held), (until, _)) = (pair[0], pair[1]);
        assert_eq!(held_at(from).await, held);
        assert_eq!(held_at(until - instant).await, held);
    }
    assert_eq!(
        held_at(noon() + TimeDelta::days(400)).await,
        expected.last().unwrap().1
    );
    let nobody = domain::AccountId::from_uuid(uuid::Uuid::from_u128(5));
    assert_eq!(world.ledger.balance_at(nobody, noon()).await.unwrap(), None);
}

#[tokio::test]
async fn no_more_entries_are_read_than_their_number_has_binary_digits() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(100_000, USD).await, world.wallet(USD).await);
    for round in 0..4 {
        let batch = (0..250)
            .map(|number| Command {
                at: noon() + TimeDelta::seconds(round * 250 + number),
                ..world.payment(chen, maria, 1)
            })
            .collect();
        world.ledger.execute_batch(batch).await.unwrap();
    }
    // 1,000 entries of Maria's: at most ten are read. What is counted is not reported before the transaction ends.
    let mut reader = world.db.owner.begin().await.unwrap();
    let mut read_before = 0;
    for seconds in [0, 1, 333, 500, 998] {
        sqlx::query("SELECT * FROM ledger.balance_at($1, $2)")
            .bind(maria.account.as_uuid())
            .bind(noon() + TimeDelta::seconds(seconds))
            .execute(&mut *reader)
            .await
            .unwrap();
        let read: i64 = sqlx::query_scalar(
            "SELECT seq_scan + idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'entries'",
        )
        .fetch_one(&mut *reader)
        .await
        .unwrap();
        assert!(
            (1..=10).contains(&(read - read_before)),
            "{seconds} s: {read} reads, {read_before} before"
        );
        read_before = read;
    }
}

#[tokio::test]
async fn what_happened_before_it_was_recorded_keeps_both_times() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let happened = noon() - TimeDelta::days(2);
    let late = Command {
        event_at: Some(happened),
        ..world.payment(chen, maria, 5)
    };
    assert_eq!(world.execute(late).await.recorded_at, noon());
    let stored: Vec<Option<chrono::DateTime<chrono::Utc>>> =
        sqlx::query_scalar("SELECT event_at FROM ledger.commands ORDER BY event_at NULLS LAST")
            .fetch_all(&world.db.app)
            .await
            .unwrap();
    assert_eq!(stored, [Some(happened), None]);
    let balance = world.ledger.balance_at(maria.account, happened).await;
    assert_eq!(
        balance.unwrap(),
        Some(Money::zero(USD)),
        "recorded time counts"
    );
}

#[tokio::test]
async fn nothing_has_happened_that_is_still_to_come() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let future = Command {
        event_at: Some(noon() + TimeDelta::microseconds(1)),
        ..world.payment(chen, maria, 5)
    };
    assert_eq!(world.refused(future).await, Refusal::EventInFuture);
    let now = Command {
        event_at: Some(noon()),
        ..world.payment(chen, maria, 5)
    };
    assert!(world.execute(now).await.is_posted());
}
