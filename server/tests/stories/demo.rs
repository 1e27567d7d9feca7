//! The demo people: there once, whole, and able to sign in, however often and however rudely their adding was begun.

use app::features::notifications::api::NotesPage;
use domain::ErrorCode;
use services::demo::{self, PASSWORD, PEOPLE};

use crate::support::{World, leave_after};

/// Where the adding is cut short: a few steps of each sort, then further and further.
const CUTS: [usize; 12] = [1, 2, 3, 5, 8, 13, 25, 50, 100, 200, 400, 800];

async fn sent(world: &World) -> i64 {
    world
        .count("SELECT count(*) FROM ledger.commands WHERE kind IS NOT NULL")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_told_once_and_its_people_can_sign_in() {
    let world = World::new().await;
    assert!(demo::populate(&world.state.wallet).await.unwrap());
    let told = sent(&world).await;
    assert!(!demo::populate(&world.state.wallet).await.unwrap());
    assert_eq!(sent(&world).await, told);
    for person in &PEOPLE {
        let browser = world.browser();
        let right = [("address", person.address), ("password", PASSWORD)];
        browser.post("sign_in", &right).await.done::<()>();
        let wrong = [("address", person.address), ("password", "not theirs")];
        let refused = world.browser().post("sign_in", &wrong).await.refused();
        assert_eq!(refused, ErrorCode::SignInWrong);
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_that_is_interrupted_anywhere_ends_as_one_that_was_not() {
    let whole = World::new().await;
    demo::populate(&whole.state.wallet).await.unwrap();

    let world = World::new().await;
    for steps in CUTS {
        leave_after(steps, demo::populate(&world.state.wallet)).await;
    }
    demo::populate(&world.state.wallet).await.unwrap();
    assert_eq!(sent(&world).await, sent(&whole).await);
    for statement in [
        "SELECT count(*) FROM wallet.people",
        "SELECT count(*) FROM wallet.topups",
        "SELECT count(*) FROM ledger.transfers",
        "SELECT sum(posted)::bigint FROM ledger.balances WHERE posted > 0",
    ] {
        assert_eq!(
            world.count(statement).await,
            whole.count(statement).await,
            "{statement}"
        );
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demos_people_have_read_what_is_older_and_not_yet_what_is_new() {
    let world = World::new().await;
    demo::populate(&world.state.wallet).await.unwrap();
    for person in &PEOPLE {
        let browser = world.browser();
        let form = [("address", person.address), ("password", PASSWORD)];
        browser.post("sign_in", &form).await.done::<()>();
        let page: NotesPage = browser.post("notifications", &[]).await.done();
        let unread = page.items.iter().filter(|note| !note.is_read).count();
        assert!((1..=5).contains(&unread), "{}: {unread}", person.name);
        assert!(
            page.items.iter().is_sorted_by_key(|note| note.is_read),
            "what is unread is newer than all that was read"
        );
        let read = page.items.len() - unread;
        assert!(read > unread, "{}: {read}", person.name);
    }
}
