//! The code that proves an address: ten minutes, once, five tries, for this address alone.

use app::features::auth::api::CodeSent;
use chrono::TimeDelta;
use domain::{ErrorCode, Field};
use futures_util::future::join_all;

use crate::support::{Answer, Browser, PASSWORD, World};

const ANN: &str = "ann@example.com";

async fn ask(browser: &Browser, address: &str) -> Answer {
    browser.post("register_code", &[("address", address)]).await
}

async fn try_code(browser: &Browser, address: &str, code: &str) -> Answer {
    let form = [
        ("address", address),
        ("name", "Ann Archer"),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
        ("code", code),
        ("agreement", "on"),
    ];
    browser.post("register", &form).await
}

/// A code that is not this one.
fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_until_ten_minutes_have_passed_and_then_worth_nothing() {
    let world = World::new().await;
    let browser = world.browser();
    ask(&browser, ANN).await.done::<CodeSent>();
    ask(&browser, "bob@example.com").await.done::<CodeSent>();
    let (anns, bobs) = (
        world.code_for(ANN).await,
        world.code_for("bob@example.com").await,
    );
    world.clock.pass(TimeDelta::seconds(599));
    try_code(&browser, ANN, &anns).await.done::<()>();
    world.clock.pass(TimeDelta::seconds(1));
    let refusal = try_code(&world.browser(), "bob@example.com", &bobs)
        .await
        .refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (ErrorCode::CodeExpired, Some(Field::Code))
    );
    assert_eq!(world.count("SELECT count(*) FROM wallet.people").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_used_once() {
    let world = World::new().await;
    ask(&world.browser(), ANN).await.done::<CodeSent>();
    let code = world.code_for(ANN).await;
    try_code(&world.browser(), ANN, &code).await.done::<()>();
    let thief = world.browser();
    assert_eq!(
        try_code(&thief, ANN, &code).await.refused(),
        ErrorCode::CodeUsed
    );
    assert_eq!(thief.token(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_wrong_tries_even_the_right_code_is_worth_nothing_and_a_new_one_helps() {
    let world = World::new().await;
    let browser = world.browser();
    ask(&browser, ANN).await.done::<CodeSent>();
    let code = world.code_for(ANN).await;
    let wrong = another(&code);
    for _ in 0..4 {
        let refusal = try_code(&browser, ANN, &wrong).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (ErrorCode::CodeWrong, Some(Field::Code))
        );
    }
    assert_eq!(
        try_code(&browser, ANN, &wrong).await.refused(),
        ErrorCode::CodeTriesExhausted
    );
    world.clock.pass(TimeDelta::seconds(60));
    assert_eq!(
        try_code(&browser, ANN, &code).await.refused(),
        ErrorCode::CodeTriesExhausted
    );
    world.clock.pass(TimeDelta::seconds(60));
    ask(&browser, ANN).await.done::<CodeSent>();
    try_code(&browser, ANN, &world.code_for(ANN).await)
        .await
        .done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fifth_try_may_still_be_the_right_one() {
    let world = World::new().await;
    let browser = world.browser();
    ask(&browser, ANN).await.done::<CodeSent>();
    let code = world.code_for(ANN).await;
    for _ in 0..4 {
        try_code(&browser, ANN, &another(&code)).await.refused();
    }
    try_code(&browser, ANN, &code).await.done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_the_form_of_a_code_costs_no_try() {
    let world = World::new().await;
    let browser = world.browser();
    ask(&browser, ANN).await.done::<CodeSent>();
    let code = world.code_for(ANN).await;
    for typed in ["12345", "1234567", "12345a", "code"] {
        let refusal = try_code(&browser, ANN, typed).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (ErrorCode::CodeMalformed, Some(Field::Code)),
            "{typed}"
        );
    }
    try_code(&browser, ANN, &code).await.done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_guesses_at_once_are_five_tries() {
    let world = World::new().await;
    let browser = world.browser();
    ask(&browser, ANN).await.done::<CodeSent>();
    let code = world.code_for(ANN).await;
    let wrong = another(&code);
    let answers = join_all((0..10).map(|_| try_code(&browser, ANN, &wrong))).await;
    let compared = answers
        .iter()
        .filter(|answer| answer.refused() == ErrorCode::CodeWrong)
        .count();
    assert!(
        compared <= 4,
        "{compared} were told that it is wrong, and the fifth that it was the last"
    );
    world.clock.pass(TimeDelta::minutes(5));
    assert_eq!(
        try_code(&browser, ANN, &code).await.refused(),
        ErrorCode::CodeTriesExhausted
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_code_comes_only_after_a_minute_and_ends_the_one_before() {
    let world = World::new().await;
    let browser = world.browser();
    ask(&browser, ANN).await.done::<CodeSent>();
    let first = world.code_for(ANN).await;
    let refusal = ask(&browser, ANN).await.refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (ErrorCode::CodeTooSoon, Some(Field::Code))
    );
    assert!(
        matches!(refusal.facts.wait_seconds, Some(60 | 61)),
        "{refusal:?}"
    );
    world.clock.pass(TimeDelta::seconds(59));
    assert_eq!(
        ask(&world.browser(), ANN).await.refused(),
        ErrorCode::CodeTooSoon,
        "from another browser as well"
    );
    assert_eq!(world.told(ANN).await.len(), 1, "nobody's mailbox is filled");
    world.clock.pass(TimeDelta::seconds(1));
    ask(&browser, ANN).await.done::<CodeSent>();
    let second = world.code_for(ANN).await;
    if first != second {
        assert_eq!(
            try_code(&browser, ANN, &first).await.refused(),
            ErrorCode::CodeWrong
        );
    }
    try_code(&browser, ANN, &second).await.done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_another_address_is_worth_nothing() {
    let world = World::new().await;
    let browser = world.browser();
    world.dice.load(111_111);
    ask(&browser, "mallory@example.com")
        .await
        .done::<CodeSent>();
    world.dice.load(222_222);
    ask(&browser, ANN).await.done::<CodeSent>();
    assert_eq!(world.code_for(ANN).await, "222222");
    let with_a_code = try_code(&browser, ANN, "111111").await;
    assert_eq!(with_a_code.refused(), ErrorCode::CodeWrong);
    let never_asked = try_code(&browser, "carol@example.com", "111111").await;
    assert_eq!(
        never_asked.body, with_a_code.body,
        "nobody learns whether a code is under way"
    );
    assert_eq!(world.count("SELECT count(*) FROM wallet.people").await, 0);
}
