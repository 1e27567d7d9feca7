//! The payment password: asked for before money leaves, five tries, then a quarter of an hour of quiet.

use chrono::TimeDelta;
use domain::{ErrorCode, Field, Refusal};
use futures_util::future::join_all;

use crate::support::{Member, PAYMENT_PASSWORD, World, paid};

const WRONG: &str = "555666";

/// Ann with ten dollars, and Bob.
async fn ann_and_bob(world: &World) -> (Member, Member) {
    (world.ann_with("10.00", "USD").await, world.bob().await)
}

async fn try_wrong(ann: &Member, id: &str) -> Refusal {
    let refusal = ann.confirm_with(id, WRONG).await.refusal();
    assert_eq!(refusal.field, Some(Field::PaymentPassword));
    refusal
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_payment_password_no_money_leaves() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    world.bob().await;
    ann.add("10.00", "USD").await;
    let id = ann.prepare("bob@example.com", "4.00", "USD").await;
    for typed in ["", PAYMENT_PASSWORD] {
        let refusal = ann.confirm_with(&id, typed).await.refusal();
        assert_eq!(refusal.code, ErrorCode::PaymentPasswordNotSet);
    }
    assert_eq!(ann.balance("USD").await, "10.00");
    ann.set_payment_password(PAYMENT_PASSWORD)
        .await
        .done::<()>();
    paid(&ann.confirm(&id).await);
    assert_eq!(ann.balance("USD").await, "6.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_try_says_how_many_are_left_and_a_right_one_forgives() {
    let world = World::new().await;
    let (ann, _bob) = ann_and_bob(&world).await;
    for _ in 0..2 {
        let id = ann.prepare("bob@example.com", "1.00", "USD").await;
        for left in [4, 3, 2, 1] {
            let refusal = try_wrong(&ann, &id).await;
            assert_eq!(
                (refusal.code, refusal.facts.tries_left),
                (ErrorCode::PaymentPasswordWrong, Some(left))
            );
            let empty = ann.confirm_with(&id, "").await;
            assert_eq!(
                empty.refused(),
                ErrorCode::PaymentPasswordEmpty,
                "typing nothing costs no try"
            );
        }
        paid(&ann.confirm(&id).await);
    }
    assert_eq!(ann.balance("USD").await, "8.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_tries_lock_it_for_a_quarter_of_an_hour() {
    let world = World::new().await;
    let (ann, _bob) = ann_and_bob(&world).await;
    let id = ann.prepare("bob@example.com", "1.00", "USD").await;
    for _ in 0..4 {
        try_wrong(&ann, &id).await;
    }
    let locked = try_wrong(&ann, &id).await;
    assert_eq!(locked.code, ErrorCode::PaymentPasswordLocked);
    assert!(
        matches!(locked.facts.wait_seconds, Some(900 | 901)),
        "{locked:?}"
    );

    world.clock.pass(TimeDelta::minutes(10));
    let still = ann.confirm(&id).await.refusal();
    assert_eq!(
        still.code,
        ErrorCode::PaymentPasswordLocked,
        "not even the right one is looked at"
    );
    assert!(
        matches!(still.facts.wait_seconds, Some(300 | 301)),
        "{still:?}"
    );
    assert_eq!(ann.balance("USD").await, "10.00");

    world.clock.pass(TimeDelta::minutes(5));
    let id = ann.prepare("bob@example.com", "1.00", "USD").await;
    let refusal = try_wrong(&ann, &id).await;
    assert_eq!(
        (refusal.code, refusal.facts.tries_left),
        (ErrorCode::PaymentPasswordWrong, Some(4)),
        "all tries are back"
    );
    paid(&ann.confirm(&id).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_tries_at_several_payments_are_counted_together() {
    let world = World::new().await;
    let (ann, _bob) = ann_and_bob(&world).await;
    for left in [Some(4), Some(3), Some(2), Some(1), None] {
        let id = ann.prepare("bob@example.com", "1.00", "USD").await;
        assert_eq!(try_wrong(&ann, &id).await.facts.tries_left, left);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_guesses_at_once_are_five_tries() {
    let world = World::new().await;
    let (ann, _bob) = ann_and_bob(&world).await;
    let id = ann.prepare("bob@example.com", "1.00", "USD").await;
    let guesses: Vec<String> = (0..20).map(|guess| format!("5556{guess:02}")).collect();
    let answers = join_all(guesses.iter().map(|guess| ann.confirm_with(&id, guess))).await;
    let compared = answers
        .iter()
        .filter(|answer| answer.refused() == ErrorCode::PaymentPasswordWrong)
        .count();
    assert!(compared <= 4, "{compared}");
    assert_eq!(
        ann.confirm(&id).await.refused(),
        ErrorCode::PaymentPasswordLocked
    );
    assert_eq!(ann.balance("USD").await, "10.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_thief_tries_first_is_refused() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for (simple, code) in [
        ("", ErrorCode::PaymentPasswordTooShort),
        ("73918", ErrorCode::PaymentPasswordTooShort),
        ("000000", ErrorCode::PaymentPasswordTooSimple),
        ("123456", ErrorCode::PaymentPasswordTooSimple),
        ("987654", ErrorCode::PaymentPasswordTooSimple),
        ("7890123", ErrorCode::PaymentPasswordTooSimple),
    ] {
        let refusal = ann.set_payment_password(simple).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(Field::PaymentPassword)),
            "{simple}"
        );
    }
    assert!(!ann.settings().await.has_payment_password);
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_it_needs_the_one_in_force_and_guesses_there_are_counted_too() {
    let world = World::new().await;
    let (ann, _bob) = ann_and_bob(&world).await;
    let change = async |current: &str, new: &str| {
        ann.post(
            "set_payment_password",
            &[
                ("current_payment_password", current),
                ("payment_password", new),
            ],
        )
        .await
    };
    let without = ann.set_payment_password("802517").await.refusal();
    assert_eq!(
        (without.code, without.field),
        (
            ErrorCode::PaymentPasswordEmpty,
            Some(Field::CurrentPaymentPassword)
        )
    );
    assert_eq!(
        change(WRONG, "802517").await.refused(),
        ErrorCode::PaymentPasswordWrong
    );
    // What is told in one moment has no order.
    world.clock.pass_seconds(1);
    change(PAYMENT_PASSWORD, "802517").await.done::<()>();

    let id = ann.prepare("bob@example.com", "1.00", "USD").await;
    let old = ann.confirm(&id).await.refusal();
    assert_eq!(
        (old.code, old.facts.tries_left),
        (ErrorCode::PaymentPasswordWrong, Some(4))
    );
    for _ in 0..3 {
        change(WRONG, "413907").await.refusal();
    }
    assert_eq!(
        change(WRONG, "413907").await.refused(),
        ErrorCode::PaymentPasswordLocked
    );
    assert_eq!(
        ann.confirm_with(&id, "802517").await.refused(),
        ErrorCode::PaymentPasswordLocked
    );
    assert_eq!(
        world
            .times_told("ann@example.com", "payment_password_changed")
            .await,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_right_confirmations_at_once_get_one_answer_even_at_the_last_try() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    for round in 1..=3 {
        let id = ann.prepare("bob@example.com", "1.00", "USD").await;
        for _ in 0..4 {
            try_wrong(&ann, &id).await;
        }
        let answers = join_all([ann.confirm(&id), ann.confirm(&id), ann.confirm(&id)]).await;
        let receipts: Vec<String> = answers.iter().map(paid).collect();
        assert!(receipts.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(bob.balance("USD").await, format!("{round}.00"));
    }
}
