//! What an operator does with the ledger from the command line, on a given database and on the program's own.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    process::{Output, Stdio},
};

use domain::{Currency, Money, PersonId};
use ledger::{AccountKind, HouseAccount, Ledger, Leg};
use storage::testing::TestDb;
use tokio::process::Command;

use crate::support::Folder;

fn export(folder: &Folder, arguments: &[&str]) -> Command {
    program(folder, &["export"], arguments)
}

/// The program in this folder; how it finds PostgreSQL is this machine's affair.
fn program(folder: &Folder, deed: &[&str], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okpay"));
    command.env_clear();
    for name in ["PATH", "HOME", "XDG_CACHE_HOME", "OKPAY_TOOLS_DIR"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    command
        .arg("ledger")
        .args(deed)
        .args(arguments)
        .current_dir(&folder.0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A database in which one person has 12.34 dollars, and its URL.
async fn topped_up() -> (TestDb, String) {
    let database = TestDb::new().await;
    let ledger = Ledger::new(database.app.clone());
    let owner = PersonId::from_parts(0, [1; 10]).into();
    let wallet = ledger
        .open_account(owner, AccountKind::Wallet, Currency::USD)
        .await
        .unwrap();
    let clearing = ledger
        .house_account(HouseAccount::BankClearing, Currency::USD)
        .await
        .unwrap();
    let command = ledger::Command {
        owner,
        id: domain::CommandId::from_parts(0, [2; 10]),
        fingerprint: [3; 32],
        intent: None,
        legs: vec![Leg::transfer(
            clearing,
            wallet,
            Money::new(1_234, Currency::USD),
        )],
        limits: Vec::new(),
        event: ledger::Event {
            kind: "added",
            data: serde_json::json!({}),
        },
        at: "2026-11-22T12:00:00Z".parse().unwrap(),
        event_at: None,
    };
    assert!(ledger.execute(command).await.unwrap().is_posted());
    let url = TestDb::url(&database.app_options());
    (database, url)
}

#[tokio::test]
async fn the_journal_goes_to_standard_output_or_replaces_a_file_as_a_whole() {
    let (folder, (_database, url)) = (Folder::new(), topped_up().await);
    let file = folder.0.join("journal");
    for (format, words) in [
        ("hledger", "house:bank_clearing:USD  12.34 USD  ; leg:1"),
        ("beancount", "Assets:House:BankClearing:USD  12.34 USD"),
        ("csv", ",bank_clearing,USD,12.34,12.34,added"),
    ] {
        let shown = export(&folder, &["--format", format])
            .env("DATABASE_URL", &url)
            .output()
            .await
            .unwrap();
        let journal = String::from_utf8_lossy(&shown.stdout);
        assert!(
            shown.status.success() && said(&shown).is_empty(),
            "{}",
            said(&shown)
        );
        assert!(journal.contains(words), "{journal}");

        let written = export(&folder, &["--format", format, "--output", "journal"])
            .env("DATABASE_URL", &url)
            .output()
            .await
            .unwrap();
        assert!(
            written.status.success() && written.stdout.is_empty(),
            "{}",
            said(&written)
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), journal);
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let left: Vec<_> = fs::read_dir(&folder.0).unwrap().collect();
    assert_eq!(left.len(), 1, "a draft is left: {left:?}");
}

#[tokio::test]
async fn a_reader_that_has_seen_enough_is_no_failure() {
    let (folder, (_database, url)) = (Folder::new(), topped_up().await);
    let mut exporting = export(&folder, &["--format", "csv"])
        .env("DATABASE_URL", &url)
        .spawn()
        .unwrap();
    drop(exporting.stdout.take());
    let ended = exporting.wait_with_output().await.unwrap();
    assert!(
        ended.status.success() && said(&ended).is_empty(),
        "{}",
        said(&ended)
    );
}

#[tokio::test]
async fn what_cannot_be_written_leaves_what_was_there() {
    let (folder, (database, url)) = (Folder::new(), topped_up().await);
    let arguments = ["--format", "csv", "--output"];
    let refused = export(&folder, &[&arguments[..], &["/dev/null"]].concat())
        .env("DATABASE_URL", &url)
        .output()
        .await
        .unwrap();
    assert!(
        !refused.status.success() && said(&refused).contains("it is no file"),
        "{}",
        said(&refused)
    );

    fs::write(folder.0.join("journal"), "of yesterday").unwrap();
    sqlx::raw_sql("ALTER TABLE ledger.accounts RENAME TO elsewhere")
        .execute(&database.owner)
        .await
        .unwrap();
    let broken = export(&folder, &[&arguments[..], &["journal"]].concat())
        .env("DATABASE_URL", &url)
        .output()
        .await
        .unwrap();
    let kept = fs::read_to_string(folder.0.join("journal")).unwrap();
    assert!(
        !broken.status.success() && kept == "of yesterday",
        "{}",
        said(&broken)
    );
    assert_eq!(said(&broken).lines().count(), 1);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[tokio::test]
async fn no_database_is_made_to_be_exported() {
    let folder = Folder::new();
    let refused = export(&folder, &["--format", "csv"])
        .output()
        .await
        .unwrap();
    let said = said(&refused);
    assert!(
        !refused.status.success()
            && said.starts_with("okpay: there is no database in data/postgres"),
        "{said}"
    );
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0);
}

#[tokio::test]
async fn the_journal_is_proved_and_what_was_changed_is_named() {
    let (folder, (database, url)) = (Folder::new(), topped_up().await);
    let ledger = Ledger::new(database.app.clone());
    let sealer = ledger::SealerId(uuid::Uuid::from_u128(1));
    let now = "2026-11-22T12:01:00Z".parse().unwrap();
    let head = ledger.seal(sealer, now).await.unwrap().unwrap();
    server::kept_heads::keep(&folder.0, &head).unwrap();
    let verify = async || {
        let data = folder.0.to_str().unwrap();
        program(&folder, &["verify"], &["--data-dir", data])
            .env("DATABASE_URL", &url)
            .output()
            .await
            .unwrap()
    };
    let sound = verify().await;
    let shown = String::from_utf8_lossy(&sound.stdout);
    assert!(sound.status.success(), "{shown}{}", said(&sound));
    for words in [
        "2 accounts, 2 entries",
        "0 entries are not sealed yet",
        "1 heads kept elsewhere were compared",
        "nothing is wrong",
        &head.to_string(),
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }

    let superuser = sqlx::PgPool::connect_with(database.superuser_options())
        .await
        .unwrap();
    let mut secretly = superuser.begin().await.unwrap();
    sqlx::raw_sql(
        "SET LOCAL session_replication_role = replica;
        UPDATE ledger.commands SET data = '{\"changed\": true}';
        DELETE FROM ledger.heads",
    )
    .execute(&mut *secretly)
    .await
    .unwrap();
    secretly.commit().await.unwrap();
    let unsound = verify().await;
    let shown = String::from_utf8_lossy(&unsound.stdout);
    assert_eq!(unsound.status.code(), Some(1), "{shown}");
    for words in [
        "something about entries 1 to 1 is not as it was sealed",
        "head 1 was kept elsewhere and is not there",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}
