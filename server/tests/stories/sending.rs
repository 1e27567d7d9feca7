//! Money goes from one person to another, to the cent, and both see it.

use app::features::{
    history::activity::Kind,
    send::api::{PayeeView, Prepared, Progress},
};
use domain::{Currency, ErrorCode, Field, Money};

use crate::support::{Member, World, paid};

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_confirm_page_shows_what_will_happen_and_the_receipts_show_what_did() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let id: String = ann
        .send("bob@example.com", "12.34", "USD", "for the tea")
        .await
        .done();
    let prepared: Prepared = ann.post("send_status", &[("id", &id)]).await.done();
    let payee = PayeeView {
        name: "Bob B****r".into(),
        initial: "B".into(),
        account: Some(bob.settings().await.account),
    };
    assert_eq!(
        (&prepared.payee, prepared.amount, prepared.fee),
        (&Some(payee.clone()), usd(1_234), usd(0))
    );
    assert_eq!(prepared.note.as_deref(), Some("for the tea"));
    let Progress::Ready {
        available,
        has_payment_password,
        ..
    } = prepared.progress
    else {
        panic!("{prepared:?}")
    };
    assert_eq!((available, has_payment_password), (usd(10_000), true));
    assert_eq!(
        ann.balance("USD").await,
        "100.00",
        "nothing moves before it is confirmed"
    );

    let sent = paid(&ann.confirm(&id).await);
    assert_eq!(
        (ann.balance("USD").await, bob.balance("USD").await),
        ("87.66".into(), "12.34".into())
    );
    let received = bob.history().await.items.remove(0).id;
    let (anns, bobs) = (ann.activity(&sent).await, bob.activity(&received).await);
    assert_eq!(
        anns.reference, bobs.reference,
        "both can name the same thing"
    );
    assert_eq!(
        (anns.line.amount, bobs.line.amount),
        (usd(-1_234), usd(1_234))
    );
    assert_eq!(
        (anns.balance_after, bobs.balance_after),
        (Some(usd(8_766)), Some(usd(1_234)))
    );
    assert_eq!(
        anns.line.kind,
        Kind::SentTo {
            name: "Bob B****r".into()
        }
    );
    assert_eq!(
        bobs.line.kind,
        Kind::ReceivedFrom {
            name: "Ann A****r".into()
        }
    );
    assert_eq!(Some(anns.counterparty.unwrap().account), payee.account);
    assert_eq!(
        bobs.counterparty.unwrap().account,
        ann.settings().await.account
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_finds_its_way_by_e_mail_phone_and_account_number() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let chen = world.newcomer("+8613812345678", "陈晓明").await;
    let grouped = chen.settings().await.account;
    let plain = chen.account().await;
    for to in ["138 1234 5678", "+8613812345678", &grouped, &plain] {
        ann.pay(to, "10.00", "USD", "").await;
    }
    world.bob().await;
    ann.pay(" BOB@Example.com", "10.00", "USD", "").await;
    assert_eq!(
        (ann.balance("USD").await, chen.balance("USD").await),
        ("50.00".into(), "40.00".into())
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_note_is_shown_to_both_on_every_page_and_to_nobody_as_markup() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let note = "茶 & <b>cake</b> \"for two\"";
    let sent = ann.pay("bob@example.com", "5.00", "USD", note).await;
    for (who, id) in [(&ann, sent), (&bob, bob.history().await.items.remove(0).id)] {
        assert_eq!(who.activity(&id).await.line.note.as_deref(), Some(note));
        assert_eq!(who.history().await.items[0].note.as_deref(), Some(note));
        for page in ["/", "/history", &format!("/history/{id}")] {
            let html = who.browser.get(page).await.body;
            assert!(
                html.contains("茶 &amp; &lt;b&gt;cake&lt;/b&gt;"),
                "{page}: {html}"
            );
            assert!(!html.contains("<b>cake"), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_cannot_send_to_oneself_by_any_name() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let account = ann.account().await;
    for to in ["ann@example.com", "ANN@EXAMPLE.COM", &account] {
        let refusal = ann.send(to, "1.00", "USD", "").await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (ErrorCode::PayeeSelf, Some(Field::To)),
            "{to}"
        );
    }
    assert_eq!(ann.balance("USD").await, "100.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_cannot_send_to_nobody() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    for (to, code) in [
        ("8801 2264 512", ErrorCode::PayeeNotFound),
        ("", ErrorCode::PayeeEmpty),
        ("somebody", ErrorCode::PayeeNotRecognized),
        ("88012264510", ErrorCode::PayeeAccountNumberWrong),
    ] {
        let refusal = ann.send(to, "1.00", "USD", "").await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(Field::To)),
            "{to}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_mistakes_of_the_send_page_are_told_at_once_and_the_balance_with_them() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let long = "x".repeat(141);
    let refusals = ann.send("", "1e3", "USD", &long).await.refusals();
    let found: Vec<_> = refusals
        .iter()
        .map(|refusal| (refusal.code, refusal.field.unwrap()))
        .collect();
    let expected = [
        (ErrorCode::AmountNotANumber, Field::Amount),
        (ErrorCode::NoteTooLong, Field::Note),
        (ErrorCode::PayeeEmpty, Field::To),
    ];
    assert_eq!(found, expected);

    world.bob().await;
    let refusal = ann
        .send("bob@example.com", "100.01", "USD", "")
        .await
        .refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (ErrorCode::InsufficientFunds, Some(Field::Amount))
    );
    assert_eq!(refusal.facts.available, Some(usd(10_000)));
    for (currency, code) in [
        ("EUR", ErrorCode::InsufficientFunds),
        ("XAU", ErrorCode::CurrencyUnknown),
        ("", ErrorCode::CurrencyUnknown),
    ] {
        assert_eq!(
            ann.send("bob@example.com", "1.00", currency, "")
                .await
                .refused(),
            code,
            "{currency}"
        );
    }
    let everything = ann.pay("bob@example.com", "100.00", "USD", "").await;
    assert_eq!(ann.activity(&everything).await.balance_after, Some(usd(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_amounts_are_refused_beside_the_field_and_move_nothing() {
    let world = World::new().await;
    let (ann, _bob): (Member, Member) = (world.ann_with("100.00", "USD").await, world.bob().await);
    for (typed, code) in [
        ("", ErrorCode::AmountEmpty),
        ("0", ErrorCode::AmountZero),
        ("0.00", ErrorCode::AmountZero),
        ("-1", ErrorCode::AmountNegative),
        ("1E2", ErrorCode::AmountNotANumber),
        ("0x10", ErrorCode::AmountNotANumber),
        ("NaN", ErrorCode::AmountNotANumber),
        ("Infinity", ErrorCode::AmountNotANumber),
        ("1.2.3", ErrorCode::AmountGrouping),
        ("1,00", ErrorCode::AmountGrouping),
        ("1.001", ErrorCode::AmountTooManyDecimals),
        ("92233720368547758.08", ErrorCode::AmountTooLarge),
        ("99999999999999999999999999", ErrorCode::AmountTooLarge),
    ] {
        let refusal = ann
            .send("bob@example.com", typed, "USD", "")
            .await
            .refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(Field::Amount)),
            "{typed}"
        );
    }
    let largest = ann
        .send("bob@example.com", "92233720368547758.07", "USD", "")
        .await;
    assert_eq!(largest.refused(), ErrorCode::InsufficientFunds);
    assert_eq!(world.postings().await, 1, "the money that Ann added");
}
