//! Somebody becomes a member: by e-mail, by phone, with mistakes, twice at once.

use app::features::auth::api::CodeSent;
use chrono::TimeDelta;
use domain::{Currency, ErrorCode, Field, Locale};
use futures_util::future::join;

use crate::support::{PASSWORD, World};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registers_by_e_mail_and_is_signed_in_at_once() {
    let world = World::new().await;
    let browser = world.browser();
    let sent: CodeSent = browser
        .post("register_code", &[("address", " Ann@Example.COM ")])
        .await
        .done();
    let expected = CodeSent {
        address: "ann@example.com".into(),
        resend_after_seconds: 60,
        valid_minutes: 10,
    };
    assert_eq!(sent, expected);
    assert_eq!(browser.token(), None, "asking for a code signs nobody in");

    let code = world.code_for("ann@example.com").await;
    let form = [
        ("address", "ANN@example.com"),
        ("name", "  Ann   Archer "),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
        ("code", &code),
        ("agreement", "on"),
    ];
    let answer = browser.post("register", &form).await;
    answer.done::<()>();
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-okpay=")
            && cookie.contains("; Path=/; Secure; HttpOnly; SameSite=Lax")
    );

    let accepted = "SELECT count(*) FROM wallet.people
                    WHERE terms_version = '2026-11-01' AND terms_accepted_at = '2026-03-02 09:00:00+00'";
    assert_eq!(
        world.count(accepted).await,
        1,
        "which agreement was accepted, and when"
    );

    let settings: app::features::settings::api::SettingsData =
        browser.post("settings", &[]).await.done();
    assert_eq!(settings.name, "Ann Archer");
    assert_eq!(settings.addresses, ["ann@example.com"]);
    assert_eq!(
        (settings.locale, settings.display_currency),
        (Locale::En, Currency::USD)
    );
    assert_eq!(settings.time_zone, "UTC");
    assert!(!settings.has_payment_password);
    assert!(
        domain::AccountNumber::parse(&settings.account).is_ok(),
        "{}",
        settings.account
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registers_by_phone_in_chinese_and_finds_a_wallet_made_for_there() {
    let world = World::new().await;
    let browser = world.browser_in("zh-TW,zh;q=0.9,en;q=0.5");
    let sent: CodeSent = browser
        .post("register_code", &[("address", "１３８ 1234-5678")])
        .await
        .done();
    assert_eq!(sent.address, "+86 138 1234 5678");
    let code = world.code_for("+8613812345678").await;
    // As an input method for Chinese writes digits.
    let typed: String = code
        .chars()
        .map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap())
        .collect();
    let form = [
        ("address", "0086 13812345678"),
        ("name", "陈晓明"),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
        ("code", &typed),
        ("agreement", "on"),
    ];
    browser.post("register", &form).await.done::<()>();
    let settings: app::features::settings::api::SettingsData =
        browser.post("settings", &[]).await.done();
    assert_eq!(settings.addresses, ["+86 138 1234 5678"]);
    assert_eq!(
        (settings.locale, settings.display_currency),
        (Locale::ZhCn, Currency::CNY)
    );
    assert_eq!(settings.time_zone, "Asia/Shanghai");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_full_of_mistakes_hears_of_all_of_them_and_costs_no_try_at_the_code() {
    let world = World::new().await;
    let browser = world.browser();
    browser
        .post("register_code", &[("address", "ann@example.com")])
        .await
        .done::<CodeSent>();
    for _ in 0..10 {
        let form = [("password", "short"), ("confirm_password", "other")];
        let refusals = browser.post("register", &form).await.refusals();
        let found: Vec<_> = refusals
            .iter()
            .map(|refusal| (refusal.field, refusal.code))
            .collect();
        let expected = [
            (Field::Address, ErrorCode::AddressEmpty),
            (Field::Name, ErrorCode::NameEmpty),
            (Field::Password, ErrorCode::PasswordTooShort),
            (Field::ConfirmPassword, ErrorCode::PasswordsDiffer),
            (Field::Agreement, ErrorCode::AgreementNotAccepted),
            (Field::Code, ErrorCode::CodeEmpty),
        ];
        assert_eq!(found, expected.map(|(field, code)| (Some(field), code)));
        let without_agreement = [
            ("address", "ann@example.com"),
            ("name", "Ann"),
            ("password", PASSWORD),
            ("confirm_password", PASSWORD),
            ("code", "000000"),
        ];
        assert_eq!(
            browser.post("register", &without_agreement).await.codes(),
            [ErrorCode::AgreementNotAccepted]
        );
    }
    world.clock.pass(TimeDelta::seconds(60));
    world.newcomer("ann@example.com", "Ann Archer").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_none_is_told_so_beside_its_field() {
    let world = World::new().await;
    let browser = world.browser();
    for (typed, code) in [
        ("", ErrorCode::AddressEmpty),
        ("ann", ErrorCode::AddressNotRecognized),
        ("ann@", ErrorCode::EmailMalformed),
        ("138123", ErrorCode::PhoneWrongLength),
    ] {
        let refusal = browser
            .post("register_code", &[("address", typed)])
            .await
            .refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(Field::Address)),
            "{typed}"
        );
    }
    assert_eq!(
        world.count("SELECT count(*) FROM wallet.messages").await,
        0,
        "nothing was sent anywhere"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_browsers_with_the_same_code_at_once_make_one_person() {
    let world = World::new().await;
    let (left, right) = (world.browser(), world.browser());
    left.post("register_code", &[("address", "ann@example.com")])
        .await
        .done::<CodeSent>();
    let code = world.code_for("ann@example.com").await;
    let form = [
        ("address", "ann@example.com"),
        ("name", "Ann Archer"),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
        ("code", &code),
        ("agreement", "on"),
    ];
    let (first, second) = join(left.post("register", &form), right.post("register", &form)).await;
    assert!(first.is_done() != second.is_done(), "{first:?} {second:?}");
    assert!(left.token().is_some() != right.token().is_some());
    assert_eq!(world.count("SELECT count(*) FROM wallet.people").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM wallet.sessions").await, 1);
}
