//! The server that is measured, as its superuser sees it: databases, connections, and how other programs reach it.
//! It must never write to a table of the ledger.

use std::process::Command;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use crate::Result;

#[derive(Clone)]
pub struct Server {
    superuser: PgConnectOptions,
}

impl Server {
    /// The throwaway server that `TEST_DATABASE_URL` names.
    pub fn find() -> Result<Self> {
        let url = std::env::var(storage::testing::URL_VARIABLE).map_err(|_| {
            "TEST_DATABASE_URL must name the superuser of a throwaway PostgreSQL; `cargo xtask bench ledger` starts one"
        })?;
        Ok(Self {
            superuser: url.parse()?,
        })
    }

    pub async fn connect(&self, database: &str) -> Result<PgConnection> {
        Ok(self.superuser.clone().database(database).connect().await?)
    }

    /// Makes an empty database, or a copy of one that nobody uses. It stays: dropping it would force a checkpoint, after
    /// which every page is written to the journal whole once more.
    pub async fn create(&self, database: &str, template: &str) -> Result<()> {
        let mut connection = self.connect("postgres").await?;
        connection
            .execute(AssertSqlSafe(format!(
                "CREATE DATABASE {database} TEMPLATE {template}"
            )))
            .await?;
        Ok(connection.close().await?)
    }

    /// Runs a script in a database.
    pub async fn run(&self, database: &str, script: &str) -> Result<()> {
        let mut connection = self.connect(database).await?;
        connection.execute(AssertSqlSafe(script)).await?;
        Ok(connection.close().await?)
    }

    /// Tells a program of PostgreSQL's own how to reach the database.
    pub fn reached_by(&self, program: &mut Command, database: &str) {
        let host = self.superuser.get_socket().map_or_else(
            || self.superuser.get_host().into(),
            |socket| socket.clone().into_os_string(),
        );
        program
            .env("PGHOST", host)
            .env("PGPORT", self.superuser.get_port().to_string())
            .env("PGUSER", self.superuser.get_username())
            .env("PGDATABASE", database);
    }
}
