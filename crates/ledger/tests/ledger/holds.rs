//! Money is kept for one purpose, and the hold ends once: posted whole or in part, voided, or by its time.

use chrono::TimeDelta;
use domain::Money;
use ledger::{Action, Command, HoldEnd, LegId, Refusal};

use crate::world::{EUR, USD, Wallet, World, first_leg, noon};

struct Cast {
    world: World,
    chen: Wallet,
    shop: Wallet,
}

async fn cast() -> Cast {
    let world = World::new().await;
    let (chen, shop) = (world.funded(1000, USD).await, world.wallet(USD).await);
    Cast { world, chen, shop }
}

impl Cast {
    /// Chen keeps money for the shop.
    async fn held(&self, minor: i64) -> LegId {
        let hold = self.world.hold(self.chen, self.shop, minor);
        assert!(self.world.execute(hold.clone()).await.is_posted());
        first_leg(&hold)
    }

    fn ending(&self, action: Action, minor: i64) -> Command {
        self.world.acting(action, self.chen, self.shop, minor)
    }

    async fn posted_and_available(&self) -> (i64, i64, i64) {
        let world = &self.world;
        (
            world.balance(self.chen).await,
            world.available(self.chen).await,
            world.balance(self.shop).await,
        )
    }
}

#[tokio::test]
async fn a_hold_keeps_money_without_moving_it() {
    let cast = cast().await;
    cast.held(300).await;
    assert_eq!(cast.posted_and_available().await, (1000, 700, 0));
    let more = cast.world.hold(cast.chen, cast.shop, 701);
    let expected = Refusal::InsufficientFunds {
        account: cast.chen.account,
        available: Money::new(700, USD),
    };
    assert_eq!(cast.world.refused(more).await, expected);
    cast.world.assert_sound().await;
}

#[tokio::test]
async fn a_hold_is_posted_whole_or_in_part_and_the_rest_is_free_again() {
    let cast = cast().await;
    let whole = cast.held(300).await;
    let part = cast.held(200).await;
    cast.world
        .execute(cast.ending(Action::Post(whole), 300))
        .await;
    assert_eq!(cast.posted_and_available().await, (700, 500, 300));
    cast.world
        .execute(cast.ending(Action::Post(part), 150))
        .await;
    assert_eq!(cast.posted_and_available().await, (550, 550, 450));
    cast.world.assert_sound().await;
}

#[tokio::test]
async fn a_hold_can_take_all_that_is_there_and_be_posted_all_the_same() {
    let cast = cast().await;
    let hold = cast.held(1000).await;
    assert_eq!(
        cast.world
            .refused(cast.world.payment(cast.chen, cast.shop, 1))
            .await,
        Refusal::InsufficientFunds {
            account: cast.chen.account,
            available: Money::zero(USD),
        }
    );
    let post = cast.ending(Action::Post(hold), 1000);
    assert!(cast.world.execute(post).await.is_posted());
    assert_eq!(cast.posted_and_available().await, (0, 0, 1000));
}

#[tokio::test]
async fn more_than_is_held_is_not_posted() {
    let cast = cast().await;
    let hold = cast.held(300).await;
    let over = cast.ending(Action::Post(hold), 301);
    let expected = Refusal::HoldExceeded {
        held: Money::new(300, USD),
    };
    assert_eq!(cast.world.refused(over).await, expected);
    assert_eq!(cast.posted_and_available().await, (1000, 700, 0));
}

#[tokio::test]
async fn a_hold_ends_once() {
    let cast = cast().await;
    for (first, ended_as) in [
        (Action::Post as fn(LegId) -> Action, HoldEnd::Posted),
        (Action::Void, HoldEnd::Voided),
    ] {
        let hold = cast.held(100).await;
        cast.world.execute(cast.ending(first(hold), 40)).await;
        let before = cast.posted_and_available().await;
        for again in [Action::Post(hold), Action::Void(hold), Action::Expire(hold)] {
            assert_eq!(
                cast.world.refused(cast.ending(again, 40)).await,
                Refusal::HoldEnded { ended_as }
            );
        }
        assert_eq!(cast.posted_and_available().await, before);
    }
    cast.world.assert_sound().await;
}

#[tokio::test]
async fn the_same_ending_sent_twice_ends_once_and_has_one_answer() {
    let cast = cast().await;
    let post = cast.ending(Action::Post(cast.held(100).await), 100);
    let first = cast.world.execute(post.clone()).await;
    let again = cast.world.execute(post).await;
    assert!(first.is_posted() && again.is_posted() && again.replayed);
    assert_eq!(cast.posted_and_available().await, (900, 900, 100));
}

#[tokio::test]
async fn of_many_who_end_a_hold_at_once_one_does() {
    let cast = cast().await;
    let hold = cast.held(100).await;
    let tasks: Vec<_> = (0..30)
        .map(|number| {
            let action = if number % 2 == 0 {
                Action::Post(hold)
            } else {
                Action::Void(hold)
            };
            // Half of them through a server of its own.
            let ledger = if number % 3 == 0 {
                ledger::Ledger::new(cast.world.db.app.clone())
            } else {
                cast.world.ledger.clone()
            };
            let ending = cast.ending(action, 100);
            tokio::spawn(async move { ledger.execute(ending).await.unwrap().is_posted() })
        })
        .collect();
    let mut posted = 0;
    for task in tasks {
        posted += u32::from(task.await.unwrap());
    }
    assert_eq!(posted, 1);
    cast.world.assert_sound().await;
}

#[tokio::test]
async fn a_hold_whose_time_has_come_is_only_freed() {
    let cast = cast().await;
    let hold = cast.held(300).await;
    let at = |command: Command, minutes| Command {
        at: noon() + TimeDelta::minutes(minutes),
        ..command
    };
    let early = at(cast.ending(Action::Expire(hold), 1), 59);
    assert_eq!(cast.world.refused(early).await, Refusal::HoldNotExpired);
    let late = at(cast.ending(Action::Post(hold), 300), 60);
    assert_eq!(cast.world.refused(late).await, Refusal::HoldExpired);
    let freed = at(cast.ending(Action::Expire(hold), 1), 60);
    assert!(cast.world.execute(freed).await.is_posted());
    assert_eq!(cast.posted_and_available().await, (1000, 1000, 0));
    let past = at(cast.world.hold(cast.chen, cast.shop, 10), 60);
    assert_eq!(cast.world.refused(past).await, Refusal::HoldExpired);
}

#[tokio::test]
async fn the_time_that_is_recorded_decides_and_not_the_clock_of_one_server() {
    let cast = cast().await;
    let hold = cast.held(300).await;
    // Another server's clock is a day ahead.
    let ahead = Command {
        at: noon() + TimeDelta::days(1),
        ..cast.world.payment(cast.chen, cast.shop, 1)
    };
    assert!(cast.world.execute(ahead).await.is_posted());
    let late = cast.world.hold(cast.chen, cast.shop, 10);
    assert_eq!(cast.world.refused(late).await, Refusal::HoldExpired);
    let post = cast.ending(Action::Post(hold), 300);
    assert_eq!(cast.world.refused(post).await, Refusal::HoldExpired);
    // A later leg may be what brings the time.
    let mut both = cast.world.hold(cast.shop, cast.chen, 1);
    both.legs.push(crate::world::leg(cast.chen, cast.shop, 1));
    assert_eq!(cast.world.refused(both).await, Refusal::HoldExpired);
    let freed = cast.ending(Action::Expire(hold), 1);
    assert!(cast.world.execute(freed).await.is_posted());
    cast.world.assert_sound().await;
}

#[tokio::test]
async fn a_hold_is_for_whom_it_was_made() {
    let cast = cast().await;
    let hold = cast.held(300).await;
    let other = cast.world.wallet(USD).await;
    for action in [Action::Post(hold), Action::Void(hold)] {
        for (from, to) in [
            (cast.chen, other),
            (other, cast.shop),
            (cast.shop, cast.chen),
        ] {
            assert_eq!(
                cast.world
                    .refused(cast.world.acting(action, from, to, 10))
                    .await,
                Refusal::HoldUnknown
            );
        }
    }
    let euros = cast.world.wallet(EUR).await;
    assert_eq!(
        cast.world
            .refused(cast.world.hold(cast.chen, euros, 10))
            .await,
        Refusal::CurrencyMismatch
    );
}

#[tokio::test]
async fn what_freezes_an_account_keeps_its_holds_but_lets_them_be_freed() {
    let cast = cast().await;
    let (kept, freed) = (cast.held(100).await, cast.held(100).await);
    let frozen = cast
        .world
        .ledger
        .freeze(cast.chen.account, Some(true), None)
        .await
        .unwrap();
    assert!(frozen);
    let account = cast.chen.account;
    assert_eq!(
        cast.world.refused(cast.ending(Action::Post(kept), 1)).await,
        Refusal::AccountFrozen { account }
    );
    assert!(
        cast.world
            .execute(cast.ending(Action::Void(freed), 1))
            .await
            .is_posted()
    );
    assert_eq!(cast.posted_and_available().await, (1000, 900, 0));
}

#[tokio::test]
async fn a_command_that_is_refused_leaves_the_holds_it_would_have_ended() {
    let cast = cast().await;
    let hold = cast.held(300).await;
    let mut both = cast.ending(Action::Post(hold), 300);
    let beyond = cast.world.payment(cast.chen, cast.shop, 701);
    both.legs.extend(beyond.legs);
    assert!(!cast.world.execute(both).await.is_posted());
    assert_eq!(cast.posted_and_available().await, (1000, 700, 0));
    let post = cast.ending(Action::Post(hold), 300);
    assert!(cast.world.execute(post).await.is_posted());
    cast.world.assert_sound().await;
}
