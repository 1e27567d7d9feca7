//! Confirming binds and happens once: whoever presses again, late, or in another's name, moves nothing more.

use app::features::send::api::Progress;
use chrono::TimeDelta;
use domain::{Currency, ErrorCode, Money};
use futures_util::future::{join, join_all};

use crate::support::{Member, World, not_paid, paid};

async fn ann_and_bob(world: &World) -> (Member, Member) {
    (world.ann_with("100.00", "USD").await, world.bob().await)
}

/// The money that Ann added is one posting of the world, so these are hers since.
async fn payments(world: &World) -> i64 {
    world.postings().await - 1
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_confirmation_again_is_one_posting_and_the_same_answer() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let id = ann.prepare("bob@example.com", "30.00", "USD").await;
    let first = ann.confirm(&id).await;
    paid(&first);
    for again in [
        ann.confirm(&id).await,
        ann.confirm_with(&id, "").await,
        ann.post("send_status", &[("id", &id)]).await,
    ] {
        assert_eq!((again.status, &again.body), (first.status, &first.body));
    }
    world.clock.pass(TimeDelta::minutes(20));
    assert_eq!(
        ann.confirm(&id).await.body,
        first.body,
        "long after it would have expired"
    );
    assert_eq!(
        (ann.balance("USD").await, bob.balance("USD").await),
        ("70.00".into(), "30.00".into())
    );
    assert_eq!(payments(&world).await, 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_that_confirm_at_once_get_the_same_answer() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let id = ann.prepare("bob@example.com", "30.00", "USD").await;
    let (left, right) = join(ann.confirm(&id), ann.confirm(&id)).await;
    assert_eq!(paid(&left), paid(&right));
    assert_eq!(
        (payments(&world).await, bob.balance("USD").await),
        (1, "30.00".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_confirmations_at_once_are_one_posting_and_nobody_hears_otherwise() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let id = ann.prepare("bob@example.com", "30.00", "USD").await;
    let answers = join_all((0..20).map(|_| ann.confirm(&id))).await;
    assert_eq!(
        (payments(&world).await, bob.balance("USD").await),
        (1, "30.00".into())
    );
    let receipt = paid(&ann.confirm(&id).await);
    for answer in answers {
        // Five tries at the payment password may be under way at once; the sixth is told to wait, which is no answer.
        if answer.is_done() {
            assert_eq!(paid(&answer), receipt);
        } else {
            assert_eq!(answer.refused(), ErrorCode::PaymentPasswordLocked);
        }
    }
    paid(
        &ann.confirm(&ann.prepare("bob@example.com", "1.00", "USD").await)
            .await,
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_at_once_spend_what_is_there_and_not_a_cent_more() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(ann.prepare("bob@example.com", "30.00", "USD").await);
    }
    let answers = join_all(ids.iter().map(|id| ann.confirm(id))).await;
    let refused: Vec<_> = answers
        .iter()
        .filter(|answer| answer.body.contains("insufficient_funds"))
        .collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(
        not_paid(refused[0]).facts.available,
        Some(Money::new(1_000, Currency::USD))
    );
    assert_eq!(
        (ann.balance("USD").await, bob.balance("USD").await),
        ("10.00".into(), "90.00".into())
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_send_to_each_other_at_once_both_succeed() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    bob.set_payment_password(crate::support::PAYMENT_PASSWORD)
        .await
        .done::<()>();
    bob.add("100.00", "USD").await;
    for _ in 0..5 {
        let to_bob = ann.prepare("bob@example.com", "7.00", "USD").await;
        let to_ann = bob.prepare("ann@example.com", "9.00", "USD").await;
        let (left, right) = join(ann.confirm(&to_bob), bob.confirm(&to_ann)).await;
        paid(&left);
        paid(&right);
    }
    assert_eq!(
        (ann.balance("USD").await, bob.balance("USD").await),
        ("110.00".into(), "90.00".into())
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_payment_is_unknown_to_see_and_to_confirm() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    bob.set_payment_password(crate::support::PAYMENT_PASSWORD)
        .await
        .done::<()>();
    let id = ann.prepare("bob@example.com", "30.00", "USD").await;
    let never_there = "01890000-0000-7000-8000-000000000000";
    let unknown = bob.post("send_status", &[("id", never_there)]).await;
    assert_eq!(unknown.refused(), ErrorCode::IntentUnknown);
    for id in [&id, "", "17", "../../etc/passwd"] {
        assert_eq!(
            bob.post("send_status", &[("id", id)]).await.body,
            unknown.body
        );
        assert_eq!(bob.confirm(id).await.body, unknown.body);
    }
    assert_eq!(payments(&world).await, 0);
    paid(&ann.confirm(&id).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_confirmed_for_a_quarter_of_an_hour_moves_nothing() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let (in_time, late) = (
        ann.prepare("bob@example.com", "1.00", "USD").await,
        ann.prepare("bob@example.com", "2.00", "USD").await,
    );
    world.clock.pass(TimeDelta::seconds(15 * 60 - 1));
    paid(&ann.confirm(&in_time).await);
    world.clock.pass(TimeDelta::seconds(1));
    for _ in 0..2 {
        let answer = ann.confirm(&late).await;
        assert_eq!(
            answer.done::<app::features::send::api::Prepared>().progress,
            Progress::Expired
        );
    }
    assert_eq!(ann.progress(&late).await, Progress::Expired);
    assert_eq!(
        (ann.balance("USD").await, bob.balance("USD").await),
        ("99.00".into(), "1.00".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_was_spent_meanwhile_is_a_refusal_that_stays_even_when_there_is_money_again() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let first = ann.prepare("bob@example.com", "60.00", "USD").await;
    let second = ann.prepare("bob@example.com", "60.00", "USD").await;
    paid(&ann.confirm(&first).await);
    let refused = ann.confirm(&second).await;
    let why = not_paid(&refused);
    assert_eq!(
        (why.code, why.facts.available),
        (
            ErrorCode::InsufficientFunds,
            Some(Money::new(4_000, Currency::USD))
        )
    );
    ann.add("500.00", "USD").await;
    assert_eq!(
        ann.confirm(&second).await.body,
        refused.body,
        "the same id, the same answer"
    );
    assert_eq!(bob.balance("USD").await, "60.00");
    let page = ann.browser.get(&format!("/send/confirm/{second}")).await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(
        page.body.contains("US$40.00"),
        "the page says what there was: {}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payee_sees_nothing_of_a_payment_that_was_refused() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let id = ann.prepare("bob@example.com", "60.00", "USD").await;
    ann.pay("bob@example.com", "60.00", "USD", "").await;
    not_paid(&ann.confirm(&id).await);
    assert_eq!(bob.history().await.items.len(), 1);
    assert_eq!(
        ann.history().await.items.len(),
        2,
        "one payment, and the money that was added"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_goes_to_the_person_on_the_confirm_page_whatever_they_are_called_meanwhile() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let id = ann.prepare("bob@example.com", "30.00", "USD").await;
    bob.post("set_name", &[("name", "Robert Brewer")])
        .await
        .done::<()>();
    let sent = paid(&ann.confirm(&id).await);
    assert_eq!(
        ann.activity(&sent).await.counterparty.unwrap().name,
        "Bob B****r",
        "what Ann was shown"
    );
    assert_eq!(bob.balance("USD").await, "30.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_top_up_under_the_id_of_a_prepared_payment_does_not_make_it_look_paid() {
    let world = World::new().await;
    let (ann, bob) = ann_and_bob(&world).await;
    let id = ann.prepare("bob@example.com", "30.00", "USD").await;
    ann.charge(&id, "5.00", "4242424242424242").await;
    paid(&ann.confirm(&id).await);
    assert_eq!(bob.balance("USD").await, "30.00");
}
