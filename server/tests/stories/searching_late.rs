//! Searching while things happen: what was done a moment ago is found, what changes is found as it is now and once, and
//! nothing is skipped or repeated on the way through many pages. Whatever the index lacks is made up for.

use std::collections::HashSet;

use app::features::history::api::HistoryPage;
use chrono::TimeDelta;
use domain::TopUpFailure;
use futures_util::future::join_all;

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_one_scrolls_through_what_was_found_neither_repeats_nor_hides_anything()
{
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for number in 0..70 {
        ann.add("30", ["USD", "EUR", "JPY"][number % 3]).await;
        // Several at one moment, as it happens.
        if number % 7 == 0 {
            world.clock.pass(TimeDelta::seconds(10));
        }
    }
    let filter = [("type", "added"), ("smallest_amount", "10")];
    let before = ann.find_ids(&filter).await;
    assert_eq!(before.len(), 70);
    let mut page: HistoryPage = ann.post("search_history", &filter).await.done();
    let mut seen: Vec<String> = page.items.into_iter().map(|line| line.id).collect();
    let mut pages = 1;
    while let Some(cursor) = page.next {
        ann.add("30.00", "USD").await;
        world.clock.pass(TimeDelta::seconds(10));
        let fields = [filter[0], filter[1], ("cursor", &cursor)];
        page = ann.post("search_history", &fields).await.done();
        seen.extend(page.items.into_iter().map(|line| line.id));
        pages += 1;
    }
    assert_eq!(seen, before);
    assert_eq!(pages, 3);
    assert_eq!(ann.find(&filter).await.len(), 72);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_found_as_soon_as_it_is_made_on_both_sides() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    for number in 1..=5 {
        let id = ann.pay("bob@example.com", "1.00", "USD", "lunch").await;
        let found = ann.find_ids(&[("search", "lunch")]).await;
        assert_eq!((found.len(), &found[0]), (number, &id));
        assert_eq!(bob.find(&[("search", "lunch")]).await.len(), number);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_found_once_under_what_it_is_now() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (arrives, first) = ann.announce("10.00", "USD").await;
    let (fails, second) = ann.announce("20.00", "USD").await;
    let by = async |status: &str| ann.find_ids(&[("status", status)]).await;
    let mut pending = by("pending").await;
    pending.sort();
    let mut asked = vec![arrives.clone(), fails.clone()];
    asked.sort();
    assert_eq!(pending, asked);
    assert_eq!(ann.find_ids(&[("search", &first)]).await, [arrives]);

    ann.bank_says(&second, TopUpFailure::Lapsed.as_str(), "")
        .await
        .done::<String>();
    assert_eq!(by("failed").await, [fails.as_str()]);
    // What came counts, not what was announced.
    ann.bank_says(&first, "arrived", "9.50")
        .await
        .done::<String>();
    assert_eq!(by("done").await, ["USD-1"]);
    assert!(by("pending").await.is_empty());
    assert_eq!(ann.find_ids(&[("search", &first)]).await, ["USD-1"]);
    assert_eq!(ann.find_ids(&[("search", "9.50")]).await, ["USD-1"]);
    assert!(ann.find(&[("search", "10.00")]).await.is_empty());
    assert_eq!(ann.find(&[("type", "added")]).await.len(), 2);

    let challenged = ann.new_topup().await;
    ann.charge(&challenged, "5.00", "4000000000003220")
        .await
        .done::<String>();
    assert_eq!(by("pending").await, [challenged.as_str()]);
    ann.post(
        "topup_authenticate",
        &[("id", &challenged), ("approve", "true")],
    )
    .await
    .done::<serde_json::Value>();
    assert!(by("pending").await.is_empty());
    assert_eq!(by("done").await, ["USD-2", "USD-1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_searches_at_once_take_everything_in_once() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for number in 0..40 {
        ann.add("1.00", ["USD", "EUR"][number % 2]).await;
        ann.announce("2.00", "USD").await;
    }
    let filters = [("type", "added"), ("status", "done"), ("search", "usd")];
    let searches = (0..12).map(|number| {
        let filter = filters[number % 3];
        let ann = &ann;
        async move { (filter, ann.find(&[filter]).await.len()) }
    });
    for (filter, found) in join_all(searches).await {
        let expected = match filter.0 {
            "type" => 80,
            "status" => 40,
            _ => 60,
        };
        assert_eq!(found, expected, "{filter:?}");
    }
    let rows = world
        .count("SELECT count(*) FROM wallet.search_entries")
        .await;
    assert_eq!(rows, 80);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workers_take_entries_in_before_anybody_searches() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    ann.pay("bob@example.com", "1.00", "USD", "lunch").await;
    world.work().await;
    let taken_in = async || {
        world
            .count("SELECT count(*) FROM wallet.search_entries")
            .await
    };
    crate::support::until("the entries are taken in", async || {
        world.state.wallet.take_in_beforehand().await.unwrap();
        (taken_in().await == 3).then_some(())
    })
    .await;
    assert_eq!(bob.find(&[("search", "lunch")]).await.len(), 1);
    assert_eq!(taken_in().await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_by_older_rules_is_made_again_and_labels_stay() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for _ in 0..5 {
        ann.add("1.00", "USD").await;
        world.clock.pass(TimeDelta::seconds(1));
    }
    let (request, _) = ann.announce("2.00", "USD").await;
    for id in ["USD-3", &request] {
        ann.post("set_tags", &[("id", id), ("tags", "kept")])
            .await
            .done::<Vec<String>>();
    }
    let all = [("type", "added")];
    let tagged = [("tag", "kept")];
    let (before, labelled) = (ann.find(&all).await, ann.find_ids(&tagged).await);
    assert_eq!((before.len(), labelled.len()), (6, 2));
    for damage in [
        "UPDATE wallet.search_places SET rules = 0",
        "WITH gone AS (DELETE FROM wallet.search_entries) UPDATE wallet.search_places SET rules = 0",
        "WITH gone AS (DELETE FROM wallet.search_blocks) UPDATE wallet.search_places SET rules = 0",
    ] {
        sqlx::query(damage).execute(&world.db.owner).await.unwrap();
        assert_eq!(ann.find(&all).await, before, "{damage}");
        assert_eq!(ann.find_ids(&tagged).await, labelled, "{damage}");
    }
    let searched: HashSet<String> = before.into_iter().map(|line| line.id).collect();
    let listed: HashSet<String> = ann
        .history()
        .await
        .items
        .into_iter()
        .map(|line| line.id)
        .collect();
    assert_eq!(searched, listed);
}
