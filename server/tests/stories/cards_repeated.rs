//! The same card payment again: pressed twice, at once, with another amount, by another person.

use app::features::history::activity::Kind;
use domain::{Currency, Money};
use futures_util::future::join_all;
use ledger::HouseAccount;

use crate::support::{Browser, CardsThatStop, Member, Stops, World};

const GOOD: &str = "4242424242424242";
const DECLINED: &str = "4000000000000002";

#[tokio::test(flavor = "multi_thread")]
async fn the_same_id_again_charges_once_and_gives_the_first_answer() {
    let world = World::new().await;
    let cards = CardsThatStop::new(&world.db.app, Stops::Never);
    let browser = Browser::new(world.server_with_cards(cards.clone()), "en");
    let ann = world
        .register_in(browser, "ann@example.com", "Ann Archer")
        .await;
    let id = ann.new_topup().await;
    for (amount, number) in [
        ("80.00", GOOD),
        ("80.00", GOOD),
        ("999.00", GOOD),
        ("80.00", DECLINED),
    ] {
        assert_eq!(ann.charge(&id, amount, number).await.done::<String>(), id);
        assert_eq!(ann.balance("USD").await, "80.00");
    }
    assert_eq!(cards.requests(), [Money::new(8_096, Currency::USD)]);
    assert_eq!(world.postings().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_id_many_times_at_once_charges_once_and_every_press_is_answered() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for round in 1..=3 {
        let id = ann.new_topup().await;
        let answers = join_all((0..6).map(|_| ann.charge(&id, "80.00", GOOD))).await;
        for answer in &answers {
            assert_eq!(answer.done::<String>(), id);
        }
        assert_eq!(ann.balance("USD").await, format!("{}.00", 80 * round));
    }
    assert_eq!(
        world.house(HouseAccount::CardClearing, Currency::USD).await,
        "-242.88"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_stays_declined_under_its_id_and_a_new_id_may_pay() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let id = ann.new_topup().await;
    for number in [DECLINED, GOOD] {
        ann.charge(&id, "80.00", number).await.done::<String>();
        assert!(matches!(
            ann.activity(&id).await.line.kind,
            Kind::AddFailed { .. }
        ));
    }
    ann.charge(&ann.new_topup().await, "80.00", GOOD)
        .await
        .done::<String>();
    assert_eq!(ann.balance("USD").await, "80.00");
}

/// Two accounts of one cheat: what the first paid for must not be given to the second as well.
#[tokio::test(flavor = "multi_thread")]
async fn the_id_of_somebody_elses_payment_buys_nothing() {
    let world = World::new().await;
    let (ann, mallory) = (
        world.newcomer("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    let id = ann.new_topup().await;
    ann.charge(&id, "1.00", GOOD).await.done::<String>();
    let answer = mallory.charge(&id, "900000.00", GOOD).await;
    world.work().await;
    let got: Money = money(&mallory).await;
    let charged = world
        .count("SELECT count(*) FROM wallet.sandbox_records WHERE key LIKE 'charge/%'")
        .await;
    assert!(
        got.is_zero() || charged == 2,
        "Mallory has {got:?} after {charged} charge"
    );
    assert_eq!(ann.balance("USD").await, "1.00");
    assert!(!answer.status.is_server_error(), "{answer:?}");
}

/// The same with a card that asks first.
#[tokio::test(flavor = "multi_thread")]
async fn the_approval_of_somebody_elses_payment_buys_nothing() {
    let world = World::new().await;
    let (ann, mallory) = (
        world.newcomer("ann@example.com", "Ann Archer").await,
        world.bob().await,
    );
    let id = ann.new_topup().await;
    ann.charge(&id, "1.00", "4000000000003220")
        .await
        .done::<String>();
    mallory.charge(&id, "900000.00", "4000000000003220").await;
    ann.post("topup_authenticate", &[("id", &id), ("approve", "true")])
        .await
        .done::<String>();
    world.work().await;
    assert_eq!(mallory.balance("USD").await, "0.00");
    assert_eq!(ann.balance("USD").await, "1.00");
}

async fn money(who: &Member) -> Money {
    Money::from_decimal_str(&who.balance("USD").await, Currency::USD).unwrap()
}
