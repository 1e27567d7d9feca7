//! Money comes from a card: each sandbox card does what it is there for, and 3-D Secure is asked and obeyed.

use app::features::{
    history::activity::Kind,
    topup::api::{SavedCard, TopUpStart},
};
use domain::{Currency, ErrorCode, Field, Money, TopUpFailure};
use ledger::HouseAccount;

use crate::support::{Answer, Member, World};

const GOOD: &str = "4242 4242 4242 4242";
const ASKS_FIRST: &str = "4000000000003220";

async fn answer_the_bank(ann: &Member, id: &str, approve: &str) -> Answer {
    ann.post("topup_authenticate", &[("id", id), ("approve", approve)])
        .await
}

/// A card payment that waits for Ann's word to her bank.
async fn challenged(ann: &Member) -> String {
    let id = ann.new_topup().await;
    ann.charge(&id, "80.00", ASKS_FIRST).await.done::<String>();
    let waiting = ann.activity(&id).await;
    assert_eq!(waiting.line.kind, Kind::NeedsAuthentication);
    assert!(waiting.topup.unwrap().needs_authentication);
    id
}

async fn saved(ann: &Member) -> Vec<SavedCard> {
    ann.post("topup_options", &[])
        .await
        .done::<TopUpStart>()
        .cards
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_card_adds_the_amount_and_the_fee_comes_on_top() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let id = ann.new_topup().await;
    ann.charge(&id, "100.01", GOOD).await.done::<String>();
    assert_eq!(ann.balance("USD").await, "100.01");
    let paid = ann.activity(&id).await;
    assert_eq!(
        paid.line.kind,
        Kind::AddedByCard {
            brand: "Visa".into(),
            last4: "4242".into()
        }
    );
    assert_eq!(
        paid.topup.unwrap().fee,
        Money::new(121, Currency::USD),
        "1.2 %, rounded up"
    );
    assert_eq!(
        world.house(HouseAccount::CardClearing, Currency::USD).await,
        "-101.22"
    );
    assert_eq!(world.house(HouseAccount::Fees, Currency::USD).await, "1.21");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_card_fails_for_its_own_reason_and_nothing_moves() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for (number, why) in [
        ("4000000000000002", TopUpFailure::CardDeclined),
        ("4000000000009995", TopUpFailure::InsufficientFunds),
        ("4000000000000069", TopUpFailure::CardExpired),
        ("4000000000000127", TopUpFailure::WrongSecurityCode),
    ] {
        let id = ann.new_topup().await;
        ann.charge(&id, "80.00", number).await.done::<String>();
        assert_eq!(
            ann.activity(&id).await.line.kind,
            Kind::AddFailed { why },
            "{number}"
        );
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
        (ann.balance("USD").await, world.postings().await),
        ("0.00".into(), 0)
    );
    assert!(
        saved(&ann).await.is_empty(),
        "a card that did not pay is none to choose"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_card_cannot_be_is_told_beside_its_field_and_nothing_is_kept() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let good = (GOOD, "12/29", "123");
    for ((number, expiry, security_code), code, field) in [
        (
            ("4242424242424241", good.1, good.2),
            ErrorCode::CardNumberInvalid,
            Field::CardNumber,
        ),
        (
            ("", good.1, good.2),
            ErrorCode::CardNumberInvalid,
            Field::CardNumber,
        ),
        (
            ("4111 1111 1111 1111", good.1, good.2),
            ErrorCode::CardNotInSandbox,
            Field::CardNumber,
        ),
        (
            (good.0, "02/26", good.2),
            ErrorCode::CardExpired,
            Field::Expiry,
        ),
        (
            (good.0, "13/29", good.2),
            ErrorCode::CardExpiryInvalid,
            Field::Expiry,
        ),
        (
            (good.0, good.1, "12"),
            ErrorCode::CardSecurityCodeInvalid,
            Field::SecurityCode,
        ),
    ] {
        let id = ann.new_topup().await;
        let form = [
            ("id", id.as_str()),
            ("amount", "80.00"),
            ("currency", "USD"),
            ("card_number", number),
            ("expiry", expiry),
            ("security_code", security_code),
        ];
        let refusal = ann.post("topup_card", &form).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(field)),
            "{number} {expiry} {security_code}"
        );
    }
    assert_eq!(world.count("SELECT count(*) FROM wallet.cards").await, 0);
    assert!(ann.history().await.items.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn this_month_is_the_last_in_which_a_card_is_good() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let id = ann.new_topup().await;
    let form = [
        ("id", id.as_str()),
        ("amount", "80.00"),
        ("currency", "USD"),
        ("card_number", GOOD),
        ("expiry", "03/26"),
        ("security_code", "123"),
    ];
    ann.post("topup_card", &form).await.done::<String>();
    assert_eq!(ann.balance("USD").await, "80.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_asks_first_adds_nothing_until_it_is_approved() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let id = challenged(&ann).await;
    assert_eq!(ann.balance("USD").await, "0.00");
    assert!(saved(&ann).await.is_empty(), "not before it is approved");
    answer_the_bank(&ann, &id, "true").await.done::<String>();
    assert_eq!(saved(&ann).await.len(), 1);
    assert_eq!(ann.balance("USD").await, "80.00");
    for approve in ["true", "false"] {
        answer_the_bank(&ann, &id, approve).await.done::<String>();
        assert_eq!(ann.balance("USD").await, "80.00", "the first word counts");
    }
    assert_eq!(world.postings().await, 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_asks_first_and_is_refused_adds_nothing_ever() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let id = challenged(&ann).await;
    for approve in ["false", "true"] {
        answer_the_bank(&ann, &id, approve).await.done::<String>();
        let failed = ann.activity(&id).await;
        assert_eq!(
            failed.line.kind,
            Kind::AddFailed {
                why: TopUpFailure::AuthenticationFailed
            }
        );
    }
    assert!(saved(&ann).await.is_empty());
    assert_eq!(
        (ann.balance("USD").await, world.postings().await),
        ("0.00".into(), 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn approved_and_refused_at_once_is_one_of_both() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for _ in 0..4 {
        let id = challenged(&ann).await;
        let words = ["true", "false", "true", "false", "true"];
        for answer in
            futures_util::future::join_all(words.map(|word| answer_the_bank(&ann, &id, word))).await
        {
            answer.done::<String>();
        }
        let kind = ann.activity(&id).await.line.kind;
        assert!(
            matches!(kind, Kind::AddedByCard { .. } | Kind::AddFailed { .. }),
            "{kind:?}"
        );
    }
    let added = ann
        .history()
        .await
        .items
        .iter()
        .filter(|line| line.is_posted())
        .count();
    assert_eq!(ann.balance("USD").await, format!("{}.00", 80 * added));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_card_payment_cannot_be_approved() {
    let world = World::new().await;
    let (ann, bob) = (
        world.newcomer("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    let id = challenged(&ann).await;
    for approve in ["true", "false"] {
        assert_eq!(
            answer_the_bank(&bob, &id, approve).await.refused(),
            ErrorCode::TopUpUnknown
        );
    }
    answer_the_bank(&ann, &id, "true").await.done::<String>();
    assert_eq!(
        (ann.balance("USD").await, bob.balance("USD").await),
        ("80.00".into(), "0.00".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_card_pays_again_until_it_is_removed_and_only_for_its_owner() {
    let world = World::new().await;
    let (ann, bob) = (
        world.newcomer("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    ann.charge(&ann.new_topup().await, "10.00", GOOD)
        .await
        .done::<String>();
    let card = saved(&ann).await.remove(0);
    assert_eq!(
        (
            card.brand.as_str(),
            card.last4.as_str(),
            card.expiry.as_str()
        ),
        ("Visa", "4242", "12/29")
    );
    let again = async |who: &Member| {
        let id = who.new_topup().await;
        who.post(
            "topup_card",
            &[
                ("id", &id),
                ("amount", "10.00"),
                ("currency", "USD"),
                ("card", &card.id),
            ],
        )
        .await
    };
    again(&ann).await.done::<String>();
    assert_eq!(saved(&ann).await.len(), 1, "it is saved once");
    assert_eq!(again(&bob).await.refused(), ErrorCode::CardUnknown);
    bob.post("remove_card", &[("id", &card.id)]).await;
    assert_eq!(saved(&ann).await.len(), 1, "nobody else takes it away");
    ann.post("remove_card", &[("id", &card.id)])
        .await
        .done::<()>();
    assert_eq!(again(&ann).await.refused(), ErrorCode::CardUnknown);
    assert!(saved(&ann).await.is_empty());
    assert_eq!(
        (ann.balance("USD").await, bob.balance("USD").await),
        ("20.00".into(), "0.00".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_typed_again_is_offered_once_and_goes_with_its_likes() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let first = challenged(&ann).await;
    answer_the_bank(&ann, &first, "true").await.done::<String>();
    let second = challenged(&ann).await;
    answer_the_bank(&ann, &second, "false")
        .await
        .done::<String>();
    assert_eq!(
        saved(&ann).await.len(),
        1,
        "what the second one was refused takes nothing from the first"
    );
    let third = challenged(&ann).await;
    answer_the_bank(&ann, &third, "true").await.done::<String>();
    let cards = saved(&ann).await;
    assert_eq!(cards.len(), 1);
    ann.post("remove_card", &[("id", &cards[0].id)])
        .await
        .done::<()>();
    assert!(saved(&ann).await.is_empty(), "no older one comes back");
}
