//! Writes `.sqlx`: what sqlx learnt about each query from a real database with all migrations applied.
//! It must never learn it from a database that holds anything else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use embedded_postgres::{Config, Connection, EmbeddedPostgres};

use super::sql::Session;
use crate::build::OUTPUT_NAME;
use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::{exec, interrupt, say, setup};

const DATABASE: &str = "okpay";
const OWNER: &str = "okpay_owner";
/// What a superuser prepares; the wallet's own bootstrap does the same with passwords.
const ROLES: [&str; 4] = [
    "CREATE ROLE okpay_owner LOGIN",
    "CREATE ROLE okpay_app LOGIN",
    "CREATE ROLE okpay_jobs LOGIN",
    "CREATE DATABASE okpay OWNER okpay_owner",
];
const JOBS_SCHEMA: &str = "CREATE SCHEMA jobs AUTHORIZATION okpay_jobs";

/// Renews the data, or fails when it is stale.
pub fn prepare(paths: &Paths, check: bool) -> Result<()> {
    setup::postgres::ensure(paths)?;
    let fresh = paths.target.join("sqlx-data");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).doing("removing", &fresh)?;
    }
    fs::create_dir_all(&fresh).doing("creating", &fresh)?;

    interrupt::listen()?;
    let mut config = Config::new(paths.throwaway("sqlx-postgres"));
    config.tool_folders = vec![paths.tools()];
    let cluster = say::step("throwaway PostgreSQL started", || {
        Ok(EmbeddedPostgres::start_throwaway(config)?)
    })?;
    let learnt = say::step("migrations applied", || {
        migrate(paths, cluster.connection())
    })
    .and_then(|()| {
        say::step("queries checked", || {
            learn(paths, cluster.connection(), &fresh)
        })
    });
    cluster.stop()?;
    learnt?;

    let committed = paths.root.join(".sqlx");
    if contents(&fresh)? == contents(&committed)? {
        say::found(".sqlx is up to date");
        return Ok(());
    }
    if check {
        return Err(Error::missing(
            ".sqlx is stale",
            "cargo xtask sqlx, and commit the result",
        ));
    }
    replace(&fresh, &committed)?;
    say::found(".sqlx renewed; commit it");
    Ok(())
}

fn migrate(paths: &Paths, connection: &Connection) -> Result<()> {
    let mut superuser = Session::open(connection, &connection.user, "postgres")?;
    for statement in ROLES {
        superuser.run(statement)?;
    }
    Session::open(connection, &connection.user, DATABASE)?.run(JOBS_SCHEMA)?;
    let mut owner = Session::open(connection, OWNER, DATABASE)?;
    let folder = paths.root.join("migrations");
    for path in sorted(&folder)? {
        let script = fs::read_to_string(&path).doing("reading", &path)?;
        owner
            .run(&script)
            .map_err(|why| Error::step(format!("applying {}", path.display()), why))?;
    }
    Ok(())
}

/// Queries are looked at while their crate compiles, so each crate is compiled anew, in a target
/// folder of its own: the everyday one keeps its state.
fn learn(paths: &Paths, connection: &Connection, fresh: &Path) -> Result<()> {
    let target = paths.target.join("sqlx");
    let packages = packages_with_queries(paths)?;
    if packages.is_empty() {
        return Ok(());
    }
    let mut clean = exec::cargo();
    clean
        .arg("clean")
        .arg("--quiet")
        .arg("--target-dir")
        .arg(&target)
        .current_dir(&paths.root);
    let mut check = exec::cargo();
    check
        .args(["check", "--quiet", "--all-targets"])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(&paths.root);
    for package in &packages {
        clean.args(["-p", package]);
        check.args(["-p", package]);
    }
    exec::run(&mut clean)?;
    check
        .env("LEPTOS_OUTPUT_NAME", OUTPUT_NAME)
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", fresh)
        .env("DATABASE_URL", connection.url(OWNER, "", DATABASE));
    exec::run(&mut check)
}

/// The crates whose sources use a checked query.
fn packages_with_queries(paths: &Paths) -> Result<Vec<String>> {
    let mut packages = Vec::new();
    for folder in sorted(&paths.root.join("crates"))?
        .into_iter()
        .chain([paths.root.join("server")])
    {
        if uses_queries(&folder)? {
            packages.extend(
                folder
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned()),
            );
        }
    }
    Ok(packages)
}

fn uses_queries(folder: &Path) -> Result<bool> {
    for path in sorted(folder)? {
        if path.is_dir() {
            if uses_queries(&path)? {
                return Ok(true);
            }
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let text = fs::read_to_string(&path).doing("reading", &path)?;
            if ["query!(", "query_as!(", "query_scalar!(", "query_file!("]
                .iter()
                .any(|call| text.contains(call))
            {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn contents(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    if folder.exists() {
        for path in sorted(folder)? {
            let bytes = fs::read(&path).doing("reading", &path)?;
            files.insert(
                path.file_name().map(PathBuf::from).unwrap_or_default(),
                bytes,
            );
        }
    }
    Ok(files)
}

fn replace(fresh: &Path, committed: &Path) -> Result<()> {
    if committed.exists() {
        fs::remove_dir_all(committed).doing("removing", committed)?;
    }
    fs::create_dir_all(committed).doing("creating", committed)?;
    for (name, bytes) in contents(fresh)? {
        let path = committed.join(name);
        fs::write(&path, bytes).doing("writing", &path)?;
    }
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).doing("reading", folder)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()
        .doing("reading", folder)?;
    paths.sort();
    Ok(paths)
}
