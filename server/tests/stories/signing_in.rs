//! Somebody comes back: by e-mail, phone or account number; and nobody learns who has an account.

use axum::http::HeaderMap;
use domain::ErrorCode;

use crate::support::{Answer, Browser, PASSWORD, World};

async fn sign_in(browser: &Browser, identifier: &str, password: &str) -> Answer {
    browser
        .post(
            "sign_in",
            &[("address", identifier), ("password", password)],
        )
        .await
}

/// What a stranger can compare.
fn visible(answer: &Answer) -> (HeaderMap, String, u16) {
    let mut headers = answer.headers.clone();
    headers.remove("x-request-id");
    (headers, answer.body.clone(), answer.status.as_u16())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_signs_in_by_e_mail_phone_or_account_number_however_they_are_written() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let chen = world.newcomer("+8613812345678", "陈晓明").await;
    let (anns, chens) = (ann.settings().await.account, chen.account().await);
    for (identifier, name) in [
        ("ann@example.com", "Ann Archer"),
        (" ANN@Example.com ", "Ann Archer"),
        (&anns, "Ann Archer"),
        ("13812345678", "陈晓明"),
        ("+86 138 1234 5678", "陈晓明"),
        ("１３８１２３４５６７８", "陈晓明"),
        (&chens, "陈晓明"),
    ] {
        let browser = world.browser();
        sign_in(&browser, identifier, PASSWORD).await.done::<()>();
        let settings: app::features::settings::api::SettingsData =
            browser.post("settings", &[]).await.done();
        assert_eq!(settings.name, name, "{identifier}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_wrong_get_equal_answers_to_the_letter() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let account = ann.account().await;
    let long = "x".repeat(500);
    let wrong = sign_in(&world.browser(), "ann@example.com", "not hers at all").await;
    assert_eq!(wrong.refused(), ErrorCode::SignInWrong);
    assert!(!wrong.headers.contains_key("set-cookie"));
    for (identifier, password) in [
        ("nobody@example.com", "not hers at all"),
        ("+8613900000000", "not hers at all"),
        ("88000000000", PASSWORD),
        (account.as_str(), "seven quiet heron"),
        ("ann@example.com", ""),
        ("ann@example.com", "short"),
        ("ann@example.com", &long),
        ("ann@example.com", "Seven quiet herons"),
        ("neither mail nor phone", PASSWORD),
    ] {
        // The wrong tries before are forgotten by then.
        world.clock.pass(chrono::TimeDelta::minutes(61));
        let answer = sign_in(&world.browser(), identifier, password).await;
        assert_eq!(visible(&answer), visible(&wrong), "{identifier} {password}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_gives_a_new_token_whatever_the_browser_brought() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let first = ann.browser.token().unwrap();
    sign_in(&ann.browser, "ann@example.com", PASSWORD)
        .await
        .done::<()>();
    let second = ann.browser.token().unwrap();
    assert_ne!(first, second);

    let planted = "c0ffee".repeat(11);
    let browser = world.browser().holding(&planted[..64]);
    sign_in(&browser, "ann@example.com", PASSWORD)
        .await
        .done::<()>();
    assert_ne!(browser.token().as_deref(), Some(&planted[..64]));
    let thief = world.browser().holding(&planted[..64]);
    assert_eq!(
        thief.post("settings", &[]).await.refused(),
        ErrorCode::SessionEnded
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_counts_exactly_as_typed() {
    let world = World::new().await;
    let browser = world.browser();
    browser
        .post("register_code", &[("address", "ann@example.com")])
        .await
        .done::<serde_json::Value>();
    let code = world.code_for("ann@example.com").await;
    let password = "  Ｐａｓｓ  wörd  ";
    let form = [
        ("address", "ann@example.com"),
        ("name", "Ann"),
        ("password", password),
        ("confirm_password", password),
        ("code", &code),
        ("agreement", "on"),
    ];
    browser.post("register", &form).await.done::<()>();
    for close in [password.trim(), "  Pass  wörd  "] {
        assert_eq!(
            sign_in(&world.browser(), "ann@example.com", close)
                .await
                .refused(),
            ErrorCode::SignInWrong
        );
    }
    sign_in(&world.browser(), "ann@example.com", password)
        .await
        .done::<()>();
}
