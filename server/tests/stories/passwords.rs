//! Choosing a sign-in password: what is easy to guess is refused where it is set, and one is told while typing.

use app::features::auth::api::CodeSent;
use domain::{ErrorCode, Field, PasswordAdvice, Strength, Tip, Weakness};

use crate::support::{Browser, PASSWORD, World};

async fn advice(browser: &Browser, fields: &[(&str, &str)]) -> PasswordAdvice {
    browser.post("password_strength", fields).await.done()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_registers_with_a_password_that_is_tried_first() {
    let world = World::new().await;
    let browser = world.browser();
    browser
        .post("register_code", &[("address", "ann@example.com")])
        .await
        .done::<CodeSent>();
    let code = world.code_for("ann@example.com").await;
    let form = |password| {
        [
            ("address", "ann@example.com"),
            ("name", "Ann Archer"),
            ("password", password),
            ("confirm_password", password),
            ("code", code.as_str()),
            ("agreement", "on"),
        ]
    };
    for (password, refused) in [
        ("password", ErrorCode::PasswordCommon),
        ("1234567890", ErrorCode::PasswordCommon),
        ("P4ssw0rd", ErrorCode::PasswordTooWeak),
        ("ann@example.com", ErrorCode::PasswordTooWeak),
        ("Ann Archer", ErrorCode::PasswordTooWeak),
        ("aaaaaaaaaaaaaaaaaaaa", ErrorCode::PasswordTooWeak),
    ] {
        let refusals = browser.post("register", &form(password)).await.refusals();
        let found: Vec<_> = refusals
            .iter()
            .map(|refusal| (refusal.field, refusal.code))
            .collect();
        assert_eq!(found, [(Some(Field::Password), refused)], "{password}");
    }
    assert_eq!(world.count("SELECT count(*) FROM wallet.people").await, 0);
    // None of it cost a try at the code.
    browser.post("register", &form(PASSWORD)).await.done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_changes_to_no_password_that_is_easy_to_guess() {
    let world = World::new().await;
    let ann = world.member("ann@example.com", "Ann Archer").await;
    for (new, refused) in [
        ("iloveyou", ErrorCode::PasswordCommon),
        ("ann@example.com", ErrorCode::PasswordTooWeak),
    ] {
        let form = [
            ("current_password", PASSWORD),
            ("new_password", new),
            ("confirm_password", new),
        ];
        let refusals = ann.post("change_password", &form).await.refusals();
        assert_eq!(refusals[0].field, Some(Field::NewPassword), "{new}");
        assert_eq!(refusals[0].code, refused, "{new}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_told_while_typing_and_nothing_is_kept_of_it() {
    let world = World::new().await;
    let visitor = world.browser();
    let told = advice(&visitor, &[("password", "pass")]).await;
    assert_eq!(
        (told.accepted, told.tips.as_slice()),
        (false, [Tip::Longer].as_slice())
    );
    let told = advice(&visitor, &[("password", "password")]).await;
    assert_eq!(
        (told.accepted, told.strength, told.weakness),
        (false, Strength::VeryWeak, Some(Weakness::Common))
    );
    let told = advice(&visitor, &[("password", PASSWORD)]).await;
    assert!(told.accepted && told.strength >= Strength::Good, "{told:?}");

    // What others know of a newcomer is known from the form, of a member from the account.
    let own = [("password", "zhangweiqiang"), ("name", "Zhangweiqiang")];
    let told = advice(&visitor, &own).await;
    assert_eq!(
        (told.accepted, told.weakness),
        (false, Some(Weakness::Personal))
    );
    let ann = world
        .member("annabel.quayle@example.com", "Annabel Quayle")
        .await;
    let told = advice(&ann.browser, &[("password", "annabel.quayle@example.com")]).await;
    assert_eq!(
        (told.accepted, told.weakness),
        (false, Some(Weakness::Personal))
    );
}
