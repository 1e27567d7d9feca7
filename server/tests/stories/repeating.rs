//! Sending a payment once more: the form begins with it, for the one who sent it alone, and nothing is sent by that.

use app::features::{exchange::SumTyped, history::api::SentBefore};
use axum::http::StatusCode;
use domain::ErrorCode;

use crate::support::{World, paid};

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_can_be_begun_again_as_it_was() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    let id = ann.pay("bob@example.com", "12.30", "USD", "Tea <b>").await;
    let receipt = ann.browser.get(&format!("/history/{id}")).await.body;
    assert!(
        receipt.contains(&format!("href=\"/send?repeat={id}\"")) && receipt.contains("Repeat"),
        "{receipt}"
    );
    let sent: SentBefore = ann.post("repeat_payment", &[("id", &id)]).await.done();
    assert_eq!(sent.to.replace(' ', ""), bob.account().await);
    assert_eq!((&*sent.sum.amount, &*sent.sum.currency), ("12.30", "USD"));
    assert_eq!((&*sent.sum.they_get, &*sent.sum.target_currency), ("", ""));
    assert_eq!(sent.note.as_deref(), Some("Tea <b>"));
    let form = ann.browser.get(&format!("/send?repeat={id}")).await;
    assert_eq!(form.status, StatusCode::OK);
    for part in [
        format!("value=\"{}\"", sent.to),
        "value=\"12.30\"".to_owned(),
        "value=\"Tea &lt;b&gt;\"".to_owned(),
        "value=\"USD\" selected".to_owned(),
    ] {
        assert!(form.body.contains(&part), "{part}: {}", form.body);
    }
    let again = ann
        .pay(&sent.to, &sent.sum.amount, &sent.sum.currency, "Tea <b>")
        .await;
    assert_ne!(again, id);
    assert_eq!(ann.balance("USD").await, "25.40");
    assert_eq!(bob.balance("USD").await, "24.60");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_across_currencies_begins_again_with_the_side_that_was_fixed() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("500.00", "USD").await, world.bob().await);
    for (amount, they_get) in [("20.00", ""), ("", "1500")] {
        let sum = [
            ("amount", amount),
            ("currency", "USD"),
            ("they_get", they_get),
            ("target_currency", "JPY"),
        ];
        let mut form = vec![("to", "bob@example.com")];
        form.extend(sum);
        let id: String = ann.post("prepare_send", &form).await.done();
        let receipt = paid(&ann.confirm(&id).await);
        let sent: SentBefore = ann.post("repeat_payment", &[("id", &receipt)]).await.done();
        let SumTyped {
            amount: amount_again,
            currency,
            they_get: they_get_again,
            target_currency,
        } = sent.sum;
        assert_eq!(
            [
                &*amount_again,
                &*currency,
                &*they_get_again,
                &*target_currency
            ],
            sum.map(|(_, value)| value)
        );
        let page = ann
            .browser
            .get(&format!("/send?repeat={receipt}"))
            .await
            .body;
        assert!(page.contains("value=\"JPY\" selected"), "{page}");
    }
    // What came in of another currency is no payment of Bob's.
    let answer = bob.post("repeat_payment", &[("id", "JPY-1")]).await;
    assert_eq!(answer.refused(), ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_payment_one_sent_oneself_can_be_begun_again() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    let id = ann
        .pay("bob@example.com", "12.30", "USD", "our secret")
        .await;
    let (request, _) = ann.announce("30.00", "USD").await;
    // Ann's own, but nothing she sent.
    for name in ["USD-1", &request, "", "USD-99", "x", "EUR-1"] {
        let answer = ann.post("repeat_payment", &[("id", name)]).await;
        assert_eq!(answer.refused(), ErrorCode::NotFound, "{name}");
    }
    // Bob received it; under its name he has nothing.
    for name in [id.as_str(), "USD-1", &request] {
        let answer = bob.post("repeat_payment", &[("id", name)]).await;
        assert_eq!(answer.refused(), ErrorCode::NotFound, "{name}");
        let page = bob.browser.get(&format!("/send?repeat={name}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{name}");
        assert!(!page.body.contains("12.30") && !page.body.contains("our secret"));
    }
    let receipt = bob.browser.get("/history/USD-1").await.body;
    assert!(!receipt.contains("?repeat="), "{receipt}");
    assert_eq!(
        ann.browser.get("/send?repeat=").await.status,
        StatusCode::OK
    );
}
