//! The database goes away in the middle of things: 503, nothing half done, and well again by itself.

use app::features::send::api::Progress;
use axum::http::StatusCode;
use domain::ErrorCode;

use crate::support::{Answer, ENDPOINTS, Member, Mode, World, paid, until};

/// Asks until the wallet says that it cannot.
async fn until_it_is_noticed(ann: &Member) {
    until("the outage is noticed", async || {
        let answer = ann.browser.get("/").await;
        (answer.status == StatusCode::SERVICE_UNAVAILABLE).then_some(())
    })
    .await;
}

/// Asks until the wallet answers again.
async fn until_it_is_well(ann: &Member) {
    until("it is well again", async || {
        (ann.post("settings", &[]).await.status == StatusCode::OK).then_some(())
    })
    .await;
}

fn says_that_it_cannot(answer: &Answer) -> bool {
    answer.status == StatusCode::SERVICE_UNAVAILABLE
        && matches!(
            answer.broke(),
            ErrorCode::ServiceUnavailable | ErrorCode::OutcomeUnknown
        )
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_every_function_says_so_and_nobody_looks_signed_out() {
    let (world, proxy) = World::behind_a_proxy().await;
    let ann = world.ann_with("100.00", "USD").await;
    proxy.set(Mode::Gone);
    until_it_is_noticed(&ann).await;
    for function in ENDPOINTS {
        let answer = ann.post(function.name, function.fields).await;
        assert!(
            says_that_it_cannot(&answer),
            "{}: {answer:?}",
            function.name
        );
    }
    for page in ["/", "/send", "/history", "/settings", "/rates", "/login"] {
        let answer = ann.browser.get(page).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{page}");
        assert!(answer.body.contains("Your money is safe"), "{page}");
    }
    assert!(
        ann.browser.token().is_some(),
        "the cookie was not taken away"
    );
    proxy.set(Mode::Open);
    until_it_is_well(&ann).await;
    assert_eq!(ann.balance("USD").await, "100.00");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_whose_database_breaks_off_is_answered_honestly_and_can_be_asked_for_again() {
    let (world, proxy) = World::behind_a_proxy().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    for (round, mode) in [Mode::Gone, Mode::Frozen, Mode::Gone, Mode::Frozen]
        .into_iter()
        .enumerate()
    {
        let id = ann.prepare("bob@example.com", "1.00", "USD").await;
        let confirming = ann.confirm(&id);
        let breaking = async {
            // Somewhere within the confirmation, another place each round.
            for _ in 0..round * 200 {
                tokio::task::yield_now().await;
            }
            proxy.set(mode);
        };
        let (answer, ()) = futures_util::future::join(confirming, breaking).await;
        if answer.status == StatusCode::OK {
            paid(&answer);
        } else {
            assert!(says_that_it_cannot(&answer), "{answer:?}");
        }
        proxy.set(Mode::Open);
        until_it_is_well(&ann).await;
        assert!(matches!(
            ann.progress(&id).await,
            Progress::Ready { .. } | Progress::Paid { .. }
        ));
        // A connection that broke may still come up once; asking again is all it takes.
        let answer = until("the payment is answered", async || {
            let answer = ann.confirm(&id).await;
            (answer.status == StatusCode::OK).then_some(answer)
        })
        .await;
        paid(&answer);
        assert_eq!(bob.balance("USD").await, format!("{}.00", round + 1));
    }
    world.assert_sound().await;
}
