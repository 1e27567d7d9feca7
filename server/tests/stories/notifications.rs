//! The inbox: what people are told is kept in the wallet, once each, and read when they say so.

use app::features::notifications::{
    What,
    api::{Note, NotesPage},
};
use domain::ErrorCode;

use crate::support::{Browser, Member, World, paid};

async fn inbox(who: &Member) -> Vec<Note> {
    who.post("notifications", &[])
        .await
        .done::<NotesPage>()
        .items
}

async fn mark_read(who: &Member, upto: u64) {
    who.post("mark_notifications_read", &[("upto", &upto.to_string())])
        .await
        .done::<()>();
}

/// How many the bell shows on a page; none when it shows no number.
async fn on_the_bell(browser: &Browser) -> Option<String> {
    let page = browser.get("/settings").await.body;
    let (_, after) = page.split_once("bell-count")?;
    let (_, number) = after.split_once('>')?;
    Some(number.split('<').next()?.to_owned())
}

fn received(notes: &[Note]) -> usize {
    let is_received = |note: &&Note| matches!(note.what, What::Received { .. });
    notes.iter().filter(is_received).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_in_the_inbox_of_both_and_leads_to_their_own_entry() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    world.clock.pass_seconds(60);
    let sent = ann
        .pay("bob@example.com", "12.50", "USD", "for the tea")
        .await;
    world.work().await;

    let anns = inbox(&ann).await;
    let What::Sent {
        amount,
        to,
        note,
        total: None,
    } = &anns[0].what
    else {
        panic!("newest first: {anns:?}");
    };
    assert_eq!(
        (amount.to_decimal_string(), to.as_str(), note.as_deref()),
        ("12.50".to_owned(), "Bob B****r", Some("for the tea"))
    );
    assert_eq!(anns[0].activity.as_deref(), Some(sent.as_str()));
    let kinds: Vec<&What> = anns[1..].iter().map(|note| &note.what).collect();
    assert!(
        matches!(
            kinds[..],
            [What::Added { .. }, What::PaymentPasswordChanged]
                | [What::PaymentPasswordChanged, What::Added { .. }]
        ),
        "{anns:?}"
    );
    assert!(anns.is_sorted_by(|newer, older| newer.seq > older.seq));

    let bobs = inbox(&bob).await;
    assert_eq!((bobs.len(), received(&bobs)), (1, 1));
    assert_eq!(bobs[0].activity.as_deref(), Some("USD-1"));
    assert_eq!(bobs[0].what, bob_received());
    bob.activity("USD-1").await;
    assert_eq!(on_the_bell(&bob.browser).await.as_deref(), Some("1"));
}

fn bob_received() -> What {
    What::Received {
        amount: domain::Money::new(1_250, domain::Currency::USD),
        from: "Ann A****r".to_owned(),
        note: Some("for the tea".to_owned()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn marking_as_read_marks_what_was_seen_and_nothing_that_came_since() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    for _ in 0..2 {
        ann.pay("bob@example.com", "1.00", "USD", "").await;
    }
    world.work().await;
    let seen = inbox(&bob).await;
    assert_eq!(on_the_bell(&bob.browser).await.as_deref(), Some("2"));
    ann.pay("bob@example.com", "1.00", "USD", "").await;
    world.work().await;
    for _ in 0..2 {
        mark_read(&bob, seen[0].seq).await;
    }
    let read: Vec<bool> = inbox(&bob).await.iter().map(|note| note.is_read).collect();
    assert_eq!(read, [false, true, true]);
    assert_eq!(on_the_bell(&bob.browser).await.as_deref(), Some("1"));
    mark_read(&bob, u64::MAX).await;
    assert_eq!(on_the_bell(&bob.browser).await, None);
    assert!(inbox(&bob).await.iter().all(|note| note.is_read));
    let anns = inbox(&ann).await;
    assert!(
        anns.iter().all(|note| !note.is_read),
        "nobody reads for somebody else"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_work_at_once_and_again_tell_nothing_twice_and_lose_nothing() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    bob.add("10.00", "USD").await;
    bob.set_payment_password(crate::support::PAYMENT_PASSWORD)
        .await
        .done::<()>();
    let other = world.another_server();
    for _ in 0..5 {
        // In both directions: each is locked by whoever tells them.
        ann.pay("bob@example.com", "1.00", "USD", "").await;
        bob.pay("ann@example.com", "0.50", "USD", "").await;
        let (here, there) = futures_util::future::join(
            world.state.wallet.notify_people(),
            other.wallet.notify_people(),
        )
        .await;
        here.unwrap();
        there.unwrap();
    }
    world.work().await;
    for (who, added) in [(&ann, "100.00"), (&bob, "10.00")] {
        let notes = inbox(who).await;
        let sent = |note: &&Note| matches!(note.what, What::Sent { .. });
        assert_eq!(
            (received(&notes), notes.iter().filter(sent).count()),
            (5, 5)
        );
        let is_added = |note: &&Note| matches!(&note.what, What::Added { amount } if amount.to_decimal_string() == added);
        assert_eq!(notes.iter().filter(is_added).count(), 1);
        // Each number once, without a gap, and the bell counts them.
        let seqs: Vec<u64> = notes.iter().map(|note| note.seq).collect();
        let wanted: Vec<u64> = (1..=seqs.len() as u64).rev().collect();
        assert_eq!(seqs, wanted);
        assert_eq!(
            on_the_bell(&who.browser).await,
            Some(seqs.len().to_string())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn earlier_notifications_come_page_by_page_and_a_made_up_place_is_refused() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    for _ in 0..35 {
        ann.pay("bob@example.com", "0.10", "USD", "").await;
    }
    world.work().await;
    let first: NotesPage = bob.post("notifications", &[]).await.done();
    let cursor = first.next.clone().unwrap();
    // What comes meanwhile does not shift the next page.
    ann.pay("bob@example.com", "0.10", "USD", "").await;
    world.work().await;
    let rest: NotesPage = bob
        .post("notifications", &[("cursor", &cursor)])
        .await
        .done();
    assert_eq!((first.items.len(), rest.items.len()), (30, 5));
    assert_eq!(rest.next, None);
    let seqs: Vec<u64> = first
        .items
        .iter()
        .chain(&rest.items)
        .map(|note| note.seq)
        .collect();
    assert!(seqs.is_sorted_by(|newer, older| *newer == older + 1));
    for made_up in ["x", "-1", "1.5", "99999999999999999999"] {
        let answer = bob.post("notifications", &[("cursor", made_up)]).await;
        assert_eq!(answer.refused(), ErrorCode::NotFound, "{made_up}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversion_and_a_payment_across_currencies_are_told_with_both_sums() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("1000.00", "USD").await, world.bob().await);
    let money =
        |text: &str, currency| domain::parse_amount(text, currency, domain::Locale::En).unwrap();
    let total = money("100.49", domain::Currency::USD);
    let form = [
        ("amount", "100.00"),
        ("currency", "USD"),
        ("target_currency", "CNY"),
    ];
    let intent: String = ann.post("prepare_convert", &form).await.done();
    let converted = paid(&ann.confirm(&intent).await);
    world.work().await;
    let newest = inbox(&ann).await.remove(0);
    let target = ann.balance("CNY").await;
    assert_eq!(
        newest.what,
        What::Converted {
            total,
            target: money(&target, domain::Currency::CNY),
        }
    );
    assert_eq!(newest.activity.as_deref(), Some(converted.as_str()));

    let mut form = form.to_vec();
    form.push(("to", "bob@example.com"));
    let intent: String = ann.post("prepare_send", &form).await.done();
    let sent = paid(&ann.confirm(&intent).await);
    world.work().await;
    let newest = inbox(&ann).await.remove(0);
    let got = money(&bob.balance("CNY").await, domain::Currency::CNY);
    assert_eq!(
        newest.what,
        What::Sent {
            amount: got,
            total: Some(total),
            to: "Bob B****r".to_owned(),
            note: None,
        }
    );
    assert_eq!(newest.activity.as_deref(), Some(sent.as_str()));
    let bobs = inbox(&bob).await.remove(0);
    assert!(matches!(bobs.what, What::Received { amount, .. } if amount == got));
    assert_eq!(bobs.activity.as_deref(), Some("CNY-1"));
}
