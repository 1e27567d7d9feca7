//! A page that is open is told of what happens elsewhere: through any server, after any break, and of nobody else's.

use app::{features::notifications::What, live::News};
use axum::http::StatusCode;
use domain::{Currency, Money, Standing};
use server::router::router;

use crate::support::{Browser, Listening, Member, Mode, World, until};

/// The same person's browser at another server.
fn at(server: &server::state::AppState, who: &Member) -> Browser {
    Browser::new(router(server.clone()), "en").holding(&who.browser.token().unwrap())
}

/// Listens and takes in how things are.
async fn tuned_in(browser: &Browser) -> (Listening, News) {
    let mut stream = browser.listen(None).await;
    assert_eq!(stream.status, StatusCode::OK);
    let first = stream.news().await;
    (stream, first)
}

fn received(news: &News) -> Vec<(Money, &str)> {
    news.told
        .iter()
        .filter_map(|told| match &told.what {
            What::Received { amount, from, .. } => Some((*amount, from.as_str())),
            _ => None,
        })
        .collect()
}

fn dollars(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_through_one_server_reaches_the_pages_of_both_sides_at_another() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    world.work().await;
    let other = world.another_server();
    let (mut anns, anns_first) = tuned_in(&at(&other, &ann)).await;
    let (mut bobs, bobs_first) = tuned_in(&at(&other, &bob)).await;
    let (mut bobs_too, _) = tuned_in(&bob.browser).await;

    ann.pay("bob@example.com", "12.50", "USD", "").await;
    for (stream, first) in [(&mut anns, &anns_first), (&mut bobs, &bobs_first)] {
        let news = stream.news().await;
        assert_ne!(news.standing.money, first.standing.money);
        assert_eq!(news.of, first.of);
    }
    world.work().await;
    for stream in [&mut bobs, &mut bobs_too] {
        let news = stream.news_with(|news| !news.told.is_empty()).await;
        assert_eq!(received(&news), [(dollars(1_250), "Ann A****r")]);
        assert_eq!(news.unread, bobs_first.unread + 1);
        assert!(news.standing.inbox > bobs_first.standing.inbox);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_was_away_is_told_what_it_missed_and_not_again() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    world.work().await;
    let (stream, before) = tuned_in(&bob.browser).await;
    drop(stream);
    ann.pay("bob@example.com", "1.00", "USD", "").await;
    ann.pay("bob@example.com", "2.00", "USD", "").await;
    world.work().await;

    let heard = before.standing.to_string();
    let missed = bob.browser.listen(Some(&heard)).await.news().await;
    assert_ne!(missed.standing, before.standing);
    let found = received(&missed);
    assert_eq!(
        found,
        [(dollars(100), "Ann A****r"), (dollars(200), "Ann A****r")]
    );
    assert_eq!(missed.unread, before.unread + 2);

    let heard = missed.standing.to_string();
    let nothing = bob.browser.listen(Some(&heard)).await.news().await;
    assert_eq!((nothing.standing, nothing.told), (missed.standing, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_makes_a_place_up_learns_only_how_their_own_things_are() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    ann.pay("bob@example.com", "1.00", "USD", "").await;
    world.work().await;
    let (_stream, real) = tuned_in(&bob.browser).await;
    for made_up in [
        "",
        "0",
        "ffffffffffffffff-18446744073709551615-18446744073709551615",
        "0000000000000000-0-0",
        "EUR33-USD120",
        "<script>",
    ] {
        let news = bob.browser.listen(Some(made_up)).await.news().await;
        assert_eq!(
            (news.of, news.standing),
            (real.of.clone(), real.standing),
            "{made_up}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_what_is_somebody_elses() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let carol = world.newcomer("carol@example.com", "Carol Cook").await;
    world.work().await;
    let (mut carols, first) = tuned_in(&carol.browser).await;
    let (mut bobs, _) = tuned_in(&bob.browser).await;
    ann.pay("bob@example.com", "7.77", "USD", "our secret")
        .await;
    world.work().await;
    bobs.news_with(|news| !news.told.is_empty()).await;
    ann.pay("carol@example.com", "1.00", "USD", "").await;
    let news = carols.news().await;
    assert_eq!((news.of.as_str(), news.unread), (first.of.as_str(), 0));
    assert_eq!(first.of, carol.settings().await.account);
    assert_eq!(
        news.told,
        vec![],
        "her first news is her own payment: {news:?}"
    );
    world.work().await;
    let news = carols.news_with(|news| !news.told.is_empty()).await;
    assert_eq!(received(&news), [(dollars(100), "Ann A****r")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_learns_of_every_step_of_money_on_its_way_in() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (mut stream, first) = tuned_in(&ann.browser).await;
    let moved = |before: Standing| move |news: &News| news.standing.topups > before.topups;
    let (_, reference) = ann.announce("5.00", "USD").await;
    let announced = stream.news_with(moved(first.standing)).await;
    ann.bank_says(&reference, "wrong_details", "").await;
    let failed = stream.news_with(moved(announced.standing)).await;
    assert_eq!(failed.standing.money, first.standing.money);
    ann.add("5.00", "USD").await;
    stream
        .news_with(|news| news.standing.money != first.standing.money)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_carries_how_things_were_before_it_was_drawn() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    world.work().await;
    let (_stream, now) = tuned_in(&ann.browser).await;
    let page = ann.browser.get("/").await.body;
    assert!(page.contains(&now.standing.to_string()), "{page}");
    assert!(now.unread > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_outlives_an_outage_of_the_database_and_then_tells_what_happened() {
    let (world, proxy) = World::behind_a_proxy().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let (mut bobs, first) = tuned_in(&bob.browser).await;
    proxy.set(Mode::Gone);
    until("the outage is noticed", async || {
        (bob.browser.get("/").await.status == StatusCode::SERVICE_UNAVAILABLE).then_some(())
    })
    .await;
    // A browser that comes now is told in peace to come again.
    let mut turned_away = bob.browser.listen(None).await;
    assert_eq!(turned_away.status, StatusCode::OK);
    assert_eq!(turned_away.event().await.unwrap().retry, "15000");
    assert!(!turned_away.ended().await);

    let elsewhere = Member {
        browser: at(&world.another_server(), &ann),
        address: ann.address.clone(),
    };
    elsewhere.pay("bob@example.com", "3.00", "USD", "").await;
    proxy.set(Mode::Open);
    let news = bobs.news().await;
    assert_ne!(news.standing.money, first.standing.money);
}
