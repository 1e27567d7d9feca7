//! A database of its own for every test, on the throwaway server that `TEST_DATABASE_URL` names.
//! Never point it at a server whose roles or data matter: it sets the roles' passwords and leaves databases behind.

use std::fmt::Write as _;

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool,
    postgres::PgConnectOptions,
};

use crate::{
    bootstrap::{APP, JOBS, OWNER, Passwords, bootstrap},
    jobs,
    migrate::{migrate, migrator},
    pool::{PoolConfig, connect_lazily},
};

/// The superuser's URL of the throwaway server.
pub const URL_VARIABLE: &str = "TEST_DATABASE_URL";

/// The password of all roles on the throwaway server.
pub const PASSWORD: &str = "only-for-tests";
const LOCK: i64 = 0x6f6b_7061_7902;

/// A migrated database that nobody else uses. It stays behind; the server is thrown away as a whole.
#[derive(Clone, Debug)]
pub struct TestDb {
    /// As the role that serves: what is to be tested.
    pub app: PgPool,
    /// As the role that owns the schemas: for looking, and for attacks from within.
    pub owner: PgPool,
    /// As the workers' role.
    pub jobs: PgPool,
    superuser: PgConnectOptions,
}

impl TestDb {
    /// Copies the template, which the first caller makes.
    ///
    /// # Panics
    /// When there is no server to test with, or it refuses: a test cannot go on without.
    pub async fn new() -> Self {
        let url = std::env::var(URL_VARIABLE).unwrap_or_else(|_| {
            panic!("{URL_VARIABLE} must name the superuser of a throwaway PostgreSQL; `cargo xtask test` starts one")
        });
        let server: PgConnectOptions = url.parse().expect("TEST_DATABASE_URL is a PostgreSQL URL");
        let name = copy_of_template(&server)
            .await
            .expect("a database for the test");
        let superuser = server.database(&name);
        let pool = |role: &str| connect_lazily(login(&superuser, role), &PoolConfig::default());
        Self {
            app: pool(APP),
            owner: pool(OWNER),
            jobs: pool(JOBS),
            superuser,
        }
    }

    /// One more pool of the role that serves.
    pub fn app_with(&self, config: &PoolConfig) -> PgPool {
        connect_lazily(self.app_options(), config)
    }

    /// How the role that serves logs in.
    pub fn app_options(&self) -> PgConnectOptions {
        login(&self.superuser, APP)
    }

    /// How the role that owns the schemas logs in.
    pub fn owner_options(&self) -> PgConnectOptions {
        login(&self.superuser, OWNER)
    }

    /// How the workers' role logs in.
    pub fn jobs_options(&self) -> PgConnectOptions {
        login(&self.superuser, JOBS)
    }

    /// How the superuser logs in to this database.
    pub fn superuser_options(&self) -> PgConnectOptions {
        self.superuser.clone()
    }

    /// Login as a URL, for programs that are started with one.
    pub fn url(options: &PgConnectOptions) -> String {
        options.to_url_lossy().to_string()
    }
}

fn login(server: &PgConnectOptions, role: &str) -> PgConnectOptions {
    server.clone().username(role).password(PASSWORD)
}

async fn copy_of_template(server: &PgConnectOptions) -> Result<String, Box<dyn std::error::Error>> {
    let mut connection = server.connect().await?;
    let template = template_name();
    let exists = |name: String| {
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)").bind(name)
    };
    let ready: bool = exists(template.clone()).fetch_one(&mut connection).await?;
    if !ready {
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(LOCK)
            .execute(&mut connection)
            .await?;
        let made_meanwhile: bool = exists(template.clone()).fetch_one(&mut connection).await?;
        if !made_meanwhile {
            make_template(server, &mut connection, &template).await?;
        }
        sqlx::query("SELECT pg_advisory_unlock($1)")
            .bind(LOCK)
            .execute(&mut connection)
            .await?;
    }
    let name: String =
        sqlx::query_scalar("SELECT 't_' || replace(gen_random_uuid()::text, '-', '')")
            .fetch_one(&mut connection)
            .await?;
    run(
        &mut connection,
        format!("CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}"),
    )
    .await?;
    // A copy does not take the grants on the database itself along.
    run(
        &mut connection,
        format!("REVOKE ALL ON DATABASE {name} FROM PUBLIC"),
    )
    .await?;
    run(
        &mut connection,
        format!("GRANT CONNECT ON DATABASE {name} TO {APP}, {JOBS}"),
    )
    .await?;
    connection.close().await?;
    Ok(name)
}

/// Builds under another name and renames at the end, so that nobody copies a half-made template.
async fn make_template(
    server: &PgConnectOptions,
    connection: &mut PgConnection,
    template: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    let building = format!("{template}_building");
    run(
        connection,
        format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)"),
    )
    .await?;
    bootstrap(
        server,
        &Passwords {
            owner: PASSWORD,
            app: PASSWORD,
            jobs: PASSWORD,
        },
        &building,
    )
    .await?;
    let inside = server.clone().database(&building);
    migrate(&login(&inside, OWNER)).await?;
    let queue = connect_lazily(login(&inside, JOBS), &PoolConfig::default());
    jobs::install(&queue).await?;
    queue.close().await;
    run(
        connection,
        format!("ALTER DATABASE {building} RENAME TO {template}"),
    )
    .await?;
    run(
        connection,
        format!("ALTER DATABASE {template} WITH ALLOW_CONNECTIONS false"),
    )
    .await?;
    Ok(())
}

async fn run(connection: &mut PgConnection, statement: String) -> Result<(), sqlx::Error> {
    connection.execute(AssertSqlSafe(statement)).await.map(drop)
}

/// Named by what it is made from, so that other migrations are another template.
fn template_name() -> String {
    let migrations = migrator();
    let checksums = migrations
        .iter()
        .flat_map(|migration| migration.checksum.iter().copied());
    let code = include_bytes!("bootstrap.rs")
        .iter()
        .chain(include_bytes!("jobs.rs"))
        .copied();
    // FNV-1a, 64 bits: nobody attacks this name.
    let hash = checksums
        .chain(code)
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let mut name = String::from("okpay_template_");
    let _ = write!(name, "{hash:016x}");
    name
}
