//! Looking a payee up: a name in part, for members only, and not for the whole town.

use app::features::send::api::PayeeView;
use chrono::TimeDelta;
use domain::{ErrorCode, Field};
use futures_util::future::join_all;

use crate::support::{Answer, Member, PASSWORD, World};

async fn look(ann: &Member, to: &str) -> Answer {
    ann.post("find_payee", &[("to", to)]).await
}

/// Whether somebody who does not exist was looked up: an address that money would wait for.
fn is_nobody(answer: &Answer) -> bool {
    answer.is_done() && answer.done::<PayeeView>().account.is_none()
}

/// Looks up so many people who do not exist; how many of them it was told about.
async fn wander(ann: &Member, numbers: std::ops::Range<u32>) -> usize {
    let mut told = 0;
    for number in numbers {
        let answer = look(ann, &format!("stranger{number}@example.com")).await;
        if is_nobody(&answer) {
            told += 1;
        } else {
            assert_eq!(answer.refused(), ErrorCode::PayeeLookupsExhausted);
        }
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payee_is_shown_by_part_of_the_name_and_the_account() {
    let world = World::new().await;
    let (ann, bob) = (
        world.newcomer("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    let found = look(&ann, "bob@example.com").await;
    let expected = PayeeView {
        name: "Bob B****r".into(),
        initial: "B".into(),
        account: Some(bob.settings().await.account),
    };
    assert_eq!(found.done::<PayeeView>(), expected);
    assert!(!found.body.contains("Baker"));
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_new_payees_a_day_and_no_more_but_those_one_knows() {
    let world = World::new().await;
    let (ann, _bob) = (world.ann_with("10.00", "USD").await, world.bob().await);
    look(&ann, "bob@example.com").await.done::<PayeeView>();
    assert_eq!(wander(&ann, 0..19).await, 19);
    let refusal = look(&ann, "stranger19@example.com").await.refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (ErrorCode::PayeeLookupsExhausted, Some(Field::To))
    );
    let on_the_send_page = ann.send("stranger19@example.com", "1.00", "USD", "").await;
    assert_eq!(on_the_send_page.refused(), ErrorCode::PayeeLookupsExhausted);
    assert!(
        is_nobody(&look(&ann, "stranger3@example.com").await),
        "known, if only as nobody"
    );
    ann.pay("BOB@example.com", "1.00", "USD", "").await;

    for _ in 0..2 {
        world.clock.pass(TimeDelta::hours(12));
        ann.post(
            "sign_in",
            &[("address", "ann@example.com"), ("password", PASSWORD)],
        )
        .await
        .done::<()>();
    }
    world.clock.pass(TimeDelta::seconds(1));
    assert_eq!(wander(&ann, 100..120).await, 20);
    assert_eq!(wander(&ann, 120..121).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_there_and_who_is_not_use_the_day_up_alike() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for number in 0..3 {
        world
            .newcomer(&format!("real{number}@example.com"), "Real Person")
            .await;
    }
    wander(&ann, 0..18).await;
    look(&ann, "real0@example.com").await.done::<PayeeView>();
    look(&ann, "real1@example.com").await.done::<PayeeView>();
    let (exists, does_not) = (
        look(&ann, "real2@example.com").await,
        look(&ann, "unreal@example.com").await,
    );
    assert_eq!(exists.refused(), ErrorCode::PayeeLookupsExhausted);
    assert_eq!(exists.body, does_not.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_look_ups_at_once_are_twenty() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let addresses: Vec<String> = (0..30)
        .map(|number| format!("stranger{number}@example.com"))
        .collect();
    let answers = join_all(addresses.iter().map(|address| look(&ann, address))).await;
    let allowed = answers.iter().filter(|answer| is_nobody(answer)).count();
    assert_eq!(allowed, 20);
}
