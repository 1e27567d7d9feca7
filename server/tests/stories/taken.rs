//! Registering an address that somebody has: nobody learns of it but its owner, and nobody gets it.

use app::features::auth::api::CodeSent;
use chrono::TimeDelta;
use domain::ErrorCode;
use services::MessageBody;

use crate::support::{PASSWORD, World};

const ANN: &str = "ann@example.com";

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_address_gets_the_same_answer_and_a_mail_that_says_so() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    world.newcomer("+8613812345678", "陈晓明").await;
    world.clock.pass(TimeDelta::minutes(5));
    for (taken, free) in [
        (ANN, "eve@example.com"),
        ("+8613812345678", "+8613912345678"),
    ] {
        let stranger = world.browser_in("zh-CN");
        let about_taken = stranger.post("register_code", &[("address", taken)]).await;
        let about_free = stranger.post("register_code", &[("address", free)]).await;
        let (taken_sent, free_sent): (CodeSent, CodeSent) = (about_taken.done(), about_free.done());
        let same = CodeSent {
            address: free_sent.address.clone(),
            ..taken_sent
        };
        assert_eq!(same, free_sent);
        assert_eq!(about_taken.status, about_free.status);
        let again = stranger.post("register_code", &[("address", taken)]).await;
        let free_again = stranger.post("register_code", &[("address", free)]).await;
        assert_eq!(
            (again.refused(), &again.body),
            (ErrorCode::CodeTooSoon, &free_again.body)
        );

        let told = world.told(taken).await.pop().unwrap();
        assert_eq!(told["what"], "already_registered", "{told}");
        assert!(told.get("code").is_none(), "{told}");
        let body: MessageBody = serde_json::from_value(told).unwrap();
        let letter = app::mail::letter(&body, domain::Locale::En, "http://localhost:3000");
        assert_eq!(letter.subject, "You already have an OKPay account");
        assert_eq!(letter.link.as_deref(), Some("http://localhost:3000/login"));
        assert_eq!(letter.code, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_of_a_taken_address_reads_in_their_own_language() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    world.clock.pass(TimeDelta::minutes(5));
    let stranger = world.browser_in("zh-CN");
    stranger
        .post("register_code", &[("address", ANN)])
        .await
        .done::<CodeSent>();
    let locales = "SELECT count(*) FROM wallet.messages WHERE kind = 'security' AND locale = 'en'";
    assert_eq!(world.count(locales).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_address_is_never_taken_over_even_by_who_guesses_the_code() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    world.clock.pass(TimeDelta::minutes(5));
    let mallory = world.browser();
    world.dice.load(123_456);
    mallory
        .post("register_code", &[("address", ANN)])
        .await
        .done::<CodeSent>();
    let form = |code| {
        [
            ("address", ANN),
            ("name", "Mallory"),
            ("password", "mallory was here"),
            ("confirm_password", "mallory was here"),
            ("code", code),
            ("agreement", "on"),
        ]
    };
    let right = mallory.post("register", &form("123456")).await;
    let wrong = mallory.post("register", &form("123457")).await;
    assert_eq!(right.refused(), ErrorCode::CodeWrong);
    assert_eq!(
        right.body, wrong.body,
        "a right guess is not even confirmed"
    );
    assert_eq!(mallory.token(), None);

    let sign_in = |password| [("address", ANN), ("password", password)];
    assert_eq!(
        mallory
            .post("sign_in", &sign_in("mallory was here"))
            .await
            .refused(),
        ErrorCode::SignInWrong
    );
    world
        .browser()
        .post("sign_in", &sign_in(PASSWORD))
        .await
        .done::<()>();
    assert_eq!(ann.settings().await.name, "Ann Archer");
    assert_eq!(world.count("SELECT count(*) FROM wallet.people").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_spellings_of_one_address_only_the_first_becomes_an_account() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    world.newcomer("+8613812345678", "陈晓明").await;
    world.clock.pass(TimeDelta::minutes(5));
    for spelling in [
        "ANN@EXAMPLE.COM",
        "ａｎｎ@example.com",
        "138 1234 5678",
        "0086-13812345678",
    ] {
        world.clock.pass(TimeDelta::seconds(60));
        world
            .browser()
            .post("register_code", &[("address", spelling)])
            .await
            .done::<CodeSent>();
    }
    let codes = "SELECT count(*) FROM wallet.messages WHERE kind = 'register_code'";
    assert_eq!(
        world.count(codes).await,
        2,
        "the two of the owners themselves"
    );
}
