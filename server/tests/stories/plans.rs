//! How the database answers when somebody has a hundred thousand entries: every query of the history and of its search,
//! as the program has it, walks an index and never sorts more than a block. A new query on these tables fails the story
//! until it is listed here with arguments.

mod asked;

use std::fmt::Write as _;

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::support::{Member, World};
use asked::all_asked;

/// Tables that grow with what people do.
const LARGE: [&str; 10] = [
    "accounts",
    "balances",
    "entries",
    "commands",
    "topups",
    "search_entries",
    "search_blocks",
    "search_waiting",
    "search_places",
    "annotations",
];
/// The most rows that one sort may get: a page of each block that is looked into at once, or of each currency.
const SORTED_MAX: f64 = 1_000.0;

/// The most rows that one step of a plan may look at: of all blocks that are looked into at once.
const LOOKED_AT_MAX: f64 = 20_000.0;

/// What looks at everything on purpose: the check of the whole ledger, its proof, and the forgetting of one person's index.
const OF_EVERYTHING: [&str; 4] = [
    "WITH added AS (",
    "SELECT e.seq, e.amount, e.balance_after, e.recorded_at, coalesce(",
    "DELETE FROM wallet.search_entries WHERE person_id = $1",
    "DELETE FROM wallet.search_blocks WHERE person_id = $1",
];

/// The queries of the whole program, as they were checked against the schema.
fn queries_of_the_program() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../.sqlx");
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .map(|text| serde_json::from_slice::<Value>(&text).unwrap())
        .map(|query| query["query"].as_str().unwrap().to_owned())
        .map(|query| query.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Whether somebody who adds this query has to say here how it is asked.
fn is_of_the_history(query: &str) -> bool {
    let reads = ["SELECT", "WITH", "DELETE"]
        .iter()
        .any(|word| query.starts_with(word));
    let is_excepted = OF_EVERYTHING
        .iter()
        .any(|known| query == *known || known.ends_with('(') && query.starts_with(known));
    let tables = ["ledger.entries", "wallet.search_", "wallet.annotations"];
    reads && !is_excepted && tables.iter().any(|table| query.contains(table))
}

/// A world in which Ann has a hundred thousand entries and Bob ten thousand.
async fn filled() -> (World, Member, String) {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let bob = world.bob().await;
    let id_of = async |who: &Member| -> String {
        let account = who.account().await;
        sqlx::query_scalar("SELECT id::text FROM wallet.people WHERE account_number = $1")
            .bind(account)
            .fetch_one(&world.db.owner)
            .await
            .unwrap()
    };
    let (ann_id, bob_id) = (id_of(&ann).await, id_of(&bob).await);
    let mut superuser = PgConnection::connect_with(&world.db.superuser_options())
        .await
        .unwrap();
    let accounts = (ann.account().await, bob.account().await);
    let ledger = |from: &str, to: &str| {
        include_str!("plans/ledger.sql")
            .replace("{from}", from)
            .replace("{to}", to)
            .replace("{ann}", &ann_id)
            .replace("{bob}", &bob_id)
            .replace("{ann_account}", &accounts.0)
            .replace("{bob_account}", &accounts.1)
    };
    let mut run = async |script: &str| {
        sqlx::raw_sql(AssertSqlSafe(script.to_owned()))
            .execute(&mut superuser)
            .await
            .unwrap();
    };
    run("SET session_replication_role = replica").await;
    run(&ledger("1", "1000")).await;
    run("INSERT INTO wallet.search_waiting SELECT person_id, id::text FROM wallet.topups").await;
    world.state.wallet.take_in_beforehand().await.unwrap();
    run(&ledger("1001", "100000")).await;
    run(include_str!("plans/index.sql")).await;
    run("ANALYZE").await;
    for id in ["USD-1", "USD-50000", "THB-3"] {
        ann.post("set_tags", &[("id", id), ("tags", "kept")])
            .await
            .done::<Vec<String>>();
    }
    (world, ann, ann_id)
}

/// What is wrong with a plan: what it reads whole, and what it sorts too much of.
fn faults(plan: &Value, into: &mut String) {
    let kind = plan["Node Type"].as_str().unwrap_or_default();
    let relation = plan["Relation Name"].as_str().unwrap_or_default();
    if kind == "Seq Scan" && LARGE.contains(&relation) {
        let _ = writeln!(into, "reads all of {relation}");
    }
    let number = |name: &str| plan[name].as_f64().unwrap_or(0.0);
    let looked_at =
        (number("Actual Rows") + number("Rows Removed by Filter")) * number("Actual Loops");
    if looked_at > LOOKED_AT_MAX {
        let _ = writeln!(into, "looks at {looked_at} rows by {kind} of {relation}");
    }
    let below = plan["Plans"].as_array().cloned().unwrap_or_default();
    if kind == "Sort" {
        let rows = below
            .iter()
            .filter_map(|child| child["Actual Rows"].as_f64());
        let rows = rows.fold(0.0, f64::max);
        if rows > SORTED_MAX {
            let _ = writeln!(into, "sorts {rows} rows at once");
        }
    }
    for child in &below {
        faults(child, into);
    }
}

/// Looks at the plans of a query with these arguments: made for them, and made for any as PostgreSQL does after a while.
async fn look(connection: &mut PgConnection, query: &str, arguments: &str) -> String {
    let mut wrong = String::new();
    for mode in ["force_custom_plan", "force_generic_plan"] {
        let prepare = format!("SET plan_cache_mode = {mode}; BEGIN; PREPARE looked_at AS {query}");
        sqlx::raw_sql(AssertSqlSafe(prepare))
            .execute(&mut *connection)
            .await
            .unwrap_or_else(|error| panic!("{error}: {query}"));
        let explain =
            format!("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE looked_at ({arguments})");
        let plan: Value = sqlx::query_scalar(AssertSqlSafe(explain))
            .fetch_one(&mut *connection)
            .await
            .unwrap_or_else(|error| panic!("{error}: {query} with {arguments}"));
        sqlx::raw_sql("DEALLOCATE looked_at; ROLLBACK")
            .execute(&mut *connection)
            .await
            .unwrap();
        let mut found = String::new();
        faults(&plan[0]["Plan"], &mut found);
        if !found.is_empty() {
            let _ = writeln!(
                wrong,
                "{query}\nwith {arguments} ({mode}):\n{found}{plan:#}"
            );
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_hundred_thousand_entries_nothing_is_read_whole_and_nothing_large_is_sorted() {
    let (world, ann, ann_id) = filled().await;
    let program = queries_of_the_program();
    let all = all_asked();
    let unasked: Vec<&String> = program
        .iter()
        .filter(|query| is_of_the_history(query))
        .filter(|query| !all.iter().any(|asked| query.contains(asked.query)))
        .collect();
    assert!(
        unasked.is_empty(),
        "say in plans.rs how these are asked: {unasked:#?}"
    );

    let mut app = PgConnection::connect_with(&world.db.app_options())
        .await
        .unwrap();
    let mut wrong = String::new();
    for asked in &all {
        let found: Vec<&String> = program
            .iter()
            .filter(|query| query.contains(asked.query))
            .collect();
        let [query] = found.as_slice() else {
            panic!("{} is not one query of the program: {found:?}", asked.query);
        };
        for arguments in &asked.with {
            let arguments = arguments.replace("$ann", &format!("'{ann_id}'::uuid"));
            wrong += &look(&mut app, query, &arguments).await;
        }
    }
    assert!(wrong.is_empty(), "{wrong}");

    // And they find what there is.
    assert_eq!(ann.find_ids(&[("search", "独角兽")]).await, ["USD-14"]);
    assert_eq!(ann.find(&[("currency", "THB")]).await.len(), 100);
    assert_eq!(ann.find_ids(&[("tag", "kept")]).await.len(), 3);
}
