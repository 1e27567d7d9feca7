//! Two who meet at one place, with the order of things under the test's hand: one has done its work and has not
//! committed, the other is known to wait for it. What the second answers must not depend on when it came.

use ledger::{Command, LimitDelta, Outcome, Refusal, Verdict};
use sqlx::{AssertSqlSafe, Postgres, Transaction};
use tokio::task::JoinHandle;

use crate::world::{EUR, USD, World, daily, day};

/// Carries out a command of one leg in a transaction that stays open.
async fn hold(world: &World, command: &Command) -> Transaction<'static, Postgres> {
    let array = |items: &[String]| format!("ARRAY[{}]", items.join(", "));
    let limits = |show: fn(&LimitDelta) -> String| {
        array(&command.limits.iter().map(show).collect::<Vec<_>>())
    };
    let leg = &command.legs[0];
    let intent = command
        .intent
        .map_or("NULL".into(), |intent| format!("'{}'", intent.id));
    let digest = command
        .intent
        .map_or("NULL".into(), |_| format!("'\\x{}'", "09".repeat(32)));
    let fingerprint = format!(
        "\\x{}",
        format!("{:02x}", command.fingerprint[0]).repeat(32)
    );
    let call = format!(
        "SELECT count(*) FROM ledger.execute(
            ARRAY['{owner}']::uuid[], ARRAY['{id}']::uuid[], ARRAY['{fingerprint}']::bytea[],
            ARRAY[{intent}]::uuid[], ARRAY[{digest}]::bytea[], ARRAY['{kind}'], ARRAY['{{}}']::jsonb[],
            ARRAY['{at}']::timestamptz[],
            ARRAY[1], ARRAY['{debit}']::uuid[], ARRAY['{credit}']::uuid[], ARRAY[{amount}]::bigint[],
            ARRAY['{currency}'],
            {limit_items}::integer[], {names}::text[], {periods}::date[], {amounts}::bigint[], {caps}::bigint[])
        WHERE refusal IS NULL AND NOT replayed",
        owner = command.owner.as_uuid(),
        id = command.id,
        kind = command.event.kind,
        at = command.at.to_rfc3339(),
        debit = leg.debit,
        credit = leg.credit,
        amount = leg.amount.minor(),
        currency = leg.amount.currency().code(),
        limit_items = limits(|_| "1".into()),
        names = limits(|limit| format!("'{}'", limit.name)),
        periods = limits(|limit| format!("'{}'", limit.period_start)),
        amounts = limits(|limit| limit.amount_minor_usd.to_string()),
        caps = limits(|limit| limit.cap_minor_usd.to_string()),
    );
    let mut transaction = world.db.app.begin().await.unwrap();
    let posted: i64 = sqlx::query_scalar(AssertSqlSafe(call))
        .fetch_one(&mut *transaction)
        .await
        .unwrap();
    assert_eq!(posted, 1, "the first is posted");
    transaction
}

/// Sends a command and returns once it waits for somebody.
async fn waits(world: &World, command: Command) -> JoinHandle<Outcome> {
    let ledger = world.ledger.clone();
    // As the same role, for others do not see what a session waits for.
    let sent = tokio::spawn(async move { ledger.execute(command).await.unwrap() });
    loop {
        let waiting: bool = sqlx::query_scalar(
            "SELECT EXISTS (
                SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            )",
        )
        .fetch_one(&world.db.app)
        .await
        .unwrap();
        if waiting {
            return sent;
        }
        assert!(!sent.is_finished(), "it should have met the other");
    }
}

#[tokio::test]
async fn the_same_command_waits_for_its_twin_and_gets_its_answer() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let payment = world.payment(chen, maria, 600);
    let first = hold(&world, &payment).await;
    let second = waits(&world, payment).await;
    first.commit().await.unwrap();
    let outcome = second.await.unwrap();
    assert!(outcome.is_posted() && outcome.replayed);
    assert_eq!(world.balance(maria).await, 600);
}

#[tokio::test]
async fn the_same_command_goes_ahead_when_its_twin_came_to_nothing() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let payment = world.payment(chen, maria, 600);
    let first = hold(&world, &payment).await;
    let second = waits(&world, payment).await;
    first.rollback().await.unwrap();
    let outcome = second.await.unwrap();
    assert!(outcome.is_posted() && !outcome.replayed);
    assert_eq!(world.balance(maria).await, 600);
}

#[tokio::test]
async fn another_command_under_the_same_id_is_refused_also_when_nothing_else_is_shared() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let (li, wang) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let payment = world.payment(chen, maria, 600);
    let other = Command {
        owner: payment.owner,
        id: payment.id,
        fingerprint: [8; 32],
        ..world.payment(li, wang, 1)
    };
    let first = hold(&world, &payment).await;
    let second = waits(&world, other).await;
    first.commit().await.unwrap();
    assert_eq!(
        second.await.unwrap().verdict,
        Verdict::Refused(Refusal::CommandReused)
    );
    assert_eq!(
        (world.balance(maria).await, world.balance(wang).await),
        (600, 0)
    );
}

#[tokio::test]
async fn the_second_to_spend_the_same_money_sees_what_is_left() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let first = hold(&world, &world.payment(chen, maria, 600)).await;
    let second = waits(&world, world.payment(chen, maria, 600)).await;
    first.commit().await.unwrap();
    let refused = second.await.unwrap().verdict;
    assert!(
        matches!(refused, Verdict::Refused(Refusal::InsufficientFunds { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn the_second_to_use_an_intent_finds_it_used() {
    let world = World::new().await;
    let chen = world.funded(1000, USD).await;
    let (maria, li) = (world.wallet(USD).await, world.wallet(USD).await);
    let intent = Some(world.intent(chen.owner).await);
    let euros = world.wallet_of(chen.owner, EUR).await;
    world.top_up(euros, 1000).await;
    let to = world.wallet(EUR).await;
    let first = hold(
        &world,
        &Command {
            intent,
            ..world.payment(chen, maria, 1)
        },
    )
    .await;
    let second = waits(
        &world,
        Command {
            intent,
            ..world.payment(euros, to, 1)
        },
    )
    .await;
    first.commit().await.unwrap();
    assert_eq!(
        second.await.unwrap().verdict,
        Verdict::Refused(Refusal::IntentUsed)
    );
    assert!(world.execute(world.payment(chen, li, 1)).await.is_posted());
}

#[tokio::test]
async fn the_second_to_fill_a_limit_sees_what_is_left_be_it_the_first_use_or_not() {
    let world = World::new().await;
    let dollars = world.funded(1000, USD).await;
    let euros = world.wallet_of(dollars.owner, EUR).await;
    world.top_up(euros, 1000).await;
    let (maria, luc) = (world.wallet(USD).await, world.wallet(EUR).await);
    let limited = |from, to, minor| Command {
        limits: vec![daily(minor, 100)],
        ..world.payment(from, to, minor)
    };
    for (minor, left) in [(30, 70), (50, 20)] {
        let first = hold(&world, &limited(dollars, maria, minor)).await;
        let second = waits(&world, limited(euros, luc, 71)).await;
        first.commit().await.unwrap();
        let expected = Refusal::LimitExceeded {
            name: "payments_per_day".into(),
            remaining_minor_usd: left,
        };
        assert_eq!(second.await.unwrap().verdict, Verdict::Refused(expected));
    }
    let used = world
        .ledger
        .usage(dollars.owner, "payments_per_day", day())
        .await
        .unwrap();
    assert_eq!(used, 80);
}
