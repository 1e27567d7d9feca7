//! A browser that runs no scripts: forms go to the page they stand on, and lead to where an awake page would lead; what
//! is refused is said beside the field, in the same words, and nothing typed is lost but secrets.

use crate::support::{Browser, PASSWORD, PAYMENT_PASSWORD, World, forms};

const ANN: &str = "ann@example.com";

/// Sends a registration code from the registration page: what came back is that page.
async fn ask_for_code(browser: &Browser, typed: &[(&str, &str)]) -> crate::support::Answer {
    let mut fields = vec![("instead", "register_code")];
    fields.extend(typed);
    browser.fill_in("/register", "register", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_registers_in_two_steps_sets_up_and_is_in() {
    let world = World::new().await;
    for (browser, address, name, said) in [
        (
            world.browser(),
            ANN,
            "Ann Archer",
            "Sent to ann@example.com",
        ),
        (
            world.browser_in("zh-CN"),
            "13812345678",
            "陈晓明",
            "+86 138 1234 5678",
        ),
    ] {
        let typed = [("address", address), ("name", name)];
        let sent = ask_for_code(&browser, &typed).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        assert!(sent.body.contains(said), "{}", sent.body);
        let form = sent.form("register");
        assert_eq!(form.value("address"), Some(address));
        assert_eq!(form.value("name"), Some(name));
        let code = world.code_for(address).await;
        let rest = [
            ("code", code.as_str()),
            ("password", PASSWORD),
            ("confirm_password", PASSWORD),
            ("agreement", "true"),
        ];
        let registered = browser.send_form(&form, &rest).await;
        assert_eq!(registered.leads_to(), "/setup");
        let chosen = [("payment_password", PAYMENT_PASSWORD)];
        let done = browser
            .fill_in("/setup", "set_payment_password", &chosen)
            .await;
        assert_eq!(done.leads_to(), "/");
        assert!(browser.get("/").await.body.contains(name));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_registration_keeps_what_was_typed_and_never_a_secret() {
    let world = World::new().await;
    let browser = world.browser();
    ask_for_code(&browser, &[("address", ANN)]).await;
    let typed = [
        ("address", ANN),
        ("name", "Ann \"A\" <Archer>"),
        ("code", "918273"),
        ("password", "seven quiet herons"),
        ("confirm_password", "eight quiet herons"),
        ("agreement", "true"),
    ];
    let refused = browser.fill_in("/register", "register", &typed).await;
    refused.refuses("The two passwords differ");
    for secret in ["918273", "quiet herons"] {
        assert!(!refused.body.contains(secret), "{secret}: {}", refused.body);
    }
    let form = refused.form("register");
    assert_eq!(form.value("address"), Some(ANN));
    assert_eq!(form.value("name"), Some("Ann \"A\" <Archer>"));
    assert_eq!(form.value("agreement"), Some("true"), "it was ticked");
    assert_eq!(form.value("password"), Some(""));
    assert!(refused.body.contains("aria-invalid=\"true\""));
    assert!(browser.token().is_none());

    let untouched = browser.form("/register", "register").await;
    assert_eq!(untouched.value("agreement"), None);
    assert_eq!(untouched.value("address"), Some(""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_cannot_be_sent_is_refused_beside_its_field() {
    let world = World::new().await;
    let browser = world.browser_in("zh-CN");
    let typed = [("address", "nobody"), ("name", "陈晓明")];
    let refused = ask_for_code(&browser, &typed).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("id=\"address-error\""));
    assert_eq!(refused.form("register").value("name"), Some("陈晓明"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_signs_out_and_in_again_and_comes_to_where_one_wanted_to_go() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let browser = &ann.browser;
    let out = browser.fill_in("/settings", "sign_out", &[]).await;
    assert_eq!(out.leads_to(), "/");
    assert!(browser.token().is_none());
    let asked = browser.get("/send").await;
    assert!(asked.status.is_redirection());
    let login = asked.header("location").to_owned();

    let wrong = [("address", ANN), ("password", "not hers at all")];
    let wrong = browser.fill_in(&login, "sign_in", &wrong).await;
    wrong.refuses("role=\"alert\"");
    assert!(!wrong.body.contains("not hers at all"));
    let form = wrong.form("sign_in");
    assert_eq!(form.value("address"), Some(ANN));
    assert_eq!(form.action, "/login?next=/send");
    let signed_in = browser.send_form(&form, &[("password", PASSWORD)]).await;
    assert_eq!(signed_in.leads_to(), "/send");
    assert_eq!(browser.get("/send").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_another_site() {
    let world = World::new().await;
    world.newcomer(ANN, "Ann Archer").await;
    for next in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil.example",
        "/%0d%0aa:b",
    ] {
        let (login, front) = (format!("/login?next={next}"), format!("/?next={next}"));
        let fields = [
            ("form", "sign_in"),
            ("address", ANN),
            ("password", PASSWORD),
        ];
        let signed_in = world.browser().submit(&login, &fields).await;
        assert_eq!(signed_in.leads_to(), "/", "{next}");
        let fields = [("form", "set_language"), ("locale", "en")];
        let changed = world.browser().submit(&front, &fields).await;
        assert_eq!(changed.leads_to(), "/", "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_changed_and_the_page_says_so() {
    let world = World::new().await;
    let ann = world.member(ANN, "Ann Archer").await;
    let browser = &ann.browser;
    let named = [("name", "Ann Baker")];
    let named = browser
        .fill_in("/settings/profile", "set_name", &named)
        .await;
    let profile = browser.get(named.leads_to()).await;
    assert!(profile.body.contains("Saved") && profile.body.contains("Ann Baker"));
    let empty = browser
        .fill_in(named.leads_to(), "set_name", &[("name", " ")])
        .await;
    empty.refuses("Enter your name");
    assert!(!empty.body.contains("Saved"));

    let chosen = [("currency", "JPY"), ("time_zone", "Asia/Tokyo")];
    let chosen = browser
        .fill_in("/settings/language", "set_preferences", &chosen)
        .await;
    assert_eq!(chosen.leads_to(), "/settings/language?done=preferences");
    assert_eq!(ann.settings().await.time_zone, "Asia/Tokyo");

    let changed = [
        ("current_password", PASSWORD),
        ("new_password", "nine small owls"),
        ("confirm_password", "nine small owls"),
    ];
    let changed = browser
        .fill_in("/settings/security", "change_password", &changed)
        .await;
    assert_eq!(changed.leads_to(), "/settings/security?done=password");
    assert!(
        browser
            .get(changed.leads_to())
            .await
            .body
            .contains("The password is changed")
    );
    let changed = [
        ("current_payment_password", PAYMENT_PASSWORD),
        ("payment_password", "802517"),
    ];
    let changed = browser
        .fill_in("/settings/security", "set_payment_password", &changed)
        .await;
    assert_eq!(
        changed.leads_to(),
        "/settings/security?done=payment_password"
    );

    let spoken = browser
        .fill_in("/settings/language", "set_language", &[("locale", "zh-CN")])
        .await;
    assert_eq!(spoken.leads_to(), "/settings/language");
    assert!(browser.get("/settings").await.body.contains("设置"));
    let out = browser
        .fill_in("/settings/security", "sign_out_everywhere", &[])
        .await;
    assert_eq!(out.leads_to(), "/login");
    assert!(ann.post("settings", &[]).await.refused() == domain::ErrorCode::SessionEnded);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_says_of_oneself_is_kept_and_the_set_up_leads_on() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let page = "/setup?step=profile&next=/send";
    let typed = [
        ("birthday", "2999-01-01"),
        ("country", "DE"),
        ("city", "Köln"),
    ];
    let refused = ann.browser.fill_in(page, "set_profile", &typed).await;
    refused.refuses("id=\"birthday-error\"");
    let form = refused.form("set_profile");
    assert_eq!(form.value("country"), Some("DE"));
    assert_eq!(form.value("city"), Some("Köln"));
    let right = [("birthday", "1990-05-17")];
    assert_eq!(
        ann.browser.send_form(&form, &right).await.leads_to(),
        "/send"
    );
    let saved = ann
        .browser
        .fill_in("/settings/profile", "set_profile", &[("city", "Bonn")])
        .await;
    let body = ann.browser.get(saved.leads_to()).await.body;
    assert!(body.contains("Saved") && body.contains("Bonn") && body.contains("1990-05-17"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_payment_password_is_replaced_with_a_code() {
    let world = World::new().await;
    let ann = world.member(ANN, "Ann Archer").await;
    let page = "/settings/security";
    let ask = [("instead", "payment_reset_code")];
    let sent = ann
        .browser
        .fill_in(page, "reset_payment_password", &ask)
        .await;
    assert_eq!(sent.status, 200);
    assert!(sent.body.contains("Sent to ann@example.com"));
    let code = world.code_of("reset", ANN).await;
    let code = code.as_str();
    let form = sent.form("reset_payment_password");
    let wrong = [
        ("code", code),
        ("password", "not hers at all"),
        ("payment_password", "802517"),
    ];
    let wrong = ann.browser.send_form(&form, &wrong).await;
    wrong.refuses("id=\"reset-password-error\"");
    assert!(!wrong.body.contains("802517") && !wrong.body.contains(code));
    let right = [
        ("code", code),
        ("password", PASSWORD),
        ("payment_password", "802517"),
    ];
    let right = ann.browser.send_form(&form, &right).await;
    assert_eq!(right.leads_to(), "/settings/security?done=payment_password");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_changes_the_language_of_any_page() {
    let world = World::new().await;
    let browser = world.browser();
    for page in [
        "/rates/USD-CNY?range=1y",
        "/help",
        "/terms",
        "/login?next=/send",
    ] {
        let other = [("locale", "zh-CN")];
        let changed = browser.fill_in(page, "set_language", &other).await;
        assert_eq!(changed.leads_to(), page);
        assert!(
            browser
                .get(page)
                .await
                .body
                .contains("<html lang=\"zh-CN\"")
        );
        let back = browser
            .fill_in(page, "set_language", &[("locale", "en")])
            .await;
        assert_eq!(back.leads_to(), page);
    }
    let unknown = browser
        .fill_in("/", "set_language", &[("locale", "tlh")])
        .await;
    assert_eq!(unknown.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_leads_to_sign_in_and_back() {
    let world = World::new().await;
    let ann = world.member(ANN, "Ann Archer").await;
    let form = ann
        .browser
        .form("/send?to=bob@example.com", "prepare_send")
        .await;
    ann.post("sign_out_everywhere", &[]).await.done::<()>();
    let sent = ann.browser.send_form(&form, &[("amount", "1")]).await;
    assert_eq!(sent.leads_to(), "/login?next=/send?to=bob@example.com");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_every_page_is_taken_where_it_goes() {
    let world = World::new().await;
    let ann = world.ann_with("50.00", "USD").await;
    let bob = world.bob().await;
    let waits = ann.prepare("bob@example.com", "1.00", "USD").await;
    let across = [
        ("amount", "5.00"),
        ("currency", "USD"),
        ("target_currency", "EUR"),
    ];
    let across: String = ann.post("prepare_convert", &across).await.done();
    let asked = ann.new_topup().await;
    ann.charge(&asked, "80.00", "4000000000003220")
        .await
        .done::<String>();
    let request = [
        ("to", "bob@example.com"),
        ("amount", "3.00"),
        ("currency", "USD"),
    ];
    let request: String = ann.post("ask_for_money", &request).await.done();
    let request = format!("/request/{request}");
    let unclaimed = ann.pay("new@example.com", "2.00", "USD", "").await;
    let pages = [
        "/settings",
        "/settings/profile",
        "/setup?step=profile",
        "/settings/security",
        "/settings/language",
        "/send",
        "/convert",
        "/topup",
        "/topup?method=bank",
        "/sandbox/bank",
        &format!("/send/confirm/{waits}"),
        &format!("/send/confirm/{across}"),
        &format!("/history/{asked}"),
        "/receive?way=ask",
        "/settings/notifications",
        "/settings/devices",
        "/notifications",
        &request,
        &format!("/history/{unclaimed}"),
    ];
    let elsewhere = [("address", ANN), ("password", PASSWORD)];
    world
        .browser()
        .post("sign_in", &elsewhere)
        .await
        .done::<()>();
    world.work().await;
    let mut seen = Vec::new();
    let visitor = world.browser();
    for (browser, page) in pages
        .iter()
        .map(|page| (&ann.browser, *page))
        .chain(["/", "/login", "/register", "/rates", "/nowhere"].map(|page| (&visitor, page)))
        .chain([(&bob.browser, request.as_str())])
    {
        for form in forms(&browser.get(page).await.body) {
            let name = form.value("form").unwrap().to_owned();
            // Sent from nowhere it does nothing, but is known.
            let fields = format!("form={name}&locale=en");
            let stranger = world.browser();
            let answer = stranger
                .submit_raw(&form.action, &[("sec-fetch-site", "same-origin")], fields)
                .await;
            assert!(
                matches!(answer.status.as_u16(), 303 | 422),
                "{page}: {name}: {}",
                answer.status
            );
            seen.push(name);
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 29, "{seen:?}");
}
