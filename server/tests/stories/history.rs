//! The history: everything, in order, once, page by page; and nobody else's.

use std::collections::HashSet;

use app::features::history::{
    activity::{Kind, Line},
    api::HistoryPage,
};
use chrono::TimeDelta;
use domain::{ErrorCode, TopUpFailure};

use crate::support::{Member, PASSWORD, World};

/// All pages of it, as one scrolls.
async fn scroll(who: &Member) -> Vec<Line> {
    let mut page = who.history().await;
    let mut lines = page.items;
    while let Some(cursor) = page.next {
        page = who
            .post("history", &[("cursor", &cursor)])
            .await
            .done::<HistoryPage>();
        assert!(
            !page.items.is_empty(),
            "a page that promises more and has nothing"
        );
        lines.extend(page.items);
    }
    lines
}

fn assert_each_once_newest_first(lines: &[Line]) {
    let ids: HashSet<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids.len(), lines.len(), "something is there twice");
    let ordered = lines.windows(2).all(|pair| pair[0].at >= pair[1].at);
    assert!(
        ordered,
        "{:?}",
        lines
            .iter()
            .map(|line| (line.at, line.id.as_str()))
            .collect::<Vec<_>>()
    );
}

/// Ann's busy year in five currencies: money in by bank, some of it failed or awaited, some sent on to Bob.
async fn busy_year(world: &World, ann: &Member) -> (usize, usize) {
    let currencies = ["USD", "EUR", "JPY", "KWD", "CNY"];
    let (mut posted, mut open) = (0, 0);
    for number in 0..130_usize {
        let currency = currencies[number * number % 5];
        let (_, reference) = ann.announce("30", currency).await;
        match number % 10 {
            3 => open += 1,
            7 => {
                ann.bank_says(&reference, TopUpFailure::Lapsed.as_str(), "")
                    .await
                    .done::<String>();
                open += 1;
            }
            _ => {
                ann.bank_says(&reference, "arrived", "")
                    .await
                    .done::<String>();
                posted += 1;
            }
        }
        if number % 12 == 11 {
            ann.pay(
                "bob@example.com",
                "1",
                currencies[(number - 1) * (number - 1) % 5],
                "",
            )
            .await;
            posted += 1;
        }
        // Several things happen within the same moment, as they do.
        if number % 4 == 0 {
            world.clock.pass(TimeDelta::minutes(3));
        }
    }
    (posted, open)
}

#[tokio::test(flavor = "multi_thread")]
async fn paging_over_many_entries_in_several_currencies_is_complete_ordered_and_without_repetition()
{
    let world = World::new().await;
    let (ann, bob) = (
        world.member("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    let (posted, open) = busy_year(&world, &ann).await;
    assert!(posted > 100);
    let lines = scroll(&ann).await;
    assert_each_once_newest_first(&lines);
    assert_eq!(lines.iter().filter(|line| line.is_posted()).count(), posted);
    assert_eq!(lines.len(), posted + open);
    // Bob was away for longer than a session lives.
    let again = [("address", bob.address.as_str()), ("password", PASSWORD)];
    bob.post("sign_in", &again).await.done::<()>();
    let bobs = scroll(&bob).await;
    assert_each_once_newest_first(&bobs);
    let sent = lines
        .iter()
        .filter(|line| matches!(line.kind, Kind::SentTo { .. }))
        .count();
    assert_eq!(bobs.len(), sent);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_one_scrolls_neither_repeats_nor_hides_anything() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let mut open = Vec::new();
    for number in 0..70 {
        let (id, reference) = ann.announce("30.00", ["USD", "EUR"][number % 2]).await;
        if number % 7 == 0 {
            open.push((id, reference));
        } else {
            ann.bank_says(&reference, "arrived", "")
                .await
                .done::<String>();
        }
        world.clock.pass(TimeDelta::seconds(10));
    }
    let before: HashSet<String> = scroll(&ann).await.into_iter().map(|line| line.id).collect();
    let mut page = ann.history().await;
    let mut seen: Vec<Line> = page.items;
    while let Some(cursor) = page.next {
        ann.add("5.00", "EUR").await;
        world.clock.pass(TimeDelta::seconds(10));
        page = ann
            .post("history", &[("cursor", &cursor)])
            .await
            .done::<HistoryPage>();
        seen.extend(page.items);
    }
    assert_each_once_newest_first(&seen);
    let seen: HashSet<String> = seen.into_iter().map(|line| line.id).collect();
    assert_eq!(seen, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_alone_without_any_money_are_shown_too() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    assert!(ann.history().await.items.is_empty());
    for _ in 0..45 {
        ann.announce("30.00", "USD").await;
    }
    let lines = scroll(&ann).await;
    assert_each_once_newest_first(&lines);
    assert_eq!(lines.len(), 45);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_entries_are_not_found_under_any_id() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    let (request, _) = ann.announce("30.00", "USD").await;
    let card = ann.new_topup().await;
    ann.charge(&card, "20.00", "4242424242424242")
        .await
        .done::<String>();
    ann.activity("USD-1").await;
    ann.activity("USD-2").await;
    let unknown = bob.post("activity", &[("id", "EUR-1")]).await;
    assert_eq!(unknown.refused(), ErrorCode::NotFound);
    for id in [
        "USD-1",
        "USD-2",
        "USD-3",
        &request,
        &card,
        "",
        "USD--1",
        "USD-9223372036854775807",
        "usd-1",
    ] {
        let answer = bob.post("activity", &[("id", id)]).await;
        assert_eq!(answer.body, unknown.body, "{id}");
        if !id.is_empty() {
            assert_eq!(
                bob.browser
                    .get(&format!("/history/{id}"))
                    .await
                    .status
                    .as_u16(),
                404,
                "{id}"
            );
        }
    }
    assert!(bob.history().await.items.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_cursor_shows_ones_own_entries_only() {
    let world = World::new().await;
    let (ann, bob) = (
        world.newcomer("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    for _ in 0..35 {
        ann.add("30.00", "USD").await;
    }
    bob.add("1.00", "USD").await;
    let cursor = ann.history().await.next.unwrap();
    let page: HistoryPage = bob.post("history", &[("cursor", &cursor)]).await.done();
    assert!(
        page.items
            .iter()
            .all(|line| line.amount.to_decimal_string() == "1.00"),
        "{page:?}"
    );
}
