//! Coming up: several servers at once, a schema that is not there yet.

use server::{
    config::{Config, DatabaseChoice, KeyChoice, MasterKey, PublicUrl, Secret},
    database::{self, DatabaseError},
};
use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use storage::{
    bootstrap::{APP, JOBS, OWNER, Passwords, bootstrap},
    testing::TestDb,
};
use tokio_util::sync::CancellationToken;

/// The passwords that every database of the throwaway server goes by.
const PASSWORD: &str = "only-for-tests";

/// A database with roles and nothing in it.
async fn empty_database() -> PgConnectOptions {
    let name = format!("t_{}", server::clock::new_id().simple());
    let superuser = TestDb::new().await.superuser_options();
    bootstrap(
        &superuser,
        &Passwords {
            owner: PASSWORD,
            app: PASSWORD,
            jobs: PASSWORD,
        },
        &name,
    )
    .await
    .unwrap();
    superuser.database(&name)
}

fn config(database: &PgConnectOptions, migrates: bool) -> Config {
    let url = |role: &str| {
        Secret::new(
            database
                .clone()
                .username(role)
                .password(PASSWORD)
                .to_url_lossy()
                .to_string(),
        )
    };
    Config {
        addr: ([127, 0, 0, 1], 0).into(),
        public: PublicUrl::localhost(false, 3000),
        data_dir: std::env::temp_dir(),
        database: DatabaseChoice::Given {
            app: url(APP),
            migrate: migrates.then(|| url(OWNER)),
            jobs: Some(url(JOBS)),
        },
        sandbox: true,
        mail: None,
        security_contact: None,
        trust_proxy: false,
        tls: false,
        key: KeyChoice::Given(MasterKey::from_bytes([7; 32])),
        site_root: std::env::temp_dir(),
        metrics_public: false,
        demo: false,
        rates: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_agree_on_one_schema() {
    let database = empty_database().await;
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let config = config(&database, true);
            tokio::spawn(async move { database::open(&config).await })
        })
        .collect();
    for start in starts {
        let opened = start.await.unwrap().unwrap();
        assert!(opened.database.schema_is_current().await.unwrap());
        opened.close(&CancellationToken::new()).await;
    }
}

#[tokio::test]
async fn a_server_that_may_not_migrate_refuses_an_old_schema() {
    let database = empty_database().await;
    let refused = database::open(&config(&database, false))
        .await
        .err()
        .unwrap();
    assert!(matches!(refused, DatabaseError::OldSchema), "{refused}");
    assert!(refused.to_string().contains("okpay db migrate"));
    database::open(&config(&database, true))
        .await
        .unwrap()
        .close(&CancellationToken::new())
        .await;
    database::open(&config(&database, false))
        .await
        .unwrap()
        .close(&CancellationToken::new())
        .await;
}
