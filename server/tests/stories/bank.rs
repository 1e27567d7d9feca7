//! Money comes by bank transfer: announced, late, failed, different from what was announced, or nobody's.

use app::features::history::activity::Kind;
use domain::{Currency, ErrorCode, Field, Money, TopUpFailure};
use ledger::HouseAccount;

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_transfer_shows_where_to_pay_and_counts_when_it_arrives() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (id, reference) = ann.announce("250.00", "EUR").await;
    let waiting = ann.activity(&id).await;
    assert_eq!(waiting.line.kind, Kind::AddingByBank);
    let instructions = waiting
        .topup
        .unwrap()
        .instructions
        .expect("where to pay to");
    assert!(!instructions.fields.is_empty() && instructions.days_min <= instructions.days_max);
    let page = ann.browser.get(&format!("/history/{id}")).await.body;
    assert!(page.contains(&reference), "{page}");
    assert_eq!(ann.balance("EUR").await, "none");

    ann.bank_says(&reference, "arrived", "")
        .await
        .done::<String>();
    assert_eq!(ann.balance("EUR").await, "250.00");
    let arrived = ann.activity(&id).await;
    assert_eq!(
        (arrived.line.kind, arrived.line.id.as_str()),
        (Kind::AddedByBank, "EUR-1")
    );
    assert_eq!(
        arrived.topup.unwrap().fee,
        Money::zero(Currency::EUR),
        "a bank transfer is free"
    );
    assert_eq!(
        ann.history().await.items.len(),
        1,
        "the request became the entry"
    );
    assert_eq!(
        world.house(HouseAccount::BankClearing, Currency::EUR).await,
        "-250.00"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn announcing_twice_under_one_id_is_one_request_with_one_reference() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let id = ann.new_topup().await;
    let form = [
        ("id", id.as_str()),
        ("amount", "250.00"),
        ("currency", "EUR"),
    ];
    let at_once =
        futures_util::future::join_all((0..5).map(|_| ann.post("topup_bank", &form))).await;
    for answer in at_once {
        assert_eq!(answer.done::<String>(), id);
    }
    assert_eq!(ann.history().await.items.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_transfer_is_under_way_and_then_arrives() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (id, reference) = ann.announce("250.00", "EUR").await;
    for _ in 0..2 {
        ann.bank_says(&reference, "late", "").await.done::<String>();
        assert_eq!(ann.activity(&id).await.line.kind, Kind::AddingByBank);
        assert_eq!(ann.balance("EUR").await, "none");
    }
    ann.bank_says(&reference, "arrived", "")
        .await
        .done::<String>();
    assert_eq!(ann.balance("EUR").await, "250.00");
    let refusal = ann.bank_says(&reference, "late", "").await.refusal();
    assert_eq!(
        (refusal.code, refusal.field),
        (ErrorCode::TopUpFinished, Some(Field::Reference)),
        "what has come cannot be late any more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_tells_when_a_transfer_was_announced_and_when_it_came() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (id, reference) = ann.announce("250.00", "EUR").await;
    let announced = ann.activity(&id).await.topup.unwrap().announced_at;
    world.clock.pass(chrono::TimeDelta::minutes(20));
    ann.bank_says(&reference, "arrived", "")
        .await
        .done::<String>();
    let paid = ann.activity(&id).await;
    let topup = paid.topup.unwrap();
    assert!(announced.is_some());
    assert_eq!(topup.announced_at, announced);
    assert_eq!(
        topup.arrived_at.unwrap() - announced.unwrap(),
        chrono::TimeDelta::minutes(20)
    );
    assert!(paid.recorded_at >= topup.arrived_at.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_that_is_taken_is_drawn_again() {
    let world = World::new().await;
    let (ann, bob) = (
        world.newcomer("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    world.dice.load_reference([1, 2, 3, 4, 5]);
    let (_, anns) = ann.announce("250.00", "EUR").await;
    world.dice.load_reference([1, 2, 3, 4, 5]);
    let (_, bobs) = bob.announce("40.00", "EUR").await;
    assert_ne!(anns, bobs);
    for (who, reference, came) in [(&ann, anns, "250.00"), (&bob, bobs, "40.00")] {
        who.bank_says(&reference, "arrived", "")
            .await
            .done::<String>();
        assert_eq!(who.balance("EUR").await, came);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_fails_for_each_reason_and_the_page_says_which() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for &why in TopUpFailure::ALL {
        let (id, reference) = ann.announce("250.00", "EUR").await;
        ann.bank_says(&reference, why.as_str(), "")
            .await
            .done::<String>();
        let failed = ann.activity(&id).await;
        assert_eq!(failed.line.kind, Kind::AddFailed { why });
        assert_eq!(failed.topup.unwrap().failure, Some(why));
        assert_eq!(
            ann.browser
                .get(&format!("/history/{id}"))
                .await
                .status
                .as_u16(),
            200
        );
    }
    assert_eq!(
        (ann.balance("EUR").await, world.postings().await),
        ("none".into(), 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_counts_and_not_what_was_announced() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for (came, balance) in [("240.00", "240.00"), ("260.01", "500.01")] {
        let (id, reference) = ann.announce("250.00", "EUR").await;
        ann.bank_says(&reference, "arrived", came)
            .await
            .done::<String>();
        assert_eq!(ann.balance("EUR").await, balance);
        assert_eq!(
            ann.activity(&id).await.line.amount.to_decimal_string(),
            came
        );
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_bank_refuses_what_makes_no_sense() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let (_, reference) = ann.announce("250.00", "EUR").await;
    for (reference, outcome, amount, code, field) in [
        (
            "",
            "arrived",
            "",
            ErrorCode::TopUpUnknown,
            Some(Field::Reference),
        ),
        (
            "OK0123457ZF",
            "arrived",
            "",
            ErrorCode::TopUpUnknown,
            Some(Field::Reference),
        ),
        (
            &reference,
            "vanished",
            "",
            ErrorCode::RequestMalformed,
            None,
        ),
        (
            &reference,
            "arrived",
            "-1",
            ErrorCode::AmountNegative,
            Some(Field::Amount),
        ),
    ] {
        let refusal = ann.bank_says(reference, outcome, amount).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, field),
            "{reference} {outcome} {amount}"
        );
    }
    assert_eq!(world.postings().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_that_cannot_be_is_refused_beside_its_field() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for (amount, currency, code, field) in [
        ("0", "EUR", ErrorCode::AmountZero, Field::Amount),
        (
            "1.001",
            "EUR",
            ErrorCode::AmountTooManyDecimals,
            Field::Amount,
        ),
        (
            "1000000000",
            "EUR",
            ErrorCode::AmountTooLarge,
            Field::Amount,
        ),
        ("1.00", "XAU", ErrorCode::CurrencyUnknown, Field::Currency),
    ] {
        let id = ann.new_topup().await;
        let form = [
            ("id", id.as_str()),
            ("amount", amount),
            ("currency", currency),
        ];
        let refusal = ann.post("topup_bank", &form).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(field)),
            "{amount} {currency}"
        );
    }
    let form = [("id", "not an id"), ("amount", "1.00"), ("currency", "EUR")];
    assert_eq!(
        ann.post("topup_bank", &form).await.refused(),
        ErrorCode::TopUpUnknown
    );
    assert!(ann.history().await.items.is_empty());
}
