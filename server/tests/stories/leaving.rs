//! A browser that leaves at any moment: nothing is left half done, and whoever asks again gets the truth.

use app::features::{history::activity::Kind, send::api::Progress};
use domain::{Currency, Money};
use ledger::HouseAccount;
use rails::bank::{LineOutcome, StatementLine, StatementLineId};
use services::Clock;

use crate::support::{PASSWORD, World, leave_after, paid, until};

/// More steps than any request takes.
const STEPS_MAX: usize = 500;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_at_any_step_of_a_confirmation_has_paid_once_or_not_at_all() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("400.00", "USD").await, world.bob().await);
    let mut payments = 0;
    for steps in 1..STEPS_MAX {
        let id = ann.prepare("bob@example.com", "1.00", "USD").await;
        let stayed = leave_after(steps, ann.confirm(&id)).await.is_some();
        assert!(
            matches!(
                ann.progress(&id).await,
                Progress::Ready { .. } | Progress::Paid { .. }
            ),
            "step {steps}"
        );
        let receipt = paid(&ann.confirm(&id).await);
        assert_eq!(
            ann.progress(&id).await,
            Progress::Paid { activity: receipt },
            "step {steps}"
        );
        payments += 1;
        assert_eq!(
            bob.balance("USD").await,
            format!("{payments}.00"),
            "step {steps}"
        );
        if stayed {
            break;
        }
    }
    // All that moves money is one step seen from outside: it runs in a task that nobody can leave.
    assert!(payments > 0, "nobody paid");
    assert_eq!(world.postings().await, payments + 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_with_the_right_payment_password_keeps_all_tries() {
    let world = World::new().await;
    let ann = world.ann_with("400.00", "USD").await;
    world.bob().await;
    let tries = "SELECT sum(payment_tries)::bigint FROM wallet.credentials";
    for steps in 1..=20 {
        let id = ann.prepare("bob@example.com", "1.00", "USD").await;
        leave_after(steps, ann.confirm(&id)).await;
        // Counted before it is checked; whoever was right gets it back, present or not.
        until("no try stays counted", async || {
            (world.count(tries).await == 0).then_some(())
        })
        .await;
    }
    ann.pay("bob@example.com", "1.00", "USD", "").await;
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_and_never_comes_back_has_paid_exactly_what_the_history_says() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("400.00", "USD").await, world.bob().await);
    let mut ids = Vec::new();
    for steps in 1..60 {
        let id = ann.prepare("bob@example.com", "1.00", "USD").await;
        leave_after(steps, ann.confirm(&id)).await;
        ids.push(id);
    }
    // What was on its way when the last one left may still arrive.
    until("pages and balances say the same", async || {
        let mut paid = 0;
        for id in &ids {
            match ann.progress(id).await {
                Progress::Paid { .. } => paid += 1,
                Progress::Ready { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        let left = format!("{}.00", 400 - paid);
        (ann.balance("USD").await == left && bob.balance("USD").await == format!("{paid}.00"))
            .then_some(())
    })
    .await;
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_while_registering_is_a_member_or_can_go_on_with_the_same_code() {
    let world = World::new().await;
    for steps in 1..STEPS_MAX {
        let address = format!("ann{steps}@example.com");
        let browser = world.browser();
        let asked = browser
            .post("register_code", &[("address", &address)])
            .await;
        asked.done::<serde_json::Value>();
        let code = world.code_for(&address).await;
        let form = [
            ("address", address.as_str()),
            ("name", "Ann Archer"),
            ("password", PASSWORD),
            ("confirm_password", PASSWORD),
            ("code", &code),
            ("agreement", "on"),
        ];
        let stayed = leave_after(steps, browser.post("register", &form)).await;
        let sign_in = [("address", address.as_str()), ("password", PASSWORD)];
        until("somebody is a member", async || {
            let is_member = browser.post("sign_in", &sign_in).await.is_done();
            (is_member || browser.post("register", &form).await.is_done()).then_some(())
        })
        .await;
        let people = world.count("SELECT count(*) FROM wallet.people").await;
        assert_eq!(people, i64::try_from(steps).unwrap());
        if stayed.is_some() {
            break;
        }
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_while_a_card_is_charged_gets_what_was_charged() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let mut left = 0;
    for steps in 1..STEPS_MAX {
        let id = ann.new_topup().await;
        if leave_after(steps, ann.charge(&id, "1.00", "4242424242424242"))
            .await
            .is_some()
        {
            break;
        }
        left += 1;
    }
    assert!(left > 0, "nobody left");
    world.work().await;
    let charged = world
        .count("SELECT count(*) FROM wallet.sandbox_records WHERE key LIKE 'charge/%'")
        .await;
    assert_eq!(ann.balance("USD").await, format!("{charged}.00"));
    let open = world
        .count("SELECT count(*) FROM wallet.topups WHERE state <> 'paid'")
        .await;
    assert_eq!(open, 0);
    let cents = Money::new(-charged * 102, Currency::USD);
    assert_eq!(
        world.house(HouseAccount::CardClearing, Currency::USD).await,
        cents.to_decimal_string()
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_after_approving_a_card_payment_gets_what_the_bank_took() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let mut ids = Vec::new();
    for steps in 1..STEPS_MAX {
        let id = ann.new_topup().await;
        ann.charge(&id, "1.00", "4000000000003220")
            .await
            .done::<String>();
        let approval = [("id", id.as_str()), ("approve", "true")];
        let stayed = leave_after(steps, ann.post("topup_authenticate", &approval))
            .await
            .is_some();
        ids.push(id);
        if stayed {
            break;
        }
    }
    world.work().await;
    let approved = world
        .count("SELECT count(*) FROM wallet.sandbox_records WHERE key LIKE 'authentication/%'")
        .await;
    let mut paid = 0;
    for id in &ids {
        match ann.activity(id).await.line.kind {
            Kind::AddedByCard { .. } => paid += 1,
            Kind::NeedsAuthentication => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        paid,
        approved,
        "what the bank was told to take and what arrived, of {}",
        ids.len()
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_the_bank_that_is_cut_short_anywhere_and_told_again_arrives_once() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let mut transfers = 0;
    for steps in 1..STEPS_MAX {
        let (_, reference) = ann.announce("1.00", "EUR").await;
        let line = StatementLine {
            id: StatementLineId::parse(&format!("line-{steps}")).unwrap(),
            reference,
            amount: Money::new(100, Currency::EUR),
            outcome: LineOutcome::Arrived,
            received_at: world.clock.now(),
        };
        let stayed = leave_after(steps, world.state.wallet.take_bank_line(&line))
            .await
            .is_some();
        world.state.wallet.take_bank_line(&line).await.unwrap();
        transfers += 1;
        assert_eq!(
            ann.balance("EUR").await,
            format!("{transfers}.00"),
            "step {steps}"
        );
        assert_eq!(
            world.house(HouseAccount::Suspense, Currency::EUR).await,
            "0.00",
            "step {steps}"
        );
        if stayed {
            break;
        }
    }
    world.assert_sound().await;
}
