//! A person's own settings: name, language, currency, time zone.

use app::features::settings::profile_api::ProfileView;
use domain::{Currency, ErrorCode, Field, Locale};

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_is_what_others_see_from_then_on_and_receipts_keep_the_old_one() {
    let world = World::new().await;
    let ann = world.ann_with("10.00", "USD").await;
    let bob = world.bob().await;
    ann.pay("bob@example.com", "1.00", "USD", "").await;
    ann.post("set_name", &[("name", "Anna Archer-Smith")])
        .await
        .done::<()>();
    assert_eq!(ann.settings().await.name, "Anna Archer-Smith");
    ann.pay("bob@example.com", "2.00", "USD", "").await;
    let mut names = Vec::new();
    for line in bob.history().await.items {
        names.push(bob.activity(&line.id).await.counterparty.unwrap().name);
    }
    assert_eq!(names, ["Anna A****h", "Ann A****r"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_could_deceive_is_refused_and_the_old_one_stays() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for (name, code) in [
        ("", ErrorCode::NameEmpty),
        ("12345", ErrorCode::NameNoLetter),
        ("<b>Ann</b>", ErrorCode::NameNotAllowed),
        ("Ann\u{202e}rehcrA", ErrorCode::NameNotAllowed),
        ("Аnn Archer", ErrorCode::NameMixedScripts),
    ] {
        let refusal = ann.post("set_name", &[("name", name)]).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(Field::Name)),
            "{name}"
        );
    }
    assert_eq!(ann.settings().await.name, "Ann Archer");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setting_of_the_language_overrides_the_browser_for_pages_and_mails() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    assert!(
        ann.browser
            .get("/")
            .await
            .body
            .contains("<html lang=\"en\"")
    );
    ann.post("set_language", &[("locale", "zh-CN")])
        .await
        .done::<()>();
    assert!(
        ann.browser
            .get("/")
            .await
            .body
            .contains("<html lang=\"zh-CN\"")
    );
    assert_eq!(ann.settings().await.locale, Locale::ZhCn);
    ann.set_payment_password("739182").await.done::<()>();
    let in_chinese =
        "SELECT count(*) FROM wallet.messages WHERE kind = 'security' AND locale = 'zh-CN'";
    assert_eq!(world.count(in_chinese).await, 1);

    ann.post("sign_out", &[]).await.done::<()>();
    assert!(
        ann.browser
            .get("/")
            .await
            .body
            .contains("<html lang=\"zh-CN\""),
        "the browser remembers it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitors_choice_of_language_stays_in_their_browser_and_nonsense_changes_nothing() {
    let world = World::new().await;
    let visitor = world.browser_in("fr-FR,fr;q=0.9");
    assert!(visitor.get("/").await.body.contains("<html lang=\"en\""));
    visitor
        .post("set_language", &[("locale", "zh-Hant-HK")])
        .await
        .done::<()>();
    assert!(visitor.get("/").await.body.contains("<html lang=\"zh-CN\""));
    let nonsense = visitor.post("set_language", &[("locale", "tlh")]).await;
    assert_eq!(nonsense.refused(), ErrorCode::LocaleUnknown);
    assert!(visitor.get("/").await.body.contains("<html lang=\"zh-CN\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_and_dates_follow_the_settings() {
    let world = World::new().await;
    let ann = world.ann_with("10.00", "USD").await;
    let utc = ann.history().await.items[0].at;
    ann.post(
        "set_preferences",
        &[("currency", "EUR"), ("time_zone", "Asia/Tokyo")],
    )
    .await
    .done::<()>();
    assert_eq!(
        ann.history().await.items[0].at,
        utc + chrono::TimeDelta::hours(9)
    );
    let settings = ann.settings().await;
    assert_eq!(
        (settings.display_currency, settings.time_zone.as_str()),
        (Currency::EUR, "Asia/Tokyo")
    );
    assert_eq!(
        ann.balance("EUR").await,
        "0.00",
        "the currency of totals is always shown"
    );

    let form = [("currency", "XAU"), ("time_zone", "Atlantis/Capital")];
    assert_eq!(
        ann.post("set_preferences", &form).await.codes(),
        [ErrorCode::CurrencyUnknown, ErrorCode::TimeZoneUnknown]
    );
    assert_eq!(ann.settings().await.time_zone, "Asia/Tokyo");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_says_of_oneself_is_kept_and_corrected_field_by_field() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let said = [
        ("birthday", "1990-02-28"),
        ("country", "DE"),
        ("street", " Lindenallee 7 "),
        ("city", "Berlin"),
        ("postal_code", "10115"),
    ];
    ann.post("set_profile", &said).await.done::<()>();
    let found: ProfileView = ann.post("profile", &[]).await.done();
    assert_eq!(
        [
            found.birthday,
            found.country,
            found.street,
            found.city,
            found.postal_code
        ],
        ["1990-02-28", "DE", "Lindenallee 7", "Berlin", "10115"]
    );
    let wrong = [
        ("birthday", "2020-01-01"),
        ("country", "Germany"),
        ("street", "a\u{202e}b"),
        ("city", ""),
        ("postal_code", "123456789012345678901"),
    ];
    let codes = ann.post("set_profile", &wrong).await.codes();
    let expected = [
        ErrorCode::BirthdayOutOfRange,
        ErrorCode::CountryUnknown,
        ErrorCode::PostalLineNotAllowed,
        ErrorCode::PostalLineTooLong,
    ];
    assert_eq!(codes, expected);
    ann.post("set_profile", &[]).await.done::<()>();
    let emptied: ProfileView = ann.post("profile", &[]).await.done();
    assert!(emptied.street.is_empty() && emptied.birthday.is_empty());
}
