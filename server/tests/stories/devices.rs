//! Where one is signed in, and signing out from afar: of one's own sessions and of nobody else's.

use app::features::settings::devices_api::SignedIn;
use chrono::TimeDelta;
use domain::ErrorCode;

use crate::support::{Browser, Member, PASSWORD, World};

async fn devices(browser: &Browser) -> Vec<SignedIn> {
    browser.post("devices", &[]).await.done()
}

async fn is_signed_in(browser: &Browser) -> bool {
    browser.post("settings", &[]).await.is_done()
}

async fn elsewhere(world: &World, who: &Member) -> Browser {
    let browser = world.browser();
    let form = [("address", who.address.as_str()), ("password", PASSWORD)];
    browser.post("sign_in", &form).await.done::<()>();
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sees_all_sessions_that_live_this_one_first() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    world.clock.pass(TimeDelta::minutes(5));
    let other = elsewhere(&world, &ann).await;
    let signed_out = elsewhere(&world, &ann).await;
    signed_out.post("sign_out", &[]).await.done::<()>();
    world.bob().await;

    let seen = devices(&ann.browser).await;
    assert_eq!(
        seen.iter().map(|device| device.is_this).collect::<Vec<_>>(),
        [true, false]
    );
    assert!(seen[1].since > seen[0].since);
    let theirs = devices(&other).await;
    assert_eq!(theirs[0].id, seen[1].id);
    assert!(theirs[0].is_this && !theirs[1].is_this);

    world.clock.pass(TimeDelta::minutes(20));
    assert!(is_signed_in(&ann.browser).await);
    world.clock.pass(TimeDelta::minutes(20));
    let seen = devices(&ann.browser).await;
    assert_eq!(seen.len(), 1, "the other has been idle for too long");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_one_device_ends_that_session_alone() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (lost, kept) = (elsewhere(&world, &ann).await, elsewhere(&world, &ann).await);
    let id = devices(&lost).await[0].id.clone();
    ann.post("revoke_session", &[("id", &id)])
        .await
        .done::<()>();
    assert!(!is_signed_in(&lost).await);
    assert!(is_signed_in(&kept).await && is_signed_in(&ann.browser).await);
    let again = ann.post("revoke_session", &[("id", &id)]).await;
    assert_eq!(again.refused(), ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_a_session_of_somebody_else() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let mallory = world
        .newcomer("mallory@example.com", "Mallory Miller")
        .await;
    let id = devices(&ann.browser).await[0].id.clone();
    for tried in [id.as_str(), "01890000-0000-7000-8000-000000000000", "x", ""] {
        let answer = mallory.post("revoke_session", &[("id", tried)]).await;
        assert_eq!(answer.refused(), ErrorCode::NotFound, "{tried}");
    }
    assert!(is_signed_in(&ann.browser).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_ends_the_session_they_sit_in_loses_its_cookie() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let id = devices(&ann.browser).await[0].id.clone();
    ann.post("revoke_session", &[("id", &id)])
        .await
        .done::<()>();
    assert_eq!(ann.browser.token(), None);
}
