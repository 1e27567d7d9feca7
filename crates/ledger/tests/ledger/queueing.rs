//! Commands that come at once share a batch, and none of them notices: each has its own answer.

use domain::Money;
use ledger::{Command, Ledger, Refusal, Verdict};
use sqlx::Executor;

use crate::world::{USD, Wallet, World};

/// Sends all of them at once and waits for their answers, in the order of the commands.
async fn at_once(ledger: &Ledger, commands: Vec<Command>) -> Vec<Verdict> {
    let tasks: Vec<_> = commands
        .into_iter()
        .map(|command| {
            let ledger = ledger.clone();
            tokio::spawn(async move { ledger.execute(command).await.unwrap().verdict })
        })
        .collect();
    let mut verdicts = Vec::new();
    for task in tasks {
        verdicts.push(task.await.unwrap());
    }
    verdicts
}

/// How many transactions wrote the commands that are there.
async fn transactions(world: &World) -> i64 {
    sqlx::query_scalar("SELECT count(DISTINCT xmin::text) FROM ledger.commands")
        .fetch_one(&world.db.owner)
        .await
        .unwrap()
}

async fn pair(world: &World) -> (Wallet, Wallet) {
    (world.funded(100_000, USD).await, world.wallet(USD).await)
}

#[tokio::test]
async fn commands_that_come_at_once_share_commits() {
    let world = World::new().await;
    let (chen, maria) = pair(&world).await;
    let payments = (0..200).map(|_| world.payment(chen, maria, 1)).collect();
    let before = transactions(&world).await;
    let verdicts = at_once(&world.ledger, payments).await;
    assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Posted));
    assert_eq!(world.balance(maria).await, 200);
    let commits = transactions(&world).await - before;
    assert!(commits < 100, "{commits} commits for 200 payments");
}

#[tokio::test]
async fn a_command_that_comes_alone_is_a_batch_of_its_own() {
    let world = World::new().await;
    let (chen, maria) = pair(&world).await;
    let before = transactions(&world).await;
    for _ in 0..5 {
        world.execute(world.payment(chen, maria, 1)).await;
    }
    assert_eq!(transactions(&world).await - before, 5);
}

#[tokio::test]
async fn one_that_cannot_be_keeps_nobody_else_from_having_theirs() {
    let world = World::new().await;
    let (chen, maria) = pair(&world).await;
    let poor = world.funded(3, USD).await;
    let mut commands = Vec::new();
    for number in 0..60 {
        commands.push(match number % 4 {
            0 => world.payment(poor, maria, 500),
            1 => world.payment(chen, chen, 1),
            2 => {
                let mut unstorable = world.payment(chen, maria, 1);
                unstorable.event.data = serde_json::json!("a\0b");
                unstorable
            }
            _ => world.payment(chen, maria, 1),
        });
    }
    let verdicts = at_once(&world.ledger, commands).await;
    let short = Refusal::InsufficientFunds {
        account: poor.account,
        available: Money::new(3, USD),
    };
    for (number, verdict) in verdicts.iter().enumerate() {
        let expected = match number % 4 {
            0 => Verdict::Refused(short.clone()),
            1 => Verdict::Refused(Refusal::SameAccount),
            2 => Verdict::Refused(Refusal::Malformed),
            _ => Verdict::Posted,
        };
        assert_eq!(*verdict, expected, "command {number}");
    }
    world.assert_sound().await;
}

#[tokio::test]
async fn what_the_database_cannot_take_fails_alone() {
    let world = World::new().await;
    let (chen, maria) = pair(&world).await;
    // A fault nobody thought of: the database refuses one kind of event, whatever it is sent with.
    world
        .db
        .owner
        .execute("ALTER TABLE ledger.commands ADD CONSTRAINT no_gifts CHECK (kind <> 'gift')")
        .await
        .unwrap();
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let mut command = world.payment(chen, maria, 1);
            if number % 10 == 0 {
                command.event.kind = "gift";
            }
            let ledger = world.ledger.clone();
            tokio::spawn(async move { ledger.execute(command).await.is_ok() })
        })
        .collect();
    for (number, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), number % 10 != 0, "command {number}");
    }
    assert_eq!(world.balance(maria).await, 36);
}

#[tokio::test]
async fn a_transaction_that_the_database_wants_repeated_is_repeated_until_it_holds() {
    let world = World::new().await;
    let (chen, maria) = pair(&world).await;
    // Every other writing of commands ends in 40001 or 40P01, as on a database of many machines.
    world
        .db
        .owner
        .execute(
            "CREATE SEQUENCE ledger.tries;
            CREATE FUNCTION ledger.fail() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE try CONSTANT bigint := nextval('ledger.tries');
            BEGIN
                IF try % 4 = 1 THEN RAISE EXCEPTION 'injected' USING ERRCODE = '40001'; END IF;
                IF try % 4 = 3 THEN RAISE EXCEPTION 'injected' USING ERRCODE = '40P01'; END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER injected AFTER INSERT ON ledger.commands
                FOR EACH STATEMENT EXECUTE FUNCTION ledger.fail()",
        )
        .await
        .unwrap();
    let servers = [world.ledger.clone(), Ledger::new(world.db.app.clone())];
    for round in 0..10 {
        let payments = (0..20).map(|_| world.payment(chen, maria, 1)).collect();
        let verdicts = at_once(&servers[round % 2], payments).await;
        assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Posted));
    }
    assert_eq!(world.balance(maria).await, 200);
    world.assert_sound().await;
}

#[tokio::test]
async fn whoever_leaves_before_the_answer_is_paid_for_all_the_same() {
    let world = World::new().await;
    let (chen, maria) = pair(&world).await;
    let payments: Vec<_> = (0..50).map(|_| world.payment(chen, maria, 1)).collect();
    for payment in payments.clone() {
        let ledger = world.ledger.clone();
        let task = tokio::spawn(async move { ledger.execute(payment).await.map(drop) });
        tokio::task::yield_now().await;
        task.abort();
    }
    let verdicts = at_once(&world.ledger, payments).await;
    assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Posted));
    assert_eq!(world.balance(maria).await, 50);
}
