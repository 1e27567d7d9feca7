//! What people are told of money that waits and of money that is asked for: each side its part, with a way to it.

use app::features::notifications::{
    What,
    api::{Note, NotesPage},
};
use chrono::TimeDelta;
use domain::{Currency, Money};

use crate::support::{Member, PASSWORD, World, paid};

const ANN: &str = "ann@example.com";
const NORA: &str = "nora@example.com";

fn dollars(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// The newest notification.
async fn newest(who: &Member) -> Note {
    let page: NotesPage = who.post("notifications", &[]).await.done();
    page.items.into_iter().next().expect("nothing was told")
}

/// Sends Nora, who has no account; the id and the payer's entry.
async fn invite(ann: &Member, amount: &str) -> (String, String) {
    let id: String = ann.send(NORA, amount, "USD", "").await.done();
    let entry = paid(&ann.confirm(&id).await);
    (id, entry)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payer_is_told_that_money_waits_and_that_it_was_claimed() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let (_, entry) = invite(&ann, "25.00").await;
    world.work().await;
    let waits = newest(&ann).await;
    let amount = dollars(2_500);
    let to = NORA.to_owned();
    assert_eq!(waits.what, What::Waiting { amount, to });
    assert_eq!(waits.activity.as_deref(), Some(entry.as_str()));

    let nora = world.newcomer(NORA, "Nora New").await;
    world.work().await;
    let claimed = newest(&ann).await;
    let to = "Nora N****w".to_owned();
    assert_eq!(claimed.what, What::Claimed { amount, to });
    // Nothing of hers has moved: it leads to what she sent.
    assert_eq!(claimed.activity.as_deref(), Some(entry.as_str()));
    let got = newest(&nora).await;
    assert!(matches!(got.what, What::Received { amount: got, .. } if got == amount));
    assert_eq!(got.activity.as_deref(), Some("USD-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payer_is_told_why_money_came_back() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let (id, _) = invite(&ann, "10.00").await;
    ann.post("cancel_invitation", &[("id", &id)])
        .await
        .done::<()>();
    world.work().await;
    let (amount, to) = (dollars(1_000), NORA.to_owned());
    let cancelled = true;
    let told = newest(&ann).await;
    assert_eq!(
        told.what,
        What::Returned {
            amount,
            to: to.clone(),
            cancelled
        }
    );
    assert_eq!(told.activity.as_deref(), Some("USD-3"));

    invite(&ann, "10.00").await;
    world.clock.pass(TimeDelta::days(31));
    world.state.wallet.sweep_invitations().await.unwrap();
    world.work().await;
    ann.post("sign_in", &[("address", ANN), ("password", PASSWORD)])
        .await
        .done::<()>();
    let cancelled = false;
    let told = newest(&ann).await;
    assert_eq!(
        told.what,
        What::Returned {
            amount,
            to,
            cancelled
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_asked_is_told_and_whoever_asked_is_told_what_became_of_it() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let ask = async |to: &str| -> String {
        let form = [("to", to), ("amount", "30.00"), ("currency", "USD")];
        bob.post("ask_for_money", &form).await.done()
    };
    let amount = dollars(3_000);
    let by_account = ann.account().await;
    for (to, by) in [(ANN, ANN), (by_account.as_str(), "Ann A****r")] {
        let request = ask(to).await;
        let asked = newest(&ann).await;
        let from = "Bob B****r".to_owned();
        assert_eq!(
            asked.what,
            What::Asked {
                amount,
                from,
                request: request.clone()
            }
        );
        ann.post("decline_request", &[("id", &request)])
            .await
            .done::<()>();
        let by = by.to_owned();
        assert_eq!(newest(&bob).await.what, What::Declined { amount, by });
    }
    let request = ask(ANN).await;
    let intent: String = ann.post("pay_request", &[("id", &request)]).await.done();
    paid(&ann.confirm(&intent).await);
    world.work().await;
    let got = newest(&bob).await.what;
    assert!(matches!(got, What::Received { amount: got, .. } if got == amount));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_to_hear_of_no_requests_does_not_and_still_finds_them() {
    let world = World::new().await;
    let (ann, bob) = (world.member(ANN, "Ann Archer").await, world.bob().await);
    let on = [
        ("money_in_email", "true"),
        ("receipt_email", "true"),
        ("security_email", "true"),
        ("security_inbox", "true"),
    ];
    ann.post("set_notification_choices", &on).await.done::<()>();
    let form = [("to", ANN), ("amount", "30.00"), ("currency", "USD")];
    let request: String = bob.post("ask_for_money", &form).await.done();
    assert_eq!(world.times_told(ANN, "asked").await, 0);
    let page: NotesPage = ann.post("notifications", &[]).await.done();
    let is_asked = |note: &Note| matches!(note.what, What::Asked { .. });
    assert!(!page.items.iter().any(is_asked));
    let home: app::features::home::api::DashboardData = ann.post("dashboard", &[]).await.done();
    assert_eq!(home.requests.len(), 1);
    assert_eq!(home.requests[0].id, request);
}
