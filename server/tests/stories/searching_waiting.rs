//! Finding money that waits for somebody without an account: under what it is now, though its entry is of the day it was
//! sent.

use crate::support::{Member, World, paid};

const NORA: &str = "nora@example.com";
const ZOE: &str = "zoe@example.com";

/// Ann sends this much to an address without an account: the invitation and Ann's entry.
async fn invite(ann: &Member, to: &str, amount: &str, note: &str) -> (String, String) {
    let id: String = ann.send(to, amount, "USD", note).await.done();
    let entry = paid(&ann.confirm(&id).await);
    (id, entry)
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_waited_is_found_under_what_became_of_it() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let (_, to_nora) = invite(&ann, NORA, "25.00", "welcome").await;
    let (to_take_back, to_zoe) = invite(&ann, ZOE, "5.00", "never mind").await;
    let both = [to_zoe.clone(), to_nora.clone()];
    let found = async |filter: &[(&str, &str)]| ann.find_ids(filter).await;
    world.work().await;
    assert_eq!(found(&[("status", "pending")]).await, both);
    assert_eq!(found(&[("type", "sent")]).await, both);
    assert_eq!(found(&[("search", NORA)]).await, [to_nora.as_str()]);
    assert_eq!(found(&[("search", "never 5.00")]).await, [to_zoe.as_str()]);
    ann.post("set_tags", &[("id", &to_zoe), ("tags", "gift")])
        .await
        .done::<Vec<String>>();

    ann.post("cancel_invitation", &[("id", &to_take_back)])
        .await
        .done::<()>();
    let nora = world.newcomer(NORA, "Nora New").await;
    world.work().await;
    crate::support::until("nothing waits", async || {
        found(&[("status", "pending")])
            .await
            .is_empty()
            .then_some(())
    })
    .await;
    assert_eq!(
        found(&[("type", "sent"), ("status", "done")]).await,
        [to_nora.as_str()]
    );
    assert_eq!(found(&[("status", "failed")]).await, [to_zoe.as_str()]);
    assert_eq!(found(&[("tag", "gift")]).await, [to_zoe]);
    assert_eq!(
        found(&[("type", "returned"), ("search", "zoe 5.00")])
            .await
            .len(),
        1
    );
    assert_eq!(
        nora.find_ids(&[("search", "welcome"), ("type", "received")])
            .await,
        ["USD-1"]
    );
    assert!(nora.find(&[("search", "zoe")]).await.is_empty());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_for_somebody_without_an_account_is_sent_once_more_to_the_same_address() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let (_, entry) = invite(&ann, NORA, "25.00", "welcome").await;
    let page = ann.browser.get(&format!("/history/{entry}")).await.body;
    let link = format!("/send?repeat={entry}");
    assert!(page.contains(&format!("href=\"{link}\"")), "{page}");
    let form = ann.browser.get(&link).await.body;
    for part in [
        "value=\"nora@example.com\"",
        "value=\"25.00\"",
        "value=\"welcome\"",
    ] {
        assert!(form.contains(part), "{part}: {form}");
    }
}
