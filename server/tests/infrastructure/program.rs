//! The program as an operator runs it.

use std::process::Stdio;

use storage::testing::TestDb;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::Command,
};

use crate::support::Folder;

/// Those whose blank value would be no value at all.
const VARIABLES: [&str; 10] = [
    "OKPAY_ADDR",
    "OKPAY_DATA_DIR",
    "OKPAY_SANDBOX",
    "OKPAY_LOG",
    "OKPAY_LOG_FORMAT",
    "OKPAY_TLS",
    "OKPAY_DEMO",
    "OKPAY_KEY_FILE",
    "DATABASE_URL",
    "OKPAY_SMTP_URL",
];

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

fn okpay(folder: &Folder) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okpay"));
    command
        .env_clear()
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

#[tokio::test]
async fn it_says_when_it_is_ready_answers_and_stops_in_order() {
    let (folder, database) = (Folder::new(), TestDb::new().await);
    let mut running = okpay(&folder)
        .args(["--addr", "127.0.0.1:0", "--sandbox", "on"])
        .env("DATABASE_URL", TestDb::url(&database.app_options()))
        .env("OKPAY_SECRET_KEY", KEY)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().expect("it starts");
    let port = line
        .strip_prefix("OKPAY ready at http://localhost:")
        .expect(&line)
        .to_owned();
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}"))
        .await
        .unwrap();
    stream
        .write_all(b"GET /readyz HTTP/1.1\r\nhost: any\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let id = running.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .await
            .unwrap()
            .success()
    );
    let ended = running.wait_with_output().await.unwrap();
    let log = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{log}");
    assert!(log.contains("OKPAY stopped"), "{log}");
    assert!(
        !log.contains(KEY) && !log.contains("only-for-tests"),
        "a secret is in the log: {log}"
    );
    assert!(
        log.lines()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()),
        "not JSON: {log}"
    );
}

#[tokio::test]
async fn what_cannot_start_says_why_in_one_line() {
    let folder = Folder::new();
    let refused = okpay(&folder)
        .args(["--addr", "0.0.0.0:0"])
        .output()
        .await
        .unwrap();
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        said.starts_with("okpay: OKPAY_PUBLIC_URL is needed") && said.lines().count() == 1,
        "{said}"
    );
}

#[tokio::test]
async fn a_variable_that_is_set_to_nothing_counts_as_not_set() {
    let folder = Folder::new();
    let refused = okpay(&folder)
        .args(["--addr", "0.0.0.0:0"])
        .envs(VARIABLES.map(|name| (name, "")))
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        said.starts_with("okpay: OKPAY_PUBLIC_URL is needed"),
        "{said}"
    );
}

#[tokio::test]
async fn it_knows_its_version() {
    let folder = Folder::new();
    let told = okpay(&folder).arg("version").output().await.unwrap();
    assert_eq!(
        String::from_utf8_lossy(&told.stdout),
        format!("okpay {}\n", env!("CARGO_PKG_VERSION"))
    );
}
