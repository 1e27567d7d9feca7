//! A payment password that was forgotten: a code by mail and the sign-in password together replace it.

use app::features::auth::api::CodeSent;
use chrono::TimeDelta;
use domain::{ErrorCode, Field};

use crate::support::{Answer, Member, PASSWORD, PAYMENT_PASSWORD, World, paid};

const ANN: &str = "ann@example.com";
const NEW: &str = "802517";

async fn ask(ann: &Member) -> Answer {
    ann.post("payment_reset_code", &[]).await
}

async fn reset(ann: &Member, code: &str, password: &str, new: &str) -> Answer {
    let form = [
        ("code", code),
        ("password", password),
        ("payment_password", new),
    ];
    ann.post("reset_payment_password", &form).await
}

/// The code that was last mailed to Ann for this.
async fn code(world: &World) -> String {
    world.code_of("reset", ANN).await
}

/// A code that is not this one.
fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_and_locked_payment_password_is_replaced_and_pays_at_once() {
    let world = World::new().await;
    let (ann, _bob) = (world.ann_with("10.00", "USD").await, world.bob().await);
    let elsewhere = world.browser();
    let form = [("address", ANN), ("password", PASSWORD)];
    elsewhere.post("sign_in", &form).await.done::<()>();
    let id = ann.prepare("bob@example.com", "4.00", "USD").await;
    for _ in 0..5 {
        ann.confirm_with(&id, "555666").await.refusal();
    }
    assert_eq!(
        ann.confirm(&id).await.refused(),
        ErrorCode::PaymentPasswordLocked
    );

    let sent: CodeSent = ask(&ann).await.done();
    assert_eq!(sent.address, ANN);
    reset(&ann, &code(&world).await, PASSWORD, NEW)
        .await
        .done::<()>();
    paid(&ann.confirm_with(&id, NEW).await);
    assert_eq!(ann.balance("USD").await, "6.00");
    let next = ann.prepare("bob@example.com", "1.00", "USD").await;
    assert_eq!(
        ann.confirm(&next).await.refused(),
        ErrorCode::PaymentPasswordWrong
    );
    assert_eq!(
        elsewhere.post("settings", &[]).await.refused(),
        ErrorCode::SessionEnded,
        "whoever else was signed in is not any more"
    );
    assert_eq!(
        world.times_told(ANN, "payment_password_changed").await,
        2,
        "when it was first set, and now"
    );
    let again = reset(&ann, &code(&world).await, PASSWORD, "413907").await;
    assert_eq!(again.refused(), ErrorCode::CodeUsed, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_code_nor_the_password_alone_is_enough() {
    let world = World::new().await;
    let ann = world.member(ANN, "Ann Archer").await;
    ask(&ann).await.done::<CodeSent>();
    let right = code(&world).await;
    for (code, password, new, refusal, field) in [
        (
            right.as_str(),
            "not hers at all",
            NEW,
            ErrorCode::PasswordWrong,
            Field::Password,
        ),
        (&right, "", NEW, ErrorCode::PasswordWrong, Field::Password),
        (
            &another(&right),
            PASSWORD,
            NEW,
            ErrorCode::CodeWrong,
            Field::Code,
        ),
        ("", PASSWORD, NEW, ErrorCode::CodeEmpty, Field::Code),
        (
            "12 34",
            PASSWORD,
            NEW,
            ErrorCode::CodeMalformed,
            Field::Code,
        ),
        (
            &right,
            PASSWORD,
            "123456",
            ErrorCode::PaymentPasswordTooSimple,
            Field::PaymentPassword,
        ),
    ] {
        let why = reset(&ann, code, password, new).await.refusal();
        assert_eq!(
            (why.code, why.field),
            (refusal, Some(field)),
            "{code} {password} {new}"
        );
    }
    let change = [
        ("current_payment_password", PAYMENT_PASSWORD),
        ("payment_password", NEW),
    ];
    ann.post("set_payment_password", &change).await.done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_for_its_owner_and_its_purpose_alone() {
    let world = World::new().await;
    let (ann, eve) = (
        world.member(ANN, "Ann Archer").await,
        world.member("eve@example.com", "Eve Evans").await,
    );
    let registration = world.code_for(ANN).await;
    assert_eq!(
        reset(&ann, &registration, PASSWORD, NEW).await.refused(),
        ErrorCode::CodeWrong
    );
    ask(&ann).await.done::<CodeSent>();
    assert_eq!(
        reset(&eve, &code(&world).await, PASSWORD, NEW)
            .await
            .refused(),
        ErrorCode::CodeWrong,
        "she was sent none"
    );
    reset(&ann, &code(&world).await, PASSWORD, NEW)
        .await
        .done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_lasts_ten_minutes_and_five_tries_and_another_waits_a_minute() {
    let world = World::new().await;
    let ann = world.member(ANN, "Ann Archer").await;
    ask(&ann).await.done::<CodeSent>();
    let early = ask(&ann).await.refusal();
    assert_eq!(
        (early.code, early.field),
        (ErrorCode::CodeTooSoon, Some(Field::Code))
    );
    world.clock.pass(TimeDelta::minutes(10));
    let late = reset(&ann, &code(&world).await, PASSWORD, NEW).await;
    assert_eq!(late.refused(), ErrorCode::CodeExpired);

    ask(&ann).await.done::<CodeSent>();
    let right = code(&world).await;
    // One wrong try was the code that came too late; after five in all further ones would have to wait as well.
    for why in [
        ErrorCode::CodeWrong,
        ErrorCode::CodeWrong,
        ErrorCode::CodeWrong,
        ErrorCode::CodeWrong,
    ] {
        let refused = reset(&ann, &another(&right), PASSWORD, NEW).await;
        assert_eq!(refused.refused(), why);
    }
    world.clock.pass_seconds(3);
    let fifth = reset(&ann, &another(&right), PASSWORD, NEW).await;
    assert_eq!(fifth.refused(), ErrorCode::CodeTriesExhausted);
    world.clock.pass_seconds(10);
    assert_eq!(
        reset(&ann, &right, PASSWORD, NEW).await.refused(),
        ErrorCode::CodeTriesExhausted,
        "not even the right one helps any more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_none_there_is_nothing_to_replace() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    assert_eq!(ask(&ann).await.refused(), ErrorCode::PaymentPasswordNotSet);
    assert_eq!(
        reset(&ann, "000000", PASSWORD, NEW).await.refused(),
        ErrorCode::PaymentPasswordNotSet
    );
}
