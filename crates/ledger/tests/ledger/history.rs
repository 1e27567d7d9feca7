//! History shows every posting once, newest first, whatever the page size and whatever is posted meanwhile.
use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::Money;
use ledger::{Cursor, OwnerId, Posting};

use crate::world::{EUR, JPY, USD, World, leg, noon};

/// All pages, one after the other, with the cursor carried as text.
async fn all_pages(world: &World, owner: OwnerId, limit: u32) -> Vec<Posting> {
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let place = cursor
            .as_deref()
            .map(|text| text.parse::<Cursor>().unwrap());
        let page = world.ledger.history(owner, place, limit).await.unwrap();
        assert!(page.items.len() <= limit as usize);
        assert!(
            page.next.is_none() || page.items.len() == limit as usize,
            "a page is full unless it is the last"
        );
        seen.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next.to_string()),
            None => return seen,
        }
    }
}

/// Someone with three currencies, 60 commands of one to three legs, not all of them recorded in order of time.
async fn eventful() -> (World, OwnerId) {
    let world = World::new().await;
    let chen = world.funded(100_000, USD).await;
    let (mut wallets, mut others) = (vec![chen], vec![world.wallet(USD).await]);
    for currency in [EUR, JPY] {
        let wallet = world.wallet_of(chen.owner, currency).await;
        world.top_up(wallet, 100_000).await;
        wallets.push(wallet);
        others.push(world.wallet(currency).await);
    }
    for number in 0..60_i64 {
        let place = usize::try_from(number * number % 3).unwrap();
        let mut payment = world.payment(wallets[place], others[place], number + 1);
        for fee in 0..number % 3 {
            payment
                .legs
                .push(leg(wallets[place], others[place], fee + 1));
        }
        payment.at = noon() + TimeDelta::seconds(number * 7 % 50);
        assert!(world.execute(payment).await.is_posted());
    }
    (world, chen.owner)
}

#[tokio::test]
async fn every_page_size_shows_the_same_history() {
    let (world, owner) = eventful().await;
    let whole = all_pages(&world, owner, 200).await;
    assert_eq!(whole.len(), 63);
    assert!(whole.is_sorted_by(|newer, older| newer.recorded_at >= older.recorded_at));
    let unique: BTreeSet<_> = whole
        .iter()
        .map(|posting| (posting.currency, posting.seq))
        .collect();
    assert_eq!(unique.len(), whole.len());
    for limit in [1, 2, 3, 7, 20, 62, 63, 64] {
        assert_eq!(
            all_pages(&world, owner, limit).await,
            whole,
            "pages of {limit}"
        );
    }
}

#[tokio::test]
async fn postings_add_up_to_the_balance() {
    let (world, owner) = eventful().await;
    let whole = all_pages(&world, owner, 10).await;
    for balance in world.ledger.balances(owner).await.unwrap() {
        let mine: Vec<_> = whole
            .iter()
            .filter(|posting| posting.account == balance.account)
            .collect();
        assert_eq!(
            mine.iter()
                .map(|posting| posting.amount.minor())
                .sum::<i64>(),
            balance.posted.minor()
        );
        assert_eq!(
            (mine[0].balance_after, mine[0].seq),
            (balance.posted, balance.seq)
        );
        for pair in mine.windows(2) {
            assert_eq!(
                pair[1].balance_after.checked_add(pair[0].amount),
                Ok(pair[0].balance_after)
            );
        }
    }
}

#[tokio::test]
async fn what_is_posted_while_one_reads_neither_repeats_nor_hides_anything() {
    let (world, owner) = eventful().await;
    let whole = all_pages(&world, owner, 200).await;
    let first = world.ledger.history(owner, None, 10).await.unwrap();
    let late = world.wallet_of(owner, domain::Currency::GBP).await;
    world.top_up(late, 5).await;
    let dollars = world.wallet_of(owner, USD).await;
    let mut newest = world.payment(dollars, world.wallet(USD).await, 1);
    newest.at = noon() + TimeDelta::days(1);
    world.execute(newest).await;

    let (mut seen, mut next) = (first.items, first.next);
    while let Some(cursor) = next {
        let page = world.ledger.history(owner, Some(cursor), 10).await.unwrap();
        seen.extend(page.items);
        next = page.next;
    }
    assert_eq!(seen, whole);
    assert_eq!(all_pages(&world, owner, 10).await.len(), whole.len() + 2);
}

#[tokio::test]
async fn the_legs_of_one_command_are_one_posting_with_their_net() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let mut payment = world.payment(chen, maria, 300);
    payment.legs.push(leg(chen, world.wallet(USD).await, 5));
    payment.legs.push(leg(maria, chen, 100));
    world.execute(payment.clone()).await;

    let page = world.ledger.history(chen.owner, None, 1).await.unwrap();
    let posting = &page.items[0];
    assert_eq!(
        (posting.amount, posting.balance_after),
        (Money::new(-205, USD), Money::new(795, USD))
    );
    assert_eq!(
        (posting.seq, posting.command_owner, posting.command),
        (4, chen.owner, payment.id)
    );
    assert_eq!(posting.event_kind, "payment");
    assert_eq!(
        world
            .ledger
            .posting(chen.owner, USD, 4)
            .await
            .unwrap()
            .as_ref(),
        Some(posting)
    );
    assert_eq!(
        world
            .ledger
            .posting_of(chen.owner, payment.id)
            .await
            .unwrap()
            .as_ref(),
        Some(posting)
    );
    for inside in [0, 2, 3, 5, -1, i64::MAX, i64::MIN] {
        assert_eq!(
            world.ledger.posting(chen.owner, USD, inside).await.unwrap(),
            None,
            "{inside}"
        );
    }
    let first = world
        .ledger
        .posting(chen.owner, USD, 1)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(first.amount, Money::new(1000, USD));

    let received = world.ledger.history(maria.owner, None, 10).await.unwrap();
    assert_eq!(received.items.len(), 1);
    assert_eq!(
        (received.items[0].amount, received.items[0].command_owner),
        (Money::new(200, USD), chen.owner)
    );
    assert_eq!(
        world
            .ledger
            .posting_of(maria.owner, payment.id)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn nobody_sees_the_history_of_another() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let stranger = world.wallet(USD).await;
    world.execute(world.payment(chen, maria, 1)).await;
    let cursor: Cursor = "EUR999-USD999".parse().unwrap();
    for place in [None, Some(cursor)] {
        let page = world
            .ledger
            .history(stranger.owner, place, 10)
            .await
            .unwrap();
        assert!(page.items.is_empty() && page.next.is_none());
    }
    assert_eq!(
        world.ledger.posting(stranger.owner, USD, 1).await.unwrap(),
        None
    );
    let nobody = world.person();
    assert!(
        world
            .ledger
            .history(nobody, None, 0)
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

#[tokio::test]
async fn read_forwards_in_any_steps_it_is_the_history_turned_round() {
    let (world, owner) = eventful().await;
    let mut whole = all_pages(&world, owner, 200).await;
    whole.sort_by_key(|posting| (posting.recorded_at, posting.currency, posting.seq));
    for limit in [1, 3, 20, 62, 63, 200] {
        let (mut seen, mut place) = (Vec::new(), Cursor::default());
        loop {
            let step = world
                .ledger
                .postings_after(owner, place.clone(), limit)
                .await
                .unwrap();
            if step.is_empty() {
                break;
            }
            for posting in &step {
                place.reach(posting.currency, posting.seq);
            }
            // The place survives its text, as it is stored.
            place = place.to_string().parse().unwrap();
            seen.extend(step);
        }
        assert_eq!(seen, whole, "steps of {limit}");
    }
}

#[tokio::test]
async fn what_is_posted_after_a_place_is_all_that_is_read_from_there() {
    let (world, owner) = eventful().await;
    let mut place = Cursor::default();
    for balance in world.ledger.balances(owner).await.unwrap() {
        place.reach(balance.currency, balance.seq);
    }
    let after = async || {
        world
            .ledger
            .postings_after(owner, place.clone(), 200)
            .await
            .unwrap()
    };
    assert!(after().await.is_empty());
    let wallet = world.wallet_of(owner, EUR).await;
    world.top_up(wallet, 7).await;
    let found = after().await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].amount, Money::new(7, EUR));
}

#[tokio::test]
async fn postings_are_found_by_their_names_and_by_their_owner_alone() {
    let (world, owner) = eventful().await;
    let whole = all_pages(&world, owner, 200).await;
    let names: Vec<_> = whole
        .iter()
        .map(|posting| (posting.currency, posting.seq))
        .chain([(USD, 1_000_000), (USD, 0), (USD, -1)])
        .collect();
    let mut found = world.ledger.postings_at(owner, &names).await.unwrap();
    let mut expected = whole;
    for postings in [&mut found, &mut expected] {
        postings.sort_by_key(|posting| (posting.currency, posting.seq));
    }
    assert_eq!(found, expected);
    let stranger = world.funded(1, USD).await;
    let theirs = world
        .ledger
        .postings_at(stranger.owner, &names)
        .await
        .unwrap();
    assert!(
        theirs
            .iter()
            .all(|posting| posting.account == stranger.account)
    );
    assert_eq!(theirs.len(), 1);
}
