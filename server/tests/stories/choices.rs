//! What people do not want to be told, they are not told; what keeps their account safe, they are told somewhere.

use app::features::notifications::api::NotesPage;
use domain::{Channel, Choices, ErrorCode, Topic};
use serde_json::Value;

use crate::support::{Answer, Member, World};

const BOB: &str = "bob@example.com";
const ALL: [&str; 12] = [
    "money_in_email",
    "money_in_phone",
    "money_in_inbox",
    "receipt_email",
    "receipt_phone",
    "receipt_inbox",
    "request_email",
    "request_phone",
    "request_inbox",
    "security_email",
    "security_phone",
    "security_inbox",
];

/// Switches everything on but these.
async fn without(who: &Member, off: &[&str]) -> Answer {
    let on: Vec<(&str, &str)> = ALL
        .iter()
        .filter(|name| !off.contains(name))
        .map(|name| (*name, "true"))
        .collect();
    who.post("set_notification_choices", &on).await
}

/// What was written to their address of this kind.
async fn mails(world: &World, what: &str) -> usize {
    let told = world.told(BOB).await;
    told.iter().filter(|body| body["what"] == what).count()
}

async fn notes(who: &Member) -> usize {
    let page: NotesPage = who.post("notifications", &[]).await.done();
    page.items.len()
}

/// A payment to Bob, and all the messages that follow from it, still with what they say.
async fn pay_bob(world: &World, ann: &Member) {
    ann.pay(BOB, "1.00", "USD", "").await;
    world.state.wallet.notify_people().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_told_where_it_is_wanted_and_nowhere_else() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    for (off, mailed, noted) in [
        (&[][..], 1, 1),
        (&["money_in_email"], 1, 2),
        (&["money_in_inbox", "receipt_email"], 2, 2),
        (&["money_in_email", "money_in_inbox"], 2, 2),
        (&["money_in_phone"], 3, 3),
    ] {
        without(&bob, off).await.done::<()>();
        pay_bob(&world, &ann).await;
        assert_eq!(
            (mails(&world, "received").await, notes(&bob).await),
            (mailed, noted),
            "without {off:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_wanted_when_it_happened_is_not_told_later() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    without(&bob, &["money_in_email", "money_in_inbox"])
        .await
        .done::<()>();
    pay_bob(&world, &ann).await;
    without(&bob, &[]).await.done::<()>();
    world.state.wallet.notify_people().await.unwrap();
    assert_eq!((mails(&world, "received").await, notes(&bob).await), (0, 0));
    assert_eq!(bob.balance("USD").await, "1.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_are_kept_and_are_ones_own() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("1.00", "USD").await, world.bob().await);
    without(&bob, &["receipt_phone", "request_inbox", "money_in_email"])
        .await
        .done::<()>();
    let read =
        async |who: &Member| -> Choices { who.post("notification_choices", &[]).await.done() };
    let wanted = Choices::without([
        (Topic::Receipt, Channel::Phone),
        (Topic::Request, Channel::Inbox),
        (Topic::MoneyIn, Channel::Email),
    ]);
    assert_eq!(read(&bob).await, wanted);
    assert_eq!(read(&ann).await, Choices::default());
    let page = bob.browser.get("/settings/notifications").await.body;
    let ticked = |name: &str| {
        let field = page
            .split("<input")
            .find(|field| field.contains(&format!("name=\"{name}\"")))
            .unwrap();
        field.split('>').next().unwrap().contains("checked")
    };
    assert!(!ticked("request_inbox") && !ticked("money_in_email") && ticked("receipt_email"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_ways_that_one_has_are_offered_and_the_others_stay_as_they_were() {
    let world = World::new().await;
    let bob = world.bob().await;
    without(&bob, &["receipt_phone"]).await.done::<()>();
    let page = bob.browser.get("/settings/notifications").await.body;
    let kind = |name: &str| {
        let mut fields = page.split("<input").skip(1);
        let field = fields.find(|field| field.contains(&format!("name=\"{name}\"")))?;
        let field = field.split('>').next()?;
        Some(if field.contains("type=\"hidden\"") {
            "said along"
        } else {
            "offered"
        })
    };
    assert_eq!(kind("receipt_email"), Some("offered"));
    assert_eq!(kind("receipt_inbox"), Some("offered"));
    assert_eq!(kind("money_in_phone"), Some("said along"));
    assert_eq!(kind("receipt_phone"), None, "it is off and stays off");
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_about_safety_cannot_be_switched_off_everywhere() {
    let world = World::new().await;
    let bob = world.bob().await;
    for off in [
        &["security_email", "security_phone", "security_inbox"][..],
        // A way that he does not have reaches him as little.
        &["security_email", "security_inbox"],
    ] {
        assert_eq!(
            without(&bob, off).await.refused(),
            ErrorCode::SecurityUnreachable
        );
    }
    bob.set_payment_password("739182").await.done::<()>();
    assert_eq!(mails(&world, "payment_password_changed").await, 1);
    assert_eq!(notes(&bob).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_ends_mails_about_safety_is_told_so_by_the_last_of_them() {
    let world = World::new().await;
    let bob = world.bob().await;
    for _ in 0..2 {
        without(&bob, &["security_email"]).await.done::<()>();
        assert_eq!(mails(&world, "security_messages_reduced").await, 1);
    }
    bob.set_payment_password("739182").await.done::<()>();
    assert_eq!(mails(&world, "payment_password_changed").await, 0);
    assert_eq!(notes(&bob).await, 2, "both are in the wallet");
    let told: Vec<Value> = world.told(BOB).await;
    assert_eq!(told.len(), 2, "the code and the warning: {told:?}");
}
