//! How much may leave: in one payment and in one day, in US dollars' worth.

use chrono::TimeDelta;
use domain::{Currency, ErrorCode, Field, Level, Money};
use futures_util::future::join_all;

use crate::support::{Member, World, not_paid, paid};

const BOB: &str = "bob@example.com";

fn usd(dollars: i64) -> Money {
    Money::new(dollars * 100, Currency::USD)
}

async fn rich_ann(world: &World) -> Member {
    world.bob().await;
    world.ann_with("10000.00", "USD").await
}

/// Half past eleven at night, so that the next day is near and Ann's session outlives midnight.
async fn late_in_the_evening(world: &World, ann: &Member) {
    for _ in 0..29 {
        world.clock.pass(TimeDelta::minutes(29));
        if !ann.post("settings", &[]).await.is_done() {
            ann.post(
                "sign_in",
                &[
                    ("address", &ann.address),
                    ("password", crate::support::PASSWORD),
                ],
            )
            .await
            .done::<()>();
        }
    }
    world.clock.pass(TimeDelta::minutes(29));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_over_the_limit_is_refused_with_the_limit() {
    let world = World::new().await;
    let ann = rich_ann(&world).await;
    let refusal = ann.send(BOB, "200.01", "USD", "").await.refusal();
    assert_eq!(
        (refusal.code, refusal.field, refusal.facts.limit),
        (
            ErrorCode::LimitPerPayment,
            Some(Field::Amount),
            Some(usd(200))
        )
    );
    ann.pay(BOB, "200.00", "USD", "").await;
    world.everybody_is(Level::Basic).await;
    assert_eq!(
        ann.send(BOB, "2000.01", "USD", "")
            .await
            .refusal()
            .facts
            .limit,
        Some(usd(2_000))
    );
    ann.pay(BOB, "2000.00", "USD", "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_currency_counts_by_its_worth() {
    let world = World::new().await;
    let ann = rich_ann(&world).await;
    for (amount, currency) in [
        ("1000000", "JPY"),
        ("1000.000", "KWD"),
        ("1000.000", "BHD"),
        ("1000.00", "EUR"),
    ] {
        ann.add(amount, currency).await;
    }
    for (too_much, currency) in [
        ("50000", "JPY"),
        ("60.000", "KWD"),
        ("75.000", "BHD"),
        ("200.00", "EUR"),
    ] {
        assert_eq!(
            ann.send(BOB, too_much, currency, "").await.refused(),
            ErrorCode::LimitPerPayment,
            "{too_much} {currency}"
        );
    }
    for (little, currency) in [
        ("1000", "JPY"),
        ("5.000", "KWD"),
        ("5.000", "BHD"),
        ("10.00", "EUR"),
    ] {
        ann.pay(BOB, little, currency, "").await;
    }
    let used: i64 = world.count("SELECT used FROM ledger.usage").await;
    assert!(
        (4_500..7_500).contains(&used),
        "{used} cents for about sixty dollars' worth"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_limit_of_the_day_is_refused_until_midnight_in_greenwich() {
    let world = World::new().await;
    let ann = rich_ann(&world).await;
    late_in_the_evening(&world, &ann).await;
    for amount in ["200.00", "200.00", "99.99"] {
        ann.pay(BOB, amount, "USD", "").await;
    }
    let refusal = ann.send(BOB, "0.02", "USD", "").await.refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (ErrorCode::LimitPerDay, Some(Field::Amount))
    );
    assert_eq!(
        (refusal.facts.limit, refusal.facts.remaining),
        (Some(usd(500)), Some(Money::new(1, Currency::USD)))
    );
    let midnight = refusal.facts.resets_at.unwrap();
    assert_eq!(midnight.to_rfc3339(), "2026-03-03T00:00:00+00:00");
    let form = [("currency", "USD"), ("time_zone", "Asia/Shanghai")];
    ann.post("set_preferences", &form).await.done::<()>();
    let refusal = ann.send(BOB, "0.02", "USD", "").await.refusal();
    assert_eq!(
        refusal.facts.resets_local.unwrap().to_string(),
        "2026-03-03 08:00:00",
        "by her own clock"
    );
    ann.pay(BOB, "0.01", "USD", "").await;
    world
        .clock
        .pass(midnight - services::Clock::now(&*world.clock) - TimeDelta::seconds(1));
    assert_eq!(
        ann.send(BOB, "0.01", "USD", "").await.refused(),
        ErrorCode::LimitPerDay
    );
    world.clock.pass(TimeDelta::seconds(1));
    ann.pay(BOB, "200.00", "USD", "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_prepared_within_the_limit_cannot_pass_it_together() {
    let world = World::new().await;
    let ann = rich_ann(&world).await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(ann.prepare(BOB, "200.00", "USD").await);
    }
    let answers = join_all(ids.iter().map(|id| ann.confirm(id))).await;
    let refused: Vec<_> = answers
        .iter()
        .filter(|answer| answer.body.contains("limit_per_day"))
        .collect();
    assert_eq!(refused.len(), 2);
    for answer in refused {
        let why = not_paid(answer);
        assert_eq!(
            (why.code, why.facts.remaining),
            (ErrorCode::LimitPerDay, Some(usd(100)))
        );
    }
    assert_eq!(ann.balance("USD").await, "9600.00");
    ann.pay(BOB, "100.00", "USD", "").await;
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_payment_uses_nothing_of_the_limit_up() {
    let world = World::new().await;
    world.bob().await;
    let ann = world.ann_with("210.00", "USD").await;
    let (first, second) = (
        ann.prepare(BOB, "200.00", "USD").await,
        ann.prepare(BOB, "200.00", "USD").await,
    );
    paid(&ann.confirm(&first).await);
    assert_eq!(
        not_paid(&ann.confirm(&second).await).code,
        ErrorCode::InsufficientFunds
    );
    ann.add("1000.00", "USD").await;
    ann.pay(BOB, "200.00", "USD", "").await;
    ann.pay(BOB, "100.00", "USD", "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_by_the_limit_of_the_day_reads_the_same_ever_after() {
    let world = World::new().await;
    let ann = rich_ann(&world).await;
    late_in_the_evening(&world, &ann).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(ann.prepare(BOB, "200.00", "USD").await);
    }
    paid(&ann.confirm(&ids[0]).await);
    paid(&ann.confirm(&ids[1]).await);
    let refused = ann.confirm(&ids[2]).await;
    assert_eq!(not_paid(&refused).code, ErrorCode::LimitPerDay);
    world.clock.pass(TimeDelta::minutes(29));
    ann.settings().await;
    world.clock.pass(TimeDelta::minutes(29));
    assert_eq!(
        ann.confirm(&ids[2]).await.body,
        refused.body,
        "the same id, the same answer"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_counts_against_no_limit() {
    let world = World::new().await;
    let (ann, bob) = (
        rich_ann(&world).await,
        world.member("carol@example.com", "Carol Cook").await,
    );
    for _ in 0..3 {
        bob.add("400.00", "USD").await;
        bob.pay(&ann.address, "150.00", "USD", "").await;
    }
    for amount in ["200.00", "200.00", "100.00"] {
        ann.pay(BOB, amount, "USD", "").await;
    }
}
