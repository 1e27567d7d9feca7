//! Currencies with three decimals, with none, and with two: exact everywhere, side by side.

use domain::{Currency, ErrorCode, Money};

use crate::support::World;

const BOB: &str = "bob@example.com";

#[tokio::test(flavor = "multi_thread")]
async fn dinars_have_three_decimals_and_none_is_lost() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.125", "KWD").await, world.bob().await);
    let refusal = ann.send(BOB, "1.2345", "KWD", "").await.refusal();
    assert_eq!(
        (refusal.code, refusal.facts.max_decimals),
        (ErrorCode::AmountTooManyDecimals, Some(3))
    );
    let sent = ann.pay(BOB, "12.345", "KWD", "").await;
    assert_eq!(
        (ann.balance("KWD").await, bob.balance("KWD").await),
        ("87.780".into(), "12.345".into())
    );
    ann.pay(BOB, "0.001", "KWD", "").await;
    assert_eq!(
        (ann.balance("KWD").await, bob.balance("KWD").await),
        ("87.779".into(), "12.346".into())
    );
    let page = ann.browser.get(&format!("/history/{sent}")).await.body;
    assert!(page.contains("87.780"), "{page}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn yen_have_no_decimals_and_none_may_be_typed() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("10000", "JPY").await, world.bob().await);
    for typed in ["1.5", "100.00"] {
        let refusal = ann.send(BOB, typed, "JPY", "").await.refusal();
        assert_eq!(
            (refusal.code, refusal.facts.max_decimals),
            (ErrorCode::AmountTooManyDecimals, Some(0)),
            "{typed}"
        );
    }
    ann.pay(BOB, "JP¥1,234", "JPY", "").await;
    assert_eq!(
        (ann.balance("JPY").await, bob.balance("JPY").await),
        ("8766".into(), "1234".into())
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_currency_has_a_balance_of_its_own_and_none_pays_for_another() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("10.00", "USD").await, world.bob().await);
    ann.add("5.00", "EUR").await;
    assert_eq!(
        ann.send(BOB, "5.01", "EUR", "").await.refused(),
        ErrorCode::InsufficientFunds
    );
    ann.pay(BOB, "5.00", "EUR", "").await;
    assert_eq!(
        (ann.balance("USD").await, ann.balance("EUR").await),
        ("10.00".into(), "0.00".into())
    );
    assert_eq!(bob.balance("EUR").await, "5.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_currency_that_the_wallet_holds_can_be_added_and_sent() {
    let world = World::new().await;
    let (ann, bob) = (
        world.member("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    for &currency in Currency::HELD {
        let (added, sent) = (Money::new(3_000, currency), Money::new(1_001, currency));
        ann.add(&added.to_decimal_string(), currency.code()).await;
        ann.pay(BOB, &sent.to_decimal_string(), currency.code(), "")
            .await;
        assert_eq!(
            ann.balance(currency.code()).await,
            added.checked_sub(sent).unwrap().to_decimal_string()
        );
        assert_eq!(bob.balance(currency.code()).await, sent.to_decimal_string());
    }
    world.assert_sound().await;
}
