//! Makes what only a superuser can: the three roles, the database, the workers' schema. Done once per database, and
//! harmless when done again or by two at once. It must never touch data.

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions,
};

use crate::error::{StorageResult, failed};

/// The role that migrates and owns the schemas and their functions.
pub const OWNER: &str = "okpay_owner";
/// The role that serves.
pub const APP: &str = "okpay_app";
/// The role that owns the job queue.
pub const JOBS: &str = "okpay_jobs";

/// Any number will do; it must only differ from sqlx's own, which are derived from database names.
const LOCK: i64 = 0x6f6b_7061_7901;
const OPERATION: &str = "bootstrap the database";

/// The passwords the roles get. `Debug` does not show them.
#[derive(Clone, Copy)]
pub struct Passwords<'a> {
    pub owner: &'a str,
    pub app: &'a str,
    pub jobs: &'a str,
}

impl std::fmt::Debug for Passwords<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords(…)")
    }
}

/// Makes sure that the roles exist with these passwords and that `database` exists, belongs to [`OWNER`] and lets
/// [`APP`] and [`JOBS`] in. `superuser` may name any database of the server.
///
/// # Errors
/// When the server cannot be reached or `superuser` may not do this.
pub async fn bootstrap(
    superuser: &PgConnectOptions,
    passwords: &Passwords<'_>,
    database: &str,
) -> StorageResult<()> {
    let mut server = superuser.connect().await.map_err(failed(OPERATION))?;
    bootstrap_server(&mut server, passwords, database)
        .await
        .map_err(failed(OPERATION))?;
    let mut inside = superuser
        .clone()
        .database(database)
        .connect()
        .await
        .map_err(failed(OPERATION))?;
    bootstrap_database(&mut inside, database)
        .await
        .map_err(failed(OPERATION))?;
    inside.close().await.map_err(failed(OPERATION))?;
    // Closing gives the lock back.
    server.close().await.map_err(failed(OPERATION))
}

async fn bootstrap_server(
    server: &mut PgConnection,
    passwords: &Passwords<'_>,
    database: &str,
) -> Result<(), sqlx::Error> {
    // Passwords pass by in statements: keep them out of the server's log.
    server
        .execute("SET log_statement = 'none'; SET log_min_error_statement = 'panic'")
        .await?;
    sqlx::query("SELECT pg_advisory_lock($1)")
        .bind(LOCK)
        .execute(&mut *server)
        .await?;
    for (role, password) in [
        (OWNER, passwords.owner),
        (APP, passwords.app),
        (JOBS, passwords.jobs),
    ] {
        make_role(server, role, password).await?;
    }
    // As the pool's `ROLLBACK` warns whenever there was nothing to roll back, the log is spared of it.
    for role in [APP, JOBS] {
        server
            .execute(AssertSqlSafe(format!(
                "ALTER ROLE {role} SET log_min_messages = 'error'"
            )))
            .await?;
    }
    let exists: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(database)
            .fetch_one(&mut *server)
            .await?;
    if !exists {
        // Bytewise order, so that no index depends on the machine's locale library.
        let create = quoted(
            server,
            "CREATE DATABASE %I OWNER okpay_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'",
            database,
        )
        .await?;
        tolerate(server.execute(AssertSqlSafe(create)).await)?;
    }
    Ok(())
}

async fn make_role(
    server: &mut PgConnection,
    role: &str,
    password: &str,
) -> Result<(), sqlx::Error> {
    let exists: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)")
            .bind(role)
            .fetch_one(&mut *server)
            .await?;
    if !exists {
        let create = AssertSqlSafe(format!("CREATE ROLE {role}"));
        tolerate(server.execute(create).await)?;
    }
    let alter = quoted(
        server,
        &format!("ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L"),
        password,
    )
    .await?;
    server.execute(AssertSqlSafe(alter)).await?;
    Ok(())
}

async fn bootstrap_database(inside: &mut PgConnection, database: &str) -> Result<(), sqlx::Error> {
    for statement in [
        "ALTER DATABASE %I OWNER TO okpay_owner",
        "REVOKE ALL ON DATABASE %I FROM PUBLIC",
        "GRANT CONNECT ON DATABASE %I TO okpay_app, okpay_jobs",
        // The queue's library says CREATE SCHEMA IF NOT EXISTS, which asks for this even when the schema is there.
        "GRANT CREATE ON DATABASE %I TO okpay_jobs",
    ] {
        let statement = quoted(inside, statement, database).await?;
        inside.execute(AssertSqlSafe(statement)).await?;
    }
    inside
        .execute(
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            -- There is the list of migrations, which the serving role checks.
            ALTER DEFAULT PRIVILEGES FOR ROLE okpay_owner IN SCHEMA public GRANT SELECT ON TABLES TO okpay_app;
            CREATE SCHEMA IF NOT EXISTS jobs AUTHORIZATION okpay_jobs",
        )
        .await?;
    Ok(())
}

/// Puts a name (`%I`) or text (`%L`) into a statement that takes no parameters.
async fn quoted(
    connection: &mut PgConnection,
    template: &str,
    value: &str,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar("SELECT format($1, $2)")
        .bind(template)
        .bind(value)
        .fetch_one(connection)
        .await
}

/// Somebody else made it meanwhile, who connected to another database and so has another lock: `duplicate_object`,
/// `duplicate_database`, or the unique index below them.
fn tolerate<T>(result: Result<T, sqlx::Error>) -> Result<(), sqlx::Error> {
    match result {
        Err(sqlx::Error::Database(refusal))
            if refusal
                .code()
                .is_some_and(|code| ["42710", "42P04", "23505"].contains(&code.as_ref())) =>
        {
            Ok(())
        }
        result => result.map(drop),
    }
}
