//! A transfer is given back by another that points to it, never more than is left of it.

use chrono::TimeDelta;
use domain::Money;
use ledger::{Action, Command, LegId, Refusal};

use crate::world::{USD, Wallet, World, first_leg, leg, noon};

async fn paid() -> (World, Wallet, Wallet, Command) {
    let world = World::new().await;
    let (chen, shop) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let payment = world.payment(chen, shop, 300);
    assert!(world.execute(payment.clone()).await.is_posted());
    (world, chen, shop, payment)
}

fn exceeded(minor: i64) -> Refusal {
    Refusal::ReversalExceeded {
        left: Money::new(minor, USD),
    }
}

#[tokio::test]
async fn a_payment_is_given_back_whole_and_a_second_time_is_refused() {
    let (world, chen, shop, payment) = paid().await;
    assert!(
        world
            .execute(world.reversal(&payment, 300))
            .await
            .is_posted()
    );
    assert_eq!(
        (world.balance(chen).await, world.balance(shop).await),
        (1000, 0)
    );
    world.top_up(shop, 500).await;
    assert_eq!(
        world.refused(world.reversal(&payment, 1)).await,
        exceeded(0)
    );
    world.assert_sound().await;
}

#[tokio::test]
async fn parts_are_given_back_until_nothing_is_left() {
    let (world, chen, _, payment) = paid().await;
    for (part, left) in [(100, 200), (150, 50), (50, 0)] {
        assert!(
            world
                .execute(world.reversal(&payment, part))
                .await
                .is_posted()
        );
        assert_eq!(
            world.refused(world.reversal(&payment, left + 1)).await,
            exceeded(left)
        );
    }
    assert_eq!(world.balance(chen).await, 1000);
    let turns: Vec<(i16, i64, i64)> =
        sqlx::query_as("SELECT turn, amount, left_after FROM ledger.reversals ORDER BY turn")
            .fetch_all(&world.db.app)
            .await
            .unwrap();
    assert_eq!(turns, [(1, 100, 200), (2, 150, 50), (3, 50, 0)]);
}

#[tokio::test]
async fn parts_in_one_batch_and_in_one_command_share_what_is_left() {
    let (world, _, _, payment) = paid().await;
    let mut both = world.reversal(&payment, 100);
    both.legs.extend(world.reversal(&payment, 60).legs);
    let batch = vec![
        both,
        world.reversal(&payment, 200),
        world.reversal(&payment, 140),
        world.reversal(&payment, 1),
    ];
    let outcomes = world.ledger.execute_batch(batch).await.unwrap();
    let posted: Vec<_> = outcomes.iter().map(ledger::Outcome::is_posted).collect();
    assert_eq!(posted, [true, false, true, false]);
    let left: Vec<i64> =
        sqlx::query_scalar("SELECT left_after FROM ledger.reversals ORDER BY turn")
            .fetch_all(&world.db.app)
            .await
            .unwrap();
    assert_eq!(left, [200, 140, 0]);
    world.assert_sound().await;
}

#[tokio::test]
async fn of_many_who_give_back_at_once_no_more_than_was_paid_goes_back() {
    let (world, chen, _, payment) = paid().await;
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let ledger = if number % 2 == 0 {
                ledger::Ledger::new(world.db.app.clone())
            } else {
                world.ledger.clone()
            };
            let back = world.reversal(&payment, 70);
            tokio::spawn(async move { ledger.execute(back).await.unwrap().is_posted() })
        })
        .collect();
    let mut posted = 0;
    for task in tasks {
        posted += u32::from(task.await.unwrap());
    }
    assert_eq!((posted, world.balance(chen).await), (4, 980));
    world.assert_sound().await;
}

#[tokio::test]
async fn only_what_went_that_way_can_be_given_back() {
    let (world, chen, shop, payment) = paid().await;
    let other = world.funded(100, USD).await;
    // Also when some of it was given back already.
    world.execute(world.reversal(&payment, 100)).await;
    let back = |from, to, of: LegId| world.acting(Action::Reverse(of), from, to, 10);
    let first = first_leg(&payment);
    for (from, to, of) in [
        // The other way round, between others, another leg, another command, somebody else's command.
        (chen, shop, first),
        (other, chen, first),
        (shop, other, first),
        (shop, chen, LegId { leg: 2, ..first }),
        (
            shop,
            chen,
            LegId {
                command: world.command_id(),
                ..first
            },
        ),
        (
            shop,
            chen,
            LegId {
                owner: shop.owner,
                ..first
            },
        ),
    ] {
        assert_eq!(
            world.refused(back(from, to, of)).await,
            Refusal::TransferUnknown,
            "{from:?} {to:?} {of:?}"
        );
    }
    assert!(
        world
            .execute(world.reversal(&payment, 200))
            .await
            .is_posted()
    );
}

#[tokio::test]
async fn a_transfer_is_found_whatever_was_kept_or_freed_since() {
    let (world, chen, shop, payment) = paid().await;
    for (minutes, from, to) in [(1, shop, chen), (2, chen, shop)] {
        let until = noon() + TimeDelta::hours(1);
        let hold = Command {
            at: noon() + TimeDelta::minutes(minutes),
            ..world.acting(Action::Hold { until }, from, to, 5)
        };
        assert!(world.execute(hold).await.is_posted());
    }
    let place = world
        .ledger
        .place_of(chen.owner, chen.owner, payment.id)
        .await;
    assert_eq!(place.unwrap(), Some((USD, 2)));
    let back = world.reversal(&payment, 200);
    assert!(world.execute(back).await.is_posted());
}

#[tokio::test]
async fn nothing_is_given_back_that_is_not_there_any_more() {
    let (world, _, shop, payment) = paid().await;
    let spent = world.funded(1, USD).await;
    world.execute(world.payment(shop, spent, 250)).await;
    assert_eq!(
        world.refused(world.reversal(&payment, 300)).await,
        Refusal::InsufficientFunds {
            account: shop.account,
            available: Money::new(50, USD),
        }
    );
    // What is refused takes nothing from what is left.
    world.top_up(shop, 250).await;
    assert!(
        world
            .execute(world.reversal(&payment, 300))
            .await
            .is_posted()
    );
}

#[tokio::test]
async fn each_leg_of_a_command_is_given_back_by_its_number() {
    let world = World::new().await;
    let (chen, shop, fees) = (
        world.funded(1000, USD).await,
        world.wallet(USD).await,
        world.wallet(USD).await,
    );
    let legs = vec![
        leg(chen, shop, 300),
        leg(chen, fees, 20),
        leg(chen, shop, 40),
    ];
    let payment = world.command(chen.owner, "payment", legs);
    world.execute(payment.clone()).await;
    for (number, from, minor) in [(1, shop, 300), (2, fees, 20), (3, shop, 40)] {
        let of = LegId {
            leg: number,
            ..first_leg(&payment)
        };
        let over = world.acting(Action::Reverse(of), from, chen, minor + 1);
        assert_eq!(world.refused(over).await, exceeded(minor));
        let back = world.acting(Action::Reverse(of), from, chen, minor);
        assert!(world.execute(back).await.is_posted(), "leg {number}");
    }
    assert_eq!(world.balance(chen).await, 1000);
    world.assert_sound().await;
}
