//! Who may listen and for how long: members, while their session lives, and without making it live longer.

use app::features::settings::devices_api::SignedIn;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::ErrorCode;
use server::router::router;

use crate::support::{Browser, PASSWORD, World};

const ANN: &str = "ann@example.com";

async fn sign_in(browser: &Browser) {
    browser
        .post("sign_in", &[("address", ANN), ("password", PASSWORD)])
        .await
        .done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_not_kept_not_held_back_and_for_no_other_site() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let stream = ann
        .browser
        .listen_with(&[("sec-fetch-site", "same-origin")])
        .await;
    assert_eq!(stream.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-store, no-transform"),
        ("x-accel-buffering", "no"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(stream.headers[name], value);
    }
    for foreign in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let refused = ann.browser.listen_with(&[foreign]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{foreign:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_and_a_dead_session_are_told_not_to_come_again() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let token = ann.browser.token().unwrap();
    ann.post("sign_out", &[]).await.done::<()>();
    for browser in [
        world.browser(),
        world.browser().holding(&token),
        world.browser().holding(&"0".repeat(64)),
        world.browser().holding("x"),
    ] {
        let mut stream = browser.listen(None).await;
        assert_eq!(stream.status, StatusCode::NO_CONTENT);
        assert_eq!(stream.event().await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_its_session_however_that_ends_and_on_any_server() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let other = router(world.another_server());
    let listen = async |browser: &Browser| {
        let there = Browser::new(other.clone(), "en").holding(&browser.token().unwrap());
        let mut stream = there.listen(None).await;
        stream.news().await;
        (there, stream)
    };

    let (signed_out, revoked, changed) = (world.browser(), world.browser(), world.browser());
    for browser in [&signed_out, &revoked, &changed] {
        sign_in(browser).await;
    }
    let (there, mut stream) = listen(&signed_out).await;
    signed_out.post("sign_out", &[]).await.done::<()>();
    assert!(stream.ended().await);
    assert_eq!(there.listen(None).await.status, StatusCode::NO_CONTENT);

    let (_, mut stream) = listen(&revoked).await;
    let seen: Vec<SignedIn> = revoked.post("devices", &[]).await.done();
    let id = seen
        .iter()
        .find(|device| device.is_this)
        .unwrap()
        .id
        .clone();
    ann.post("revoke_session", &[("id", &id)])
        .await
        .done::<()>();
    assert!(stream.ended().await);

    let (_, mut stream) = listen(&changed).await;
    let (_, mut anns) = listen(&ann.browser).await;
    let form = [
        ("current_password", PASSWORD),
        ("new_password", "nine small owls"),
        ("confirm_password", "nine small owls"),
    ];
    changed.post("change_password", &form).await.done::<()>();
    assert!(stream.ended().await && anns.ended().await);

    let (_, mut stream) = listen(&changed).await;
    world.clock.pass(TimeDelta::minutes(31));
    assert!(stream.ended().await, "idle for too long");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_ends_the_streams_of_the_session_the_browser_had_and_has_its_own() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let mut before = ann.browser.listen(None).await;
    let known = before.news().await.standing;
    sign_in(&ann.browser).await;
    assert!(before.ended().await);
    let mut after = ann.browser.listen(Some(&known.to_string())).await;
    assert_eq!(after.status, StatusCode::OK);
    assert_eq!(after.news().await.standing, known);
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_stream_nor_what_a_page_asks_by_itself_keeps_a_session_alive() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let mut stream = ann.browser.listen(None).await;
    stream.news().await;
    for _ in 0..2 {
        world.clock.pass(TimeDelta::minutes(14));
        for function in ["dashboard", "history", "notifications"] {
            assert!(ann.browser.post_quietly(function).await.is_done());
        }
        ann.browser.listen(None).await.news().await;
    }
    world.clock.pass(TimeDelta::minutes(3));
    assert!(stream.ended().await);
    let answer = ann.browser.post_quietly("dashboard").await;
    assert_eq!(answer.refused(), ErrorCode::SessionEnded);
    assert_eq!(
        ann.post("dashboard", &[]).await.refused(),
        ErrorCode::SessionEnded
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_has_a_few_streams_and_the_newest_of_them_stay() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let mut streams = Vec::new();
    for _ in 0..8 {
        let mut stream = ann.browser.listen(None).await;
        stream.news().await;
        streams.push(stream);
    }
    for pushed_out in &mut streams[..2] {
        assert_eq!(pushed_out.event().await.unwrap().retry, "60000");
        assert!(!pushed_out.ended().await, "the session is not over");
    }
    ann.announce("5.00", "USD").await;
    for stays in &mut streams[2..] {
        stays.news_with(|news| news.standing.topups > 0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_ends_its_streams_in_order() {
    let world = World::new().await;
    let ann = world.newcomer(ANN, "Ann Archer").await;
    let mut stream = ann.browser.listen(None).await;
    stream.news().await;
    world.state.stop.cancel();
    assert!(!stream.ended().await, "its session is not over");
    let mut late = ann.browser.listen(None).await;
    assert_eq!(late.event().await.unwrap().retry, "15000");
    assert!(!late.ended().await);
}
