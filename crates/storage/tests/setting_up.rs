//! A database is set up once, however often and by however many it is asked for at once.
//! Nothing here may touch a database that another test uses.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use storage::{
    bootstrap::{Passwords, bootstrap},
    migrate::{Schema, check, migrate, migrator},
    pool::{PoolConfig, connect, connect_lazily},
    testing::TestDb,
};

/// The passwords the other tests' roles have: they are the server's, not the database's.
const PASSWORDS: Passwords<'static> = Passwords {
    owner: storage::testing::PASSWORD,
    app: storage::testing::PASSWORD,
    jobs: storage::testing::PASSWORD,
};

/// A name for a database that does not exist yet.
fn beside(db: &TestDb) -> String {
    format!("{}_too", db.superuser_options().get_database().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_start_at_once_set_up_one_database() {
    let db = TestDb::new().await;
    let name = beside(&db);
    let servers: Vec<_> = (0..4)
        .map(|_| {
            let (superuser, owner, name) =
                (db.superuser_options(), db.owner_options(), name.clone());
            tokio::spawn(async move {
                bootstrap(&superuser, &PASSWORDS, &name).await.unwrap();
                migrate(&owner.database(&name)).await.unwrap();
            })
        })
        .collect();
    for server in servers {
        server.await.unwrap();
    }
    let app = connect_lazily(db.app_options().database(&name), &PoolConfig::default());
    assert_eq!(check(&app).await.unwrap(), Schema::Ready);
    let run: i64 = sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations")
        .fetch_one(&app)
        .await
        .unwrap();
    assert_eq!(usize::try_from(run).unwrap(), migrator().iter().count());
}

#[tokio::test]
async fn a_schema_that_is_older_is_told_from_one_that_is_newer() {
    let db = TestDb::new().await;
    let name = beside(&db);
    bootstrap(&db.superuser_options(), &PASSWORDS, &name)
        .await
        .unwrap();
    let app = connect_lazily(db.app_options().database(&name), &PoolConfig::default());
    let all: Vec<i64> = migrator()
        .iter()
        .map(|migration| migration.version)
        .collect();
    assert_eq!(
        check(&app).await.unwrap(),
        Schema::Older {
            missing: all.clone()
        }
    );

    let owner = db.owner_options().database(&name);
    migrate(&owner).await.unwrap();
    assert_eq!(check(&app).await.unwrap(), Schema::Ready);

    let mut connection = PgConnection::connect_with(&owner).await.unwrap();
    connection
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (999999, 'of a newer program', true, '', 0)",
        )
        .await
        .unwrap();
    migrate(&owner).await.unwrap();
    assert_eq!(check(&app).await.unwrap(), Schema::Ready);

    let last = all.last().unwrap();
    connection
        .execute(AssertSqlSafe(format!(
            "DELETE FROM _sqlx_migrations WHERE version = {last}"
        )))
        .await
        .unwrap();
    assert_eq!(
        check(&app).await.unwrap(),
        Schema::Older {
            missing: vec![*last]
        }
    );
}

#[tokio::test]
async fn the_serving_role_can_neither_migrate_nor_become_another() {
    let db = TestDb::new().await;
    for statement in [
        "CREATE SCHEMA other",
        "CREATE TABLE public.other (id int)",
        "CREATE ROLE other",
        "SET ROLE okpay_owner",
        "SET SESSION AUTHORIZATION okpay_owner",
        "DELETE FROM _sqlx_migrations",
        "CREATE TABLE jobs.other (id int)",
    ] {
        let error = db.app.execute(statement).await.unwrap_err();
        assert_eq!(
            error.as_database_error().unwrap().code().unwrap(),
            "42501",
            "{statement}"
        );
    }
}

#[tokio::test]
async fn a_database_may_have_any_name() {
    let db = TestDb::new().await;
    let name = format!("{} \"'; DROP", beside(&db));
    bootstrap(&db.superuser_options(), &PASSWORDS, &name)
        .await
        .unwrap();
    let mut inside = PgConnection::connect_with(&db.app_options().database(&name))
        .await
        .unwrap();
    inside.ping().await.unwrap();
}

#[tokio::test]
async fn a_pool_bounds_what_its_sessions_may_do() {
    let db = TestDb::new().await;
    for (setting, value) in [
        ("statement_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("application_name", "okpay"),
        ("client_min_messages", "error"),
        ("log_min_messages", "error"),
    ] {
        let set: String = sqlx::query_scalar("SELECT current_setting($1)")
            .bind(setting)
            .fetch_one(&db.app)
            .await
            .unwrap();
        assert_eq!(set, value, "{setting}");
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_an_error_and_no_hang() {
    let config = PoolConfig {
        acquire_timeout: std::time::Duration::from_millis(200),
        ..PoolConfig::default()
    };
    let error = connect("postgres://okpay_app@127.0.0.1:1/okpay", &config)
        .await
        .unwrap_err();
    assert!(error.is_unavailable(), "{error}");
    assert!(
        !connect("no url", &config)
            .await
            .unwrap_err()
            .is_unavailable()
    );
}
