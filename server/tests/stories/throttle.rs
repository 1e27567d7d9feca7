//! Guessing at passwords gets slower and slower, for the one who guesses, and is forgiven.

use chrono::TimeDelta;
use domain::ErrorCode;

use crate::support::{Browser, PASSWORD, World};

const ANN: &str = "ann@example.com";

/// Guesses wrong; the seconds to wait if the guess was not even looked at.
async fn guess(browser: &Browser, at: &str) -> Option<u32> {
    let refusal = browser
        .post(
            "sign_in",
            &[("address", at), ("password", "not hers at all")],
        )
        .await
        .refusal();
    match refusal.code {
        ErrorCode::SignInWrong => None,
        ErrorCode::RateLimited => Some(refusal.facts.wait_seconds.unwrap()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_wrong_tries_each_further_one_waits_longer_but_never_for_good() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    let mallory = world.browser();
    for _ in 0..5 {
        assert_eq!(guess(&mallory, ANN).await, None);
    }
    let mut waits = Vec::new();
    for _ in 0..12 {
        let wait = guess(&mallory, ANN).await.expect("the next try waits");
        let right = mallory
            .post("sign_in", &[("address", ANN), ("password", PASSWORD)])
            .await;
        assert_eq!(
            right.refused(),
            ErrorCode::RateLimited,
            "while it lasts not even the right one is looked at"
        );
        waits.push(wait);
        world.clock.pass_seconds(wait);
        assert_eq!(
            guess(&mallory, ANN).await,
            None,
            "after the wait there is one try"
        );
    }
    let doubled = waits.windows(2).filter(|pair| pair[1] > pair[0]).count();
    assert!(waits.is_sorted() && doubled >= 8, "{waits:?}");
    assert!(waits.iter().all(|wait| *wait <= 15 * 60 + 1), "{waits:?}");

    world.clock.pass(TimeDelta::minutes(16));
    world
        .browser()
        .post("sign_in", &[("address", ANN), ("password", PASSWORD)])
        .await
        .done::<()>();
    for _ in 0..5 {
        assert_eq!(
            guess(&mallory, ANN).await,
            None,
            "a right try forgave the wrong ones"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_of_quiet_forgives_and_others_never_waited() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    world.newcomer("bob@example.com", "Bob Baker").await;
    let mallory = world.browser();
    for _ in 0..5 {
        guess(&mallory, ANN).await;
    }
    assert!(guess(&mallory, ANN).await.is_some());
    world
        .browser()
        .post(
            "sign_in",
            &[("address", "bob@example.com"), ("password", PASSWORD)],
        )
        .await
        .done::<()>();
    world.clock.pass(TimeDelta::seconds(3_601));
    for _ in 0..5 {
        assert_eq!(guess(&mallory, ANN).await, None);
    }
    assert!(guess(&mallory, ANN).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_does_not_exist_is_slowed_down_alike() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    let mallory = world.browser();
    let mut lines = [Vec::new(), Vec::new()];
    for (at, line) in [ANN, "nobody@example.com"].into_iter().zip(&mut lines) {
        for _ in 0..7 {
            line.push(guess(&mallory, at).await);
        }
    }
    assert_eq!(lines[0], lines[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_once_are_counted_each() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    let mallory = world.browser();
    futures_util::future::join_all((0..12).map(|_| guess(&mallory, ANN))).await;
    let failures: i32 = sqlx::query_scalar("SELECT max(failures) FROM wallet.throttles")
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    assert!(failures >= 5 && guess(&mallory, ANN).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_tries_many_accounts_is_slowed_down_and_another_is_not() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    let mallory = world.browser().at([203, 0, 113, 7]);
    let mut tried = 0;
    while guess(&mallory, &format!("victim{tried}@example.com"))
        .await
        .is_none()
    {
        tried += 1;
        assert!(tried <= 60, "it is never noticed");
    }
    let from_there = mallory
        .post("sign_in", &[("address", ANN), ("password", PASSWORD)])
        .await;
    assert_eq!(from_there.refused(), ErrorCode::RateLimited);
    let elsewhere = world.browser().at([203, 0, 113, 8]);
    elsewhere
        .post("sign_in", &[("address", ANN), ("password", PASSWORD)])
        .await
        .done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_at_the_current_password_from_a_stolen_session_is_slowed_down() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let form = [
        ("current_password", "not hers at all"),
        ("new_password", "nine small owls"),
        ("confirm_password", "nine small owls"),
    ];
    for _ in 0..5 {
        assert_eq!(
            ann.post("change_password", &form).await.refused(),
            ErrorCode::PasswordWrong
        );
    }
    assert_eq!(
        ann.post("change_password", &form).await.refused(),
        ErrorCode::RateLimited
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_who_guess_do_not_keep_the_owner_out_of_a_browser_of_hers() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    ann.post("sign_out", &[]).await.done::<()>();
    let mallory = world.browser();
    for _ in 0..5 {
        assert_eq!(guess(&mallory, ANN).await, None);
    }
    assert!(guess(&mallory, ANN).await.is_some());
    let right = [("address", ANN), ("password", PASSWORD)];
    ann.post("sign_in", &right).await.done::<()>();
    assert!(
        guess(&mallory, ANN).await.is_some(),
        "which does not forgive the strangers"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_from_a_known_browser_are_slowed_down_too() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    ann.post("sign_out", &[]).await.done::<()>();
    for _ in 0..5 {
        assert_eq!(guess(&ann.browser, ANN).await, None);
    }
    assert!(guess(&ann.browser, ANN).await.is_some());
    let right = [("address", ANN), ("password", PASSWORD)];
    world.browser().post("sign_in", &right).await.done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_somebody_else_signed_in_with_is_a_strangers() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    let mallory = world.newcomer("mallory@example.com", "Mallory Moore").await;
    for _ in 0..5 {
        assert_eq!(guess(&mallory.browser, ANN).await, None);
    }
    assert!(
        guess(&world.browser(), ANN).await.is_some(),
        "it was counted with the other strangers"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_one_by_whichever_name_they_are_tried() {
    let world = World::new().await;
    let account = world.newcomer(ANN, "Ann Archer").await.account().await;
    let mallory = world.browser();
    for at in [ANN, &account, ANN, &account, ANN] {
        assert_eq!(guess(&mallory, at).await, None);
    }
    assert!(guess(&mallory, &account).await.is_some());
    assert!(guess(&mallory, ANN).await.is_some());
}
