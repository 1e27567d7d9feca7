//! A session lives while it is used, at most half a day, and ends when its person says so or proves themselves anew.

use chrono::TimeDelta;
use domain::{ErrorCode, Field};

use crate::support::{Browser, Member, PASSWORD, World};

const ANN: &str = "ann@example.com";
const NEW: &str = "nine small owls";

async fn is_signed_in(browser: &Browser) -> bool {
    let answer = browser.post("settings", &[]).await;
    answer.is_done() || {
        assert_eq!(answer.refused(), ErrorCode::SessionEnded);
        false
    }
}

/// Ann's second browser.
async fn elsewhere(world: &World) -> Browser {
    let browser = world.browser();
    browser
        .post("sign_in", &[("address", ANN), ("password", PASSWORD)])
        .await
        .done::<()>();
    browser
}

async fn change_password(ann: &Member, current: &str) -> crate::support::Answer {
    ann.post(
        "change_password",
        &[
            ("current_password", current),
            ("new_password", NEW),
            ("confirm_password", NEW),
        ],
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_half_an_hour_of_idleness() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    world.clock.pass(TimeDelta::seconds(30 * 60 - 1));
    assert!(is_signed_in(&ann.browser).await);
    world.clock.pass(TimeDelta::minutes(30));
    assert!(!is_signed_in(&ann.browser).await);
    let page = ann.browser.get("/history").await;
    assert_eq!(
        (page.status.as_u16(), page.header("location")),
        (302, "/login?next=/history")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_use_ends_after_twelve_hours() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    for _ in 0..71 {
        world.clock.pass(TimeDelta::minutes(10));
        assert!(is_signed_in(&ann.browser).await);
    }
    world.clock.pass(TimeDelta::minutes(10));
    assert!(!is_signed_in(&ann.browser).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_every_other_session_and_the_old_cookie_is_dead() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let other = elsewhere(&world).await;
    let before = ann.browser.token().unwrap();
    world.clock.pass_seconds(1);
    change_password(&ann, PASSWORD).await.done::<()>();
    assert!(is_signed_in(&ann.browser).await, "whoever changed it stays");
    assert!(!is_signed_in(&other).await);
    assert!(!is_signed_in(&world.browser().holding(&before)).await);

    let sign_in = |password| [("address", ANN), ("password", password)];
    assert_eq!(
        world
            .browser()
            .post("sign_in", &sign_in(PASSWORD))
            .await
            .refused(),
        ErrorCode::SignInWrong
    );
    world
        .browser()
        .post("sign_in", &sign_in(NEW))
        .await
        .done::<()>();
    assert_eq!(world.times_told(ANN, "password_changed").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_change_that_is_refused_ends_nothing() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let other = elsewhere(&world).await;
    let refusal = change_password(&ann, "not hers at all").await.refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (ErrorCode::PasswordWrong, Some(Field::CurrentPassword))
    );
    let same = [
        ("current_password", PASSWORD),
        ("new_password", PASSWORD),
        ("confirm_password", PASSWORD),
    ];
    let refusal = ann.post("change_password", &same).await.refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (ErrorCode::PasswordUnchanged, Some(Field::NewPassword))
    );
    let form = [
        ("current_password", ""),
        ("new_password", "short"),
        ("confirm_password", "other"),
    ];
    let codes = ann.post("change_password", &form).await.codes();
    assert_eq!(
        codes,
        [
            ErrorCode::PasswordTooShort,
            ErrorCode::PasswordsDiffer,
            ErrorCode::PasswordWrong
        ]
    );
    assert!(is_signed_in(&ann.browser).await && is_signed_in(&other).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_password_changes_at_once_one_wins_and_the_person_is_not_locked_out() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let other = Member {
        browser: elsewhere(&world).await,
        address: ANN.to_owned(),
    };
    let form = |new| {
        [
            ("current_password", PASSWORD),
            ("new_password", new),
            ("confirm_password", new),
        ]
    };
    let (first, second) = ("first new password", "second new password");
    let (left, right) = (form(first), form(second));
    let (left, right) = futures_util::future::join(
        ann.post("change_password", &left),
        other.post("change_password", &right),
    )
    .await;
    assert!(left.is_done() != right.is_done(), "{left:?} {right:?}");
    let (won, lost) = if left.is_done() {
        (first, second)
    } else {
        (second, first)
    };
    let sign_in = |password| [("address", ANN), ("password", password)];
    world
        .browser()
        .post("sign_in", &sign_in(won))
        .await
        .done::<()>();
    assert_eq!(
        world
            .browser()
            .post("sign_in", &sign_in(lost))
            .await
            .refused(),
        ErrorCode::SignInWrong
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_signs_in_anew_leaves_no_living_session_behind() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let other = elsewhere(&world).await;
    let before = ann.browser.token().unwrap();
    let wrong = [("address", ANN), ("password", NEW)];
    ann.post("sign_in", &wrong).await.refused();
    assert!(is_signed_in(&ann.browser).await, "a refusal ends nothing");
    let right = [("address", ANN), ("password", PASSWORD)];
    ann.post("sign_in", &right).await.done::<()>();
    assert_ne!(ann.browser.token().unwrap(), before);
    assert!(is_signed_in(&ann.browser).await);
    assert!(!is_signed_in(&world.browser().holding(&before)).await);
    assert!(
        is_signed_in(&other).await,
        "another browser is not to blame"
    );

    let hers = ann.browser.token().unwrap();
    let dan = world
        .register_in(ann.browser, "dan@example.com", "Dan Dyer")
        .await;
    assert!(is_signed_in(&dan.browser).await);
    assert!(!is_signed_in(&world.browser().holding(&hers)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_on_the_server_and_takes_the_cookie_away() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let other = elsewhere(&world).await;
    let token = ann.browser.token().unwrap();
    ann.post("sign_out", &[]).await.done::<()>();
    assert_eq!(ann.browser.token(), None);
    assert!(
        !is_signed_in(&world.browser().holding(&token)).await,
        "a kept copy of the cookie is worth nothing"
    );
    assert!(is_signed_in(&other).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_everywhere_ends_all_of_them_and_nobody_elses() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let bob = world.bob().await;
    let other = elsewhere(&world).await;
    let token = ann.browser.token().unwrap();
    ann.post("sign_out_everywhere", &[]).await.done::<()>();
    assert!(!is_signed_in(&world.browser().holding(&token)).await);
    assert!(!is_signed_in(&other).await);
    assert!(is_signed_in(&bob.browser).await);
}
