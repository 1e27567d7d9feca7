//! Over the limit of one payment: what the limit is, what would fit, and the same sum in several payments.

use app::features::{send::api::Prepared, settings::limits_api::LimitsView};
use domain::{Currency, ErrorCode, Level, Money};

use crate::support::{Member, World, not_paid, paid};

const BOB: &str = "bob@example.com";

async fn send_split(ann: &Member, amount: &str, currency: &str) -> crate::support::Answer {
    let form = [
        ("to", BOB),
        ("amount", amount),
        ("currency", currency),
        ("note", "rent"),
        ("split", "true"),
    ];
    ann.post("prepare_send", &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sum_over_the_limit_is_offered_in_parts_and_sent_in_them() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("1000.00", "USD").await, world.bob().await);
    let refusal = ann.send(BOB, "450.00", "USD", "rent").await.refusal();
    assert_eq!(refusal.code, ErrorCode::LimitPerPayment);
    assert_eq!(refusal.facts.parts, Some(3));
    assert_eq!(refusal.facts.most, Some(Money::new(20_000, Currency::USD)));
    let id: String = send_split(&ann, "450.00", "USD").await.done();
    let shown: Prepared = ann.post("send_status", &[("id", &id)]).await.done();
    let parts: Vec<String> = shown
        .parts
        .iter()
        .map(|part| part.to_decimal_string())
        .collect();
    assert_eq!(parts, ["200.00", "200.00", "50.00"]);
    paid(&ann.confirm(&id).await);
    assert_eq!(
        (ann.balance("USD").await, bob.balance("USD").await),
        ("550.00".into(), "450.00".into())
    );
    let newest = ann.history().await.items.remove(0);
    assert_eq!(newest.amount.to_decimal_string(), "-450.00");
    assert_eq!(world.postings().await, 2, "one command for all parts");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_together_stay_within_the_day() {
    let world = World::new().await;
    let ann = world.ann_with("2000.00", "USD").await;
    world.bob().await;
    let refusal = ann.send(BOB, "500.01", "USD", "").await.refusal();
    assert_eq!(
        (refusal.code, refusal.facts.parts),
        (ErrorCode::LimitPerPayment, None)
    );
    let split = send_split(&ann, "500.01", "USD").await.refusal();
    assert_eq!(split.code, ErrorCode::LimitPerPayment);
    let id: String = send_split(&ann, "450.00", "USD").await.done();
    let other: String = send_split(&ann, "400.00", "USD").await.done();
    paid(&ann.confirm(&id).await);
    let why = not_paid(&ann.confirm(&other).await);
    assert_eq!(why.code, ErrorCode::LimitPerDay);
    assert_eq!(why.facts.limit, Some(Money::new(50_000, Currency::USD)));
    assert_eq!(why.facts.remaining, Some(Money::new(5_000, Currency::USD)));
    let limits: LimitsView = ann.post("limits", &[]).await.done();
    assert_eq!(limits.level, Level::Unverified);
    assert_eq!(
        (limits.used_today.minor(), limits.left_today.minor()),
        (45_000, 5_000)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_that_would_fit_does_fit_in_every_currency() {
    for (currency, plenty, too_much) in [
        ("CNY", "90000.00", "9000.00"),
        ("JPY", "1000000", "100000"),
        ("KWD", "900.000", "100.000"),
    ] {
        let world = World::new().await;
        let ann = world.ann_with(plenty, currency).await;
        world.bob().await;
        let refusal = ann.send(BOB, too_much, currency, "").await.refusal();
        let most = refusal.facts.most.expect("what would fit");
        let one_more = most.checked_add(Money::new(1, most.currency())).unwrap();
        let refused = ann
            .send(BOB, &one_more.to_decimal_string(), currency, "")
            .await;
        assert_eq!(refused.refused(), ErrorCode::LimitPerPayment, "{currency}");
        ann.pay(BOB, &most.to_decimal_string(), currency, "").await;
    }
}
