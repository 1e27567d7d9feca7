//! Finding what went from one currency into another: by either side, by its type, and by nobody's figures but one's own.

use crate::support::{Member, World, paid};

fn sum<'a>(amount: &'a str, they_get: &'a str, target: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("amount", amount),
        ("currency", "USD"),
        ("they_get", they_get),
        ("target_currency", target),
    ]
}

/// What a filter finds, in the order of names: both sides of an exchange are of one moment.
async fn found(who: &Member, filter: &[(&str, &str)]) -> Vec<String> {
    let mut ids = who.find_ids(filter).await;
    ids.sort();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversion_is_found_in_both_balances_by_either_side() {
    let world = World::new().await;
    let ann = world.ann_with("1000.00", "USD").await;
    ann.add("5.00", "EUR").await;
    let id: String = ann
        .post("prepare_convert", &sum("250.00", "", "EUR"))
        .await
        .done();
    paid(&ann.confirm(&id).await);
    let got = ann.activity("EUR-2").await.line.amount.to_decimal_string();
    // Dollars left twice, for the euros and for the fee: one entry, named by the last.
    let both = ["EUR-2", "USD-3"];
    assert_eq!(found(&ann, &[("type", "converted")]).await, both);
    assert_eq!(
        found(&ann, &[("type", "converted"), ("status", "done")]).await,
        both
    );
    for text in ["250.00", "251.23", "1.23", &got, "usd eur", "eur 250"] {
        let filter = [("search", text), ("type", "converted")];
        let expected: &[&str] = match text {
            // What left the balance with its fee stands in that balance's entry alone.
            "251.23" => &["USD-3"],
            _ => &both,
        };
        assert_eq!(found(&ann, &filter).await, expected, "{text}");
    }
    for (currency, id) in [("USD", "USD-3"), ("EUR", "EUR-2")] {
        let filter = [("type", "converted"), ("currency", currency)];
        assert_eq!(found(&ann, &filter).await, [id]);
    }
    assert!(found(&ann, &[("type", "other")]).await.is_empty());
    // One side is labelled, the other is not.
    ann.post("set_tags", &[("id", "EUR-2"), ("tags", "travel")])
        .await
        .done::<Vec<String>>();
    assert_eq!(found(&ann, &[("tag", "travel")]).await, ["EUR-2"]);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_across_currencies_is_found_by_both_amounts_but_not_by_what_it_cost_the_other() {
    let world = World::new().await;
    let ann = world.ann_with("500.00", "USD").await;
    let bob = world.bob().await;
    bob.add("77.00", "USD").await;
    let mut form = vec![("to", "bob@example.com"), ("note", "tea")];
    form.extend(sum("", "4321", "JPY"));
    let id: String = ann.post("prepare_send", &form).await.done();
    let receipt = paid(&ann.confirm(&id).await);
    let detail = ann.activity(&receipt).await;
    let exchange = detail.exchange.expect("the payer sees the exchange");
    let total = detail.line.amount.checked_neg().unwrap();
    let cost = [
        exchange.source.to_decimal_string(),
        exchange.fee.to_decimal_string(),
        total.to_decimal_string(),
    ];
    for text in ["4321", "jpy", "usd jpy tea"]
        .into_iter()
        .chain(cost.iter().map(String::as_str))
    {
        let filter = [("search", text), ("type", "sent")];
        assert_eq!(found(&ann, &filter).await, [receipt.as_str()], "{text}");
    }
    assert_eq!(found(&bob, &[("search", "4321 jpy tea")]).await, ["JPY-1"]);
    for text in cost.iter().map(String::as_str).chain(["usd"]) {
        let filter = [("search", text), ("type", "received")];
        assert!(found(&bob, &filter).await.is_empty(), "{text}");
    }
}
