//! The program with its own PostgreSQL, and what becomes of both when either is stopped or killed.

use std::{fs, path::PathBuf, process::Stdio, time::Duration};

use embedded_postgres::Connection;
use sqlx::{Connection as _, PgConnection};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStdout, Command},
    task::JoinHandle,
    time::{interval, timeout},
};

use crate::support::Folder;

/// Nothing here takes long; this only keeps a broken build from hanging.
const PATIENCE: Duration = Duration::from_mins(3);
/// How often one looks.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The program on a data folder; how it finds PostgreSQL is this machine's affair.
fn okpay(data: &Folder) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okpay"));
    command.env_clear();
    for name in ["PATH", "HOME", "XDG_CACHE_HOME", "OKPAY_TOOLS_DIR"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    command
        .args(["--addr", "127.0.0.1:0"])
        .current_dir(&data.0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A wallet that serves.
struct Running {
    process: Child,
    port: u16,
    folder: PathBuf,
    /// Read all the time: a log that nobody reads would hold the wallet up.
    log: JoinHandle<String>,
    _output: Lines<BufReader<ChildStdout>>,
}

impl Running {
    async fn start(data: &Folder, flags: &[&str]) -> Self {
        let mut process = okpay(data).args(flags).spawn().unwrap();
        let mut errors = process.stderr.take().unwrap();
        let log = tokio::spawn(async move {
            let mut text = Vec::new();
            errors.read_to_end(&mut text).await.unwrap();
            String::from_utf8_lossy(&text).into_owned()
        });
        let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = async {
            loop {
                let line = output.next_line().await.unwrap().expect("it starts");
                if let Some(address) = line.strip_prefix("OKPAY ready at ") {
                    break address.rsplit_once(':').unwrap().1.parse().unwrap();
                }
            }
        };
        let port = timeout(PATIENCE, ready).await.unwrap();
        Self {
            process,
            port,
            folder: data.0.join("data/postgres"),
            log,
            _output: output,
        }
    }

    fn signal(&self, name: &str) {
        send(name, self.process.id().unwrap());
    }

    fn postmaster(&self) -> Option<u32> {
        let file = fs::read_to_string(self.folder.join("cluster/postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok()
    }

    async fn is_ready(&self) -> bool {
        let asked = async {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
            stream
                .write_all(b"GET /readyz HTTP/1.1\r\nhost: any\r\nconnection: close\r\n\r\n")
                .await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await?;
            std::io::Result::Ok(answer.starts_with("HTTP/1.1 200"))
        };
        asked.await.unwrap_or(false)
    }

    async fn people(&self) -> i64 {
        people(&self.folder).await
    }

    /// Waits for its end and gives what it logged.
    async fn ended(mut self) -> (bool, String) {
        let ended = timeout(PATIENCE, self.process.wait()).await.unwrap();
        (ended.unwrap().success(), self.log.await.unwrap())
    }
}

async fn people(folder: &std::path::Path) -> i64 {
    let connection = Connection::of_running(folder).unwrap().unwrap();
    let url = connection.url(&connection.user, &connection.password, "okpay");
    let mut database = PgConnection::connect(&url).await.unwrap();
    let (count,) = sqlx::query_as("SELECT count(*) FROM wallet.people")
        .fetch_one(&mut database)
        .await
        .unwrap();
    database.close().await.unwrap();
    count
}

fn send(signal: &str, process: u32) {
    let status = std::process::Command::new("kill")
        .args([signal, &process.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let waiting = async {
        let mut turn = interval(LOOK_EVERY);
        while !done().await {
            turn.tick().await;
        }
    };
    timeout(PATIENCE, waiting)
        .await
        .unwrap_or_else(|_| panic!("never: {what}"));
}

#[tokio::test]
async fn what_was_written_outlives_the_kill_of_either_and_an_orderly_stop_takes_both_down() {
    let data = Folder::new();
    let wallet = Running::start(&data, &["--demo"]).await;
    assert_eq!(wallet.people().await, 3);

    // The postmaster, as a full memory would have it.
    let first = wallet.postmaster().unwrap();
    send("-KILL", first);
    until("another postmaster serves", async || {
        wallet.postmaster().is_some_and(|now| now != first) && wallet.is_ready().await
    })
    .await;
    assert_eq!(wallet.people().await, 3);

    // The wallet itself, with a second start beside it before.
    let refused = okpay(&data).output().await.unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success());
    assert!(
        said.contains("is in use by process") && wallet.is_ready().await,
        "{said}"
    );
    wallet.signal("-KILL");
    wallet.ended().await;

    // The demo is there already; nothing is added to it.
    let wallet = Running::start(&data, &["--demo"]).await;
    assert_eq!(wallet.people().await, 3);
    let folder = wallet.folder.clone();
    wallet.signal("-INT");
    let (well, log) = wallet.ended().await;
    assert!(well && log.contains("OKPAY stopped"), "{log}");
    assert_eq!(Connection::of_running(&folder).unwrap(), None);
    assert!(!folder.join("cluster/postmaster.pid").exists());
}

#[tokio::test]
async fn the_journal_is_exported_beside_the_wallet_and_without_it() {
    let data = Folder::new();
    let wallet = Running::start(&data, &["--demo"]).await;
    let export = async || {
        let done = okpay(&data)
            .args(["ledger", "export", "--format", "hledger"])
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{said}");
        String::from_utf8(done.stdout).unwrap()
    };
    let beside = export().await;
    assert!(beside.contains(" closing balance\n"), "{beside}");
    assert!(wallet.is_ready().await);
    let folder = wallet.folder.clone();
    wallet.signal("-TERM");
    assert!(wallet.ended().await.0);
    assert_eq!(export().await, beside);
    assert_eq!(Connection::of_running(&folder).unwrap(), None);
}

#[tokio::test]
async fn a_closed_terminal_is_an_orderly_stop() {
    let data = Folder::new();
    let wallet = Running::start(&data, &[]).await;
    let folder = wallet.folder.clone();
    wallet.signal("-HUP");
    let (well, log) = wallet.ended().await;
    assert!(well && log.contains("OKPAY stopped"), "{log}");
    assert_eq!(Connection::of_running(&folder).unwrap(), None);
}

#[tokio::test]
async fn a_lost_master_key_is_not_replaced_in_silence() {
    let data = Folder::new();
    for deed in ["bootstrap", "migrate"] {
        let done = okpay(&data).args(["db", deed]).output().await.unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "db {deed}: {said}");
    }
    let key = data.0.join("data/master.key");
    fs::rename(&key, data.0.join("elsewhere")).unwrap();
    let refused = okpay(&data).output().await.unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && !key.exists());
    assert!(
        said.contains("master key") && said.contains("Put the file back"),
        "{said}"
    );

    fs::rename(data.0.join("elsewhere"), &key).unwrap();
    let wallet = Running::start(&data, &[]).await;
    assert!(wallet.is_ready().await);
    wallet.signal("-TERM");
    assert!(wallet.ended().await.0);
}

#[tokio::test]
async fn a_second_start_on_the_address_names_the_wallet_that_runs() {
    let data = Folder::new();
    let wallet = Running::start(&data, &[]).await;
    let address = format!("127.0.0.1:{}", wallet.port);
    let mut second = Command::new(env!("CARGO_BIN_EXE_okpay"));
    let refused = second
        .env_clear()
        .current_dir(&data.0)
        .args(["--addr", &address])
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    let process = wallet.process.id().unwrap().to_string();
    assert!(
        said.contains("is running already") && said.contains(&process),
        "{said}"
    );
    wallet.signal("-TERM");
    assert!(wallet.ended().await.0);
}
