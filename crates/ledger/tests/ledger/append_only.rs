//! The database refuses what the code would never do: for the role that serves, and for the owner of the tables.
use sqlx::{AssertSqlSafe, Executor, PgPool};

use crate::world::{EUR, USD, World};

const JOURNAL: [&str; 4] = ["accounts", "commands", "entries", "reversals"];

/// The SQLSTATE of the refusal.
async fn refusal(pool: &PgPool, statement: &str) -> String {
    match pool.execute(AssertSqlSafe(statement.to_owned())).await {
        Ok(done) => panic!("{statement}: {} rows", done.rows_affected()),
        Err(error) => error
            .as_database_error()
            .unwrap()
            .code()
            .unwrap()
            .into_owned(),
    }
}

async fn busy() -> World {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    world.intent(chen.owner).await;
    let payment = world.payment(chen, maria, 300);
    world.execute(payment.clone()).await;
    world.execute(world.hold(chen, maria, 50)).await;
    world.execute(world.reversal(&payment, 20)).await;
    world
}

#[tokio::test]
async fn the_serving_role_may_only_read_the_ledger() {
    let world = busy().await;
    let everything =
        "account_kinds accounts balances commands entries holds reversals intents usage";
    let before = world.rows(everything).await;
    for table in everything.split(' ') {
        let first_column: String = sqlx::query_scalar(
            "SELECT column_name::text FROM information_schema.columns
            WHERE table_schema = 'ledger' AND table_name = $1 AND ordinal_position = 1",
        )
        .bind(table)
        .fetch_one(&world.db.app)
        .await
        .unwrap();
        for statement in [
            format!("UPDATE ledger.{table} SET {first_column} = {first_column}"),
            format!("DELETE FROM ledger.{table}"),
            format!("TRUNCATE ledger.{table} CASCADE"),
            format!("INSERT INTO ledger.{table} SELECT * FROM ledger.{table}"),
            format!("ALTER TABLE ledger.{table} DISABLE TRIGGER ALL"),
            format!("DROP TABLE ledger.{table} CASCADE"),
        ] {
            assert_eq!(
                refusal(&world.db.app, &statement).await,
                "42501",
                "{statement}"
            );
        }
    }
    assert_eq!(world.rows(everything).await, before);
}

#[tokio::test]
async fn the_serving_role_cannot_make_things_where_the_functions_look() {
    let world = World::new().await;
    for schema in ["ledger", "public"] {
        let statement = format!("CREATE TABLE {schema}.balances_too (id int)");
        assert_eq!(refusal(&world.db.app, &statement).await, "42501");
    }
    assert_eq!(
        refusal(
            &world.db.app,
            "CREATE TEMP TABLE balances (account_id uuid)"
        )
        .await,
        "42501"
    );
}

#[tokio::test]
async fn the_serving_role_cannot_mark_an_intent_as_used() {
    let world = World::new().await;
    let statement = "INSERT INTO ledger.intents
        (owner_id, intent_id, kind, digest, body, created_at, expires_at, consumed_at, consumed_by)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'x', sha256('x'), '{}', now(), now(), now(), gen_random_uuid())";
    assert_eq!(refusal(&world.db.app, statement).await, "42501");
}

#[tokio::test]
async fn only_the_serving_role_moves_money() {
    let world = World::new().await;
    assert_eq!(
        refusal(
            &world.db.jobs,
            "SELECT ledger.open_account(gen_random_uuid(), 'wallet', 'USD')"
        )
        .await,
        "42501"
    );
    assert_eq!(
        refusal(&world.db.jobs, "SELECT * FROM ledger.balances").await,
        "42501"
    );
}

#[tokio::test]
async fn the_owner_cannot_change_the_journal_either() {
    let world = busy().await;
    let before = world.rows(&JOURNAL.join(" ")).await;
    for table in JOURNAL {
        for statement in [
            format!("UPDATE ledger.{table} SET owner_id = owner_id"),
            format!("DELETE FROM ledger.{table}"),
            format!("DELETE FROM ledger.{table} WHERE false"),
            format!("TRUNCATE ledger.{table} CASCADE"),
        ] {
            assert_eq!(
                refusal(
                    &world.db.owner,
                    &statement.replace(
                        "entries SET owner_id = owner_id",
                        "entries SET amount = -amount"
                    )
                )
                .await,
                "23000",
                "{statement}"
            );
        }
    }
    assert_eq!(
        refusal(&world.db.owner, "DELETE FROM ledger.balances").await,
        "23000"
    );
    assert_eq!(
        refusal(&world.db.owner, "TRUNCATE ledger.balances").await,
        "23000"
    );
    assert_eq!(world.rows(&JOURNAL.join(" ")).await, before);
}

#[tokio::test]
async fn the_owner_cannot_make_money_out_of_nothing() {
    let world = busy().await;
    let before = world.written().await;
    for (statement, state) in [
        // A balance beside its entries.
        ("UPDATE ledger.balances SET posted = posted + 1", "23000"),
        ("UPDATE ledger.balances SET seq = seq - 1 WHERE seq > 0", "23000"),
        ("UPDATE ledger.balances SET held = posted + 1 WHERE NOT may_go_negative", "23514"),
        ("UPDATE ledger.balances SET held = -1", "23514"),
        // An entry without its other side, or without a transfer.
        (
            "INSERT INTO ledger.entries
            SELECT account_id, seq + 1, 5, balance_after + 5, recorded_at, owner_id, command_id, leg
            FROM ledger.entries ORDER BY seq DESC LIMIT 1",
            "23000",
        ),
        (
            "INSERT INTO ledger.entries
            SELECT account_id, b.seq + 1, 5, posted + 5, now(), gen_random_uuid(), gen_random_uuid(), NULL
            FROM ledger.balances b",
            "23000",
        ),
        // A transfer of nothing, to itself, or between nobody.
        (
            "INSERT INTO ledger.entries
            SELECT account_id, seq + 1, 0, balance_after, recorded_at, owner_id, command_id, 9
            FROM ledger.entries ORDER BY seq DESC LIMIT 1",
            "23514",
        ),
        (
            "INSERT INTO ledger.entries
            SELECT b.account_id, b.seq + side.n, side.amount, b.posted + least(side.amount, 0) + 5 * (side.n - 2) * -1 - 5,
                now(), b.account_id, b.account_id, 9
            FROM (SELECT * FROM ledger.balances LIMIT 1) b CROSS JOIN (VALUES (1, -5), (2, 5)) side(n, amount)",
            "23000",
        ),
        (
            "INSERT INTO ledger.entries
            SELECT side.id, 1, side.amount, side.amount, now(), side.owner, side.owner, 9
            FROM (SELECT gen_random_uuid() AS id, a.owner, a.amount
                FROM (SELECT gen_random_uuid() AS owner) o CROSS JOIN LATERAL (VALUES (o.owner, -5), (o.owner, 5)) a(owner, amount)) side",
            "23000",
        ),
        // An intent used twice, or another one under its id.
        ("UPDATE ledger.intents SET digest = sha256('other')", "23000"),
        // A hold that grows, or is taken away.
        ("UPDATE ledger.holds SET amount = amount + 1", "23000"),
        ("DELETE FROM ledger.holds", "23000"),
    ] {
        assert_eq!(refusal(&world.db.owner, statement).await, state, "{statement}");
    }
    assert_eq!(world.written().await, before);
}

#[tokio::test]
async fn the_owner_cannot_enter_a_transfer_that_does_not_continue_its_accounts() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.funded(500, USD).await);
    for (seq, debit_after, credit_after) in [(3, 995, 505), (2, 0, 0), (2, 995, 506), (1, 995, 505)]
    {
        let entries = format!(
            "INSERT INTO ledger.entries VALUES
                ('{1}', {seq}, -5, {debit_after}, now(), '{0}', '{0}', NULL),
                ('{2}', {seq}, 5, {credit_after}, now(), '{0}', '{0}', NULL)",
            chen.owner.as_uuid(),
            chen.account,
            maria.account,
        );
        let refused = refusal(&world.db.owner, &entries).await;
        assert!(refused == "23000" || refused == "23505", "{seq}: {refused}");
    }
    world.assert_sound().await;
}

#[tokio::test]
async fn the_owner_cannot_enter_a_transfer_between_currencies() {
    let world = World::new().await;
    let (dollars, euros) = (world.funded(1000, USD).await, world.funded(1000, EUR).await);
    let entries = format!(
        "INSERT INTO ledger.entries VALUES
            ('{1}', 2, -5, 995, now(), '{0}', '{0}', NULL), ('{2}', 2, 5, 1005, now(), '{0}', '{0}', NULL)",
        dollars.owner.as_uuid(),
        dollars.account,
        euros.account,
    );
    assert_eq!(refusal(&world.db.owner, &entries).await, "23000");
}

#[tokio::test]
async fn a_superuser_who_tampers_is_found_by_the_check() {
    let world = busy().await;
    let superuser = PgPool::connect_with(world.db.superuser_options())
        .await
        .unwrap();
    world.assert_sound().await;
    for tampering in [
        "UPDATE ledger.entries SET amount = amount + 1 WHERE amount = 300",
        "DELETE FROM ledger.entries WHERE amount = -300",
        "UPDATE ledger.holds SET amount = amount + 1",
        "UPDATE ledger.balances SET posted = posted + 1 WHERE posted = 280",
    ] {
        let mut secretly = superuser.begin().await.unwrap();
        secretly
            .execute("SET LOCAL session_replication_role = replica")
            .await
            .unwrap();
        let touched = secretly.execute(tampering).await.unwrap().rows_affected();
        assert_eq!(touched, 1, "{tampering}");
        secretly.commit().await.unwrap();
        assert!(
            !world.ledger.check().await.unwrap().is_sound(),
            "{tampering}"
        );
    }
}
