//! Tags and private notes: on any entry, for their writer's eyes alone, and what one finds entries by.

use app::features::history::api::Written;
use axum::http::StatusCode;
use domain::{ErrorCode, Field};

use crate::support::{Answer, Member, World};

async fn tag(who: &Member, id: &str, tags: &str) -> Answer {
    who.post("set_tags", &[("id", id), ("tags", tags)]).await
}

async fn note(who: &Member, id: &str, note: &str) -> Answer {
    who.post("set_private_note", &[("id", id), ("private_note", note)])
        .await
}

async fn written(who: &Member, id: &str) -> Written {
    who.post("annotations", &[("id", id)]).await.done()
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_are_kept_as_understood_shown_and_found() {
    let world = World::new().await;
    let (ann, _bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    let id = ann.pay("bob@example.com", "5.00", "USD", "").await;
    assert_eq!(written(&ann, &id).await.tags, [""; 0]);
    let tags: Vec<String> = tag(&ann, &id, " Rent，房租、 tea  time, RENT ")
        .await
        .done();
    assert_eq!(tags, ["Rent", "房租", "tea time"]);
    assert_eq!(written(&ann, &id).await.tags, tags);
    for asked in ["rent", "ＲＥＮＴ", "房租", "Tea Time"] {
        assert_eq!(
            ann.find_ids(&[("tag", asked)]).await,
            [id.as_str()],
            "{asked}"
        );
    }
    for asked in ["ren", "tea", "房", "other"] {
        assert!(ann.find(&[("tag", asked)]).await.is_empty(), "{asked}");
    }
    assert_eq!(ann.find_ids(&[("search", "房租")]).await, [id.as_str()]);
    assert_eq!(ann.history().await.items[0].tags, tags);
    assert_eq!(
        ann.find(&[("tag", "rent"), ("type", "sent")]).await[0].tags,
        tags
    );
    assert!(
        ann.find(&[("tag", "rent"), ("type", "added")])
            .await
            .is_empty()
    );
    // The new ones stand in place of the old.
    tag(&ann, &id, "food").await.done::<Vec<String>>();
    assert!(ann.find(&[("tag", "rent")]).await.is_empty());
    assert_eq!(ann.find_ids(&[("tag", "food")]).await, [id.as_str()]);
    tag(&ann, &id, "").await.done::<Vec<String>>();
    assert!(ann.find(&[("tag", "food")]).await.is_empty());
    assert!(ann.history().await.items[0].tags.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_note_is_kept_and_found_and_tags_stay_beside_it() {
    let world = World::new().await;
    let ann = world.ann_with("50.00", "USD").await;
    tag(&ann, "USD-1", "salary").await.done::<Vec<String>>();
    note(&ann, "USD-1", "  第一行\r\nTax office \n")
        .await
        .done::<()>();
    let found = written(&ann, "USD-1").await;
    assert_eq!(found.private_note, "第一行\nTax office");
    assert_eq!(found.tags, ["salary"]);
    assert_eq!(ann.find_ids(&[("search", "tax 一行")]).await, ["USD-1"]);
    note(&ann, "USD-1", "").await.done::<()>();
    assert_eq!(written(&ann, "USD-1").await.private_note, "");
    assert!(ann.find(&[("search", "tax")]).await.is_empty());
    assert_eq!(ann.find_ids(&[("tag", "salary")]).await, ["USD-1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_on_a_request_stays_when_its_money_comes_or_fails_to() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (id, reference) = ann.announce("10.00", "USD").await;
    tag(&ann, &id, "holiday").await.done::<Vec<String>>();
    note(&ann, &id, "from savings").await.done::<()>();
    assert_eq!(ann.find_ids(&[("tag", "holiday")]).await, [id.as_str()]);
    ann.bank_says(&reference, "arrived", "")
        .await
        .done::<String>();
    assert_eq!(ann.find_ids(&[("tag", "holiday")]).await, ["USD-1"]);
    assert_eq!(ann.find_ids(&[("search", "savings")]).await, ["USD-1"]);
    // Both addresses are one entry.
    for name in ["USD-1", &id] {
        assert_eq!(written(&ann, name).await.tags, ["holiday"], "{name}");
    }
    tag(&ann, "USD-1", "flight").await.done::<Vec<String>>();
    assert_eq!(written(&ann, &id).await.tags, ["flight"]);
    assert_eq!(ann.find_ids(&[("tag", "flight")]).await, ["USD-1"]);

    let failing = ann.new_topup().await;
    ann.charge(&failing, "10.00", "4000000000000002")
        .await
        .done::<String>();
    tag(&ann, &failing, "declined").await.done::<Vec<String>>();
    let fields = [("tag", "declined"), ("status", "failed")];
    assert_eq!(ann.find_ids(&fields).await, [failing]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_side_of_a_payment_sees_nothing_of_it() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    let id = ann.pay("bob@example.com", "5.00", "USD", "lunch").await;
    tag(&ann, &id, "secret-tag").await.done::<Vec<String>>();
    note(&ann, &id, "secret-note").await.done::<()>();
    // Bob's entry of the same payment has a name that Ann's first one has too.
    assert_eq!(
        written(&bob, "USD-1").await,
        Written {
            tags: Vec::new(),
            private_note: String::new()
        }
    );
    tag(&bob, "USD-1", "bobs").await.done::<Vec<String>>();
    for (field, text) in [
        ("tag", "secret-tag"),
        ("search", "secret"),
        ("search", "secret-note"),
    ] {
        assert!(bob.find(&[(field, text)]).await.is_empty(), "{text}");
        assert_eq!(
            ann.find_ids(&[(field, text)]).await,
            [id.as_str()],
            "{text}"
        );
    }
    assert!(ann.find(&[("tag", "bobs")]).await.is_empty());
    for address in ["/", "/history", "/history/USD-1", "/history?q=lunch"] {
        let html = bob.browser.get(address).await.body;
        assert!(!html.contains("secret"), "{address}: {html}");
    }
    world.work().await;
    for told in world.told("bob@example.com").await {
        assert!(!told.to_string().contains("secret"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_somebody_elses_entry_nobody_writes_or_reads() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    let (request, _) = ann.announce("30.00", "USD").await;
    for id in ["USD-1", "EUR-1", &request, "", "USD--1", "x"] {
        for answer in [
            tag(&bob, id, "mine").await,
            note(&bob, id, "mine").await,
            bob.post("annotations", &[("id", id)]).await,
        ] {
            assert_eq!(answer.refused(), ErrorCode::NotFound, "{id}");
        }
    }
    let rows = world.count("SELECT count(*) FROM wallet.annotations").await;
    assert_eq!(rows, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_do_is_refused_beside_its_field_and_changes_nothing() {
    let world = World::new().await;
    let ann = world.ann_with("50.00", "USD").await;
    tag(&ann, "USD-1", "kept").await.done::<Vec<String>>();
    note(&ann, "USD-1", "kept").await.done::<()>();
    let eleven = (0..11)
        .map(|tag| tag.to_string())
        .collect::<Vec<_>>()
        .join(",");
    for (tags, code) in [
        ("x".repeat(33), ErrorCode::TagTooLong),
        ("字".repeat(5_000), ErrorCode::TagTooLong),
        ("a\u{0}b".to_owned(), ErrorCode::TagNotAllowed),
        ("ok, a\u{202e}b".to_owned(), ErrorCode::TagNotAllowed),
        ("two\nlines".to_owned(), ErrorCode::TagNotAllowed),
        (eleven, ErrorCode::TagsTooMany),
    ] {
        let refusal = tag(&ann, "USD-1", &tags).await.refusal();
        assert_eq!((refusal.code, refusal.field), (code, Some(Field::Tags)));
    }
    for (text, code) in [
        ("字".repeat(501), ErrorCode::PrivateNoteTooLong),
        ("x".repeat(10_000), ErrorCode::PrivateNoteTooLong),
        ("a\u{0}b".to_owned(), ErrorCode::PrivateNoteNotAllowed),
        ("a\u{2066}b".to_owned(), ErrorCode::PrivateNoteNotAllowed),
    ] {
        let refusal = note(&ann, "USD-1", &text).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(Field::PrivateNote))
        );
    }
    let found = written(&ann, "USD-1").await;
    assert_eq!(
        (found.tags, found.private_note.as_str()),
        (vec!["kept".to_owned()], "kept")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_an_entry_shows_what_is_written_and_never_as_markup() {
    let world = World::new().await;
    let ann = world.ann_with("50.00", "USD").await;
    let hostile = "</textarea><script>alert(1)</script>";
    note(&ann, "USD-1", hostile).await.done::<()>();
    tag(&ann, "USD-1", "<b>bold</b>, tea & cake")
        .await
        .done::<Vec<String>>();
    let answer = ann.browser.get("/history/USD-1").await;
    assert_eq!(answer.status, StatusCode::OK);
    let html = answer.body;
    assert!(
        !html.contains(hostile) && !html.contains("<b>bold"),
        "{html}"
    );
    for part in [
        "&lt;/textarea&gt;&lt;script&gt;",
        "Private note",
        "Save note",
        "Tags",
        "Save tags",
        "/history?tag=tea+%26+cake",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let list = ann.browser.get("/history").await.body;
    assert!(
        list.contains("tea &amp; cake") && !list.contains("<b>bold"),
        "{list}"
    );
}
