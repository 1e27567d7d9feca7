//! Folders, launchers and questions to a database, for the tests of this crate.
//! It must never wait for a time.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use embedded_postgres::Config;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};

/// A folder that is gone after the test.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("okpay-test-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        // Another user makes the cluster's folder in it in one of the tests.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn folder(&self) -> PathBuf {
        self.0.join("postgres")
    }

    pub fn config(&self) -> Config {
        Config::new(self.folder())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A launcher in a process of its own.
pub struct Launcher {
    pub process: Child,
    pub postmaster_id: u32,
    pub url: String,
}

impl Drop for Launcher {
    fn drop(&mut self) {
        // The end of its input makes it stop; one that was killed is waited for already.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// A user other than root: number and group.
#[derive(Clone, Copy)]
pub struct User {
    uid: u32,
    gid: u32,
}

impl User {
    /// Whoever root lets a cluster in this folder run as, which differs from machine to machine.
    pub fn who_owns(folder: &Path) -> Self {
        let meta = fs::metadata(folder).unwrap();
        assert_ne!(meta.uid(), 0);
        Self {
            uid: meta.uid(),
            gid: meta.gid(),
        }
    }
}

/// Starts the example `launcher`, as another user if one is named, and waits until it is ready.
pub fn launcher(folder: &Path, user: Option<User>) -> Launcher {
    let mut program = program();
    if user.is_some() {
        // The build folder may lie in a home that the other user can't enter.
        let copy = folder.with_extension("launcher");
        fs::copy(&program, &copy).unwrap();
        program = copy;
    }
    let mut command = Command::new(program);
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid).current_dir("/");
    }
    let mut process = command
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("ready"), "the launcher said: {line}");
    let postmaster_id = words.next().unwrap().parse().unwrap();
    Launcher {
        process,
        postmaster_id,
        url: words.next().unwrap().to_owned(),
    }
}

/// What the example `launcher` says in a folder when everything is made under a strict umask; it stops at once.
pub fn under_umask_077(folder: &Path) -> String {
    let output = Command::new("sh")
        .args(["-c", "umask 077; exec \"$0\" \"$1\""])
        .arg(program())
        .arg(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (said, why) = (output.stdout, output.stderr);
    String::from_utf8_lossy(&[said, why].concat()).into_owned()
}

fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    folder.join("examples/launcher")
}

/// `kill -9`.
pub fn kill(id: u32) {
    let status = Command::new("kill")
        .args(["-9", &id.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

pub fn try_connect(url: &str) -> Result<(), sqlx::Error> {
    blocking(async { PgConnection::connect(url).await?.close().await })
}

pub fn execute(url: &str, sql: &str) {
    blocking(async {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    });
}

pub fn count(url: &str, table: &str) -> i64 {
    one(url, &format!("SELECT count(*) FROM {table}")).get(0)
}

pub fn setting(url: &str, name: &str) -> String {
    one(url, &format!("SHOW {name}")).get(0)
}

fn one(url: &str, sql: &str) -> sqlx::postgres::PgRow {
    blocking(async {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let row = sqlx::query(AssertSqlSafe(sql))
            .fetch_one(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        row
    })
}

fn blocking<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}
