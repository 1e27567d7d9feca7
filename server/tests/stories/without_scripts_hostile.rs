//! Forms that were not filled in on our pages, or by nobody honest.

use axum::http::StatusCode;
use futures_util::{StreamExt, stream};

use crate::support::{Answer, PASSWORD, World, naughty, percent};

const ANN: &str = "ann@example.com";
const OURS: (&str, &str) = ("origin", "http://localhost:3000");

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_not_taken() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    for from in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "cross-site")],
        &[OURS, ("sec-fetch-site", "same-site")],
        &[],
    ] {
        let body = "form=set_name&name=Eve";
        let answer = ann
            .browser
            .submit_raw("/settings/profile", from, body)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{from:?}");
    }
    assert_eq!(ann.settings().await.name, "Ann Archer");
    let body = format!(
        "form=sign_in&address={}&password={}",
        percent(ANN),
        percent(PASSWORD)
    );
    let visitor = world.browser();
    let answer = visitor
        .submit_raw("/login", &[("origin", "https://evil.example")], body)
        .await;
    assert_eq!(
        answer.status,
        StatusCode::FORBIDDEN,
        "nobody is signed in by another site"
    );
    assert!(visitor.token().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_takes_its_own_forms_and_no_other() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    for page in [
        "/history",
        "/rates",
        "/rates/USD-CNY",
        "/help",
        "/faq",
        "/fees",
        "/terms",
    ] {
        let answer = ann
            .browser
            .submit(page, &[("form", "set_name"), ("name", "Eve")])
            .await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{page}");
    }
    for (page, body) in [
        ("/settings/profile", "form=sign_out_everywhere"),
        (
            "/settings/profile",
            "form=set_name&instead=sign_out_everywhere&name=Eve",
        ),
        ("/settings/profile", "form=nothing&name=Eve"),
        ("/settings/profile", "name=Eve"),
        ("/settings/profile", ""),
        ("/login", "form=set_name&name=Eve"),
        ("/send", "form=confirm_send&id=1"),
        ("/register", "form=%2Ffn%2Fregister"),
    ] {
        let answer = ann.browser.submit_raw(page, &[OURS], body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{page}: {body}");
    }
    let missing = ann
        .browser
        .submit("/nowhere", &[("form", "set_name")])
        .await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(
        ann.post("settings", &[]).await.is_done(),
        "nobody was signed out"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_is_too_much_and_half_a_form_is_none() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let large = format!("form=set_name&name={}", "a".repeat(70_000));
    let answer = ann
        .browser
        .submit_raw("/settings/profile", &[OURS], large)
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    for body in [
        "form=set_name&name[0]=a&name[x]=b",
        "form=set_name&name=a&name=b",
        "form=set_name&%ff=%fe&name=%00",
        "form=set_name&[[[[[[[[=1",
        "form=set_name&instead=set_name%3Fname%3D%2500&name=b",
    ] {
        let answer = ann
            .browser
            .submit_raw("/settings/profile", &[OURS], body)
            .await;
        assert!(answer.status.is_client_error(), "{body}: {}", answer.status);
    }
    assert_eq!(ann.settings().await.name, "Ann Archer");
}

fn what_is_wrong(hostile: &str, answer: &Answer) -> Option<String> {
    if answer.status.is_server_error() {
        return Some(format!("{hostile:?}: {}", answer.status));
    }
    let is_markup = hostile.contains('<') && hostile.len() > 3;
    (is_markup && answer.body.contains(hostile))
        .then(|| format!("{hostile:?}: stands in the page as it is"))
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_in_a_form_is_said_back_as_text() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let strings = naughty();
    let tried = stream::iter(&strings).map(async |hostile| {
        let typed = [
            ("form", "prepare_send"),
            ("to", hostile.as_str()),
            ("amount", hostile),
            ("currency", hostile),
            ("they_get", hostile),
            ("target_currency", hostile),
            ("note", hostile),
        ];
        what_is_wrong(hostile, &ann.browser.submit("/send", &typed).await)
    });
    let wrong: Vec<String> = tried
        .buffer_unordered(4)
        .filter_map(std::future::ready)
        .collect()
        .await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_answers_a_form_brings_no_program_and_is_as_guarded_as_any() {
    let world = World::new().await;
    let browser = world.browser();
    let plain = browser.get("/login").await;
    assert!(plain.body.contains("type=\"module\""));
    let answer = browser.submit("/login", &[("form", "sign_in")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!answer.body.contains("type=\"module\"") && !answer.body.contains("okpay:awake"));
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self'") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-frame-options"), "DENY");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_payment_cannot_be_confirmed_or_renewed_by_a_form() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("10.00", "USD").await, world.bob().await);
    let id = ann.prepare("bob@example.com", "4.00", "USD").await;
    let page = format!("/send/confirm/{id}");
    for form in ["confirm_send", "renew_send"] {
        let fields = [
            ("form", form),
            ("id", id.as_str()),
            ("payment_password", "739182"),
        ];
        let answer = bob.browser.submit(&page, &fields).await;
        assert!(answer.status.is_client_error(), "{form}: {}", answer.status);
    }
    assert_eq!(ann.balance("USD").await, "10.00");
}
