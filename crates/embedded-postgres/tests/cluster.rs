//! The cluster as a launcher sees it, with the machine's real Postgres.
//! Nothing is mocked, and nothing waits for a time: only for conditions.

mod common;

use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};

use common::{Scratch, User, count, execute, kill, launcher, setting, try_connect};
use embedded_postgres::{Config, Connection, EmbeddedPostgres, Error, holder_of, running_as_root};

#[test]
fn a_cluster_keeps_its_rows_over_a_stop_and_listens_on_no_port() {
    let scratch = Scratch::new();
    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    let url = postgres.connection().superuser_url();
    execute(&url, "CREATE TABLE kept AS SELECT 1 AS row");
    assert_eq!(setting(&url, "listen_addresses"), "");
    assert_eq!(setting(&url, "fsync"), "on");
    assert_eq!(setting(&url, "synchronous_commit"), "on");
    postgres.stop().unwrap();

    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    assert_eq!(count(&postgres.connection().superuser_url(), "kept"), 1);
}

#[test]
fn the_superuser_needs_the_password_that_only_its_file_holds() {
    let scratch = Scratch::new();
    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    let connection = postgres.connection();
    assert!(try_connect(&connection.url("postgres", "a guess", "postgres")).is_err());
    let mode = |name: &str| {
        fs::metadata(scratch.folder().join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode("superuser.password"), 0o600);
    assert_eq!(mode(""), 0o700);
    assert_eq!(
        fs::metadata(&connection.socket_dir)
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o700
    );
}

#[test]
fn a_second_start_names_the_first_and_leaves_it_alone() {
    let scratch = Scratch::new();
    let first = EmbeddedPostgres::start(scratch.config()).unwrap();
    let refusal = EmbeddedPostgres::start(scratch.config()).unwrap_err();
    assert!(matches!(refusal, Error::AlreadyRunning { .. }), "{refusal}");
    assert!(
        refusal
            .to_string()
            .contains(&std::process::id().to_string()),
        "{refusal}"
    );
    try_connect(&first.connection().superuser_url()).unwrap();
    let named = holder_of(&scratch.folder()).unwrap();
    assert!(named.contains(&std::process::id().to_string()), "{named}");
    first.stop().unwrap();
    assert_eq!(holder_of(&scratch.folder()), None);
}

#[test]
fn another_process_finds_the_running_cluster_and_only_that() {
    let scratch = Scratch::new();
    assert_eq!(Connection::of_running(&scratch.folder()).unwrap(), None);
    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    assert_eq!(
        Connection::of_running(&scratch.folder()).unwrap().as_ref(),
        Some(postgres.connection())
    );
    postgres.stop().unwrap();
    assert_eq!(Connection::of_running(&scratch.folder()).unwrap(), None);
}

#[test]
fn a_row_survives_the_kill_of_the_postmaster() {
    let scratch = Scratch::new();
    let mut postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    execute(
        &postgres.connection().superuser_url(),
        "CREATE TABLE kept AS SELECT 1 AS row",
    );
    kill(postgres.postmaster_id());
    while !postgres.has_ended().unwrap() {
        std::thread::yield_now();
    }
    drop(postgres);

    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    assert_eq!(count(&postgres.connection().superuser_url(), "kept"), 1);
}

#[test]
fn a_killed_postmaster_is_started_again_in_its_place_and_not_taken_for_a_running_one() {
    let scratch = Scratch::new();
    let mut postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    let url = postgres.connection().superuser_url();
    execute(&url, "CREATE TABLE kept AS SELECT 1 AS row");
    assert!(!postgres.revive().unwrap(), "it lives");
    kill(postgres.postmaster_id());
    while !postgres.has_ended().unwrap() {
        std::thread::yield_now();
    }
    assert_eq!(Connection::of_running(&scratch.folder()).unwrap(), None);
    assert!(postgres.revive().unwrap());
    assert_eq!(count(&url, "kept"), 1);
}

#[test]
fn a_row_survives_the_kill_of_the_launcher_and_its_postmaster_is_not_left_behind() {
    let scratch = Scratch::new();
    let mut first = launcher(&scratch.folder(), None);
    execute(&first.url, "CREATE TABLE kept AS SELECT 1 AS row");
    first.process.kill().unwrap();
    first.process.wait().unwrap();
    // The orphan still serves; that is why the next start has to end it first.
    assert_eq!(count(&first.url, "kept"), 1);

    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    assert_ne!(postgres.postmaster_id(), first.postmaster_id);
    assert_eq!(count(&postgres.connection().superuser_url(), "kept"), 1);
}

#[test]
fn a_row_survives_the_kill_of_both() {
    let scratch = Scratch::new();
    let mut first = launcher(&scratch.folder(), None);
    execute(&first.url, "CREATE TABLE kept AS SELECT 1 AS row");
    first.process.kill().unwrap();
    kill(first.postmaster_id);
    first.process.wait().unwrap();

    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    assert_eq!(count(&postgres.connection().superuser_url(), "kept"), 1);
}

#[test]
fn a_pid_file_that_names_a_stranger_does_not_keep_the_cluster_down() {
    let scratch = Scratch::new();
    EmbeddedPostgres::start(scratch.config())
        .unwrap()
        .stop()
        .unwrap();
    let pid_file = scratch.folder().join("cluster/postmaster.pid");
    let cluster = scratch.folder().join("cluster");
    fs::write(
        &pid_file,
        format!(
            "{}\n{}\n1\n5432\n\n\n",
            std::process::id(),
            cluster.display()
        ),
    )
    .unwrap();

    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    try_connect(&postgres.connection().superuser_url()).unwrap();
}

#[test]
fn a_cluster_of_another_major_version_is_explained_and_not_touched() {
    let scratch = Scratch::new();
    EmbeddedPostgres::start(scratch.config())
        .unwrap()
        .stop()
        .unwrap();
    let version = scratch.folder().join("cluster/PG_VERSION");
    fs::write(&version, "11\n").unwrap();

    let refusal = EmbeddedPostgres::start(scratch.config()).unwrap_err();
    assert!(
        matches!(&refusal, Error::OtherVersion { cluster, .. } if cluster == "11"),
        "{refusal}"
    );
    assert_eq!(fs::read_to_string(&version).unwrap(), "11\n");
}

#[test]
fn a_folder_with_foreign_files_is_refused_and_not_touched() {
    let scratch = Scratch::new();
    fs::create_dir_all(scratch.folder()).unwrap();
    fs::write(scratch.folder().join("thesis.txt"), "precious").unwrap();
    for start in [EmbeddedPostgres::start, EmbeddedPostgres::start_throwaway] {
        let refusal = start(scratch.config()).unwrap_err();
        assert!(matches!(refusal, Error::NotACluster { .. }), "{refusal}");
    }
    assert_eq!(
        fs::read_to_string(scratch.folder().join("thesis.txt")).unwrap(),
        "precious"
    );
}

#[test]
fn an_interrupted_first_start_is_begun_again() {
    let scratch = Scratch::new();
    let unfinished = scratch.folder().join("cluster.unfinished");
    fs::create_dir_all(&unfinished).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    try_connect(&postgres.connection().superuser_url()).unwrap();
}

#[test]
fn a_throwaway_cluster_starts_empty_leaves_nothing_and_never_replaces_a_kept_one() {
    let scratch = Scratch::new();
    let postgres = EmbeddedPostgres::start_throwaway(scratch.config()).unwrap();
    assert_eq!(
        setting(&postgres.connection().superuser_url(), "fsync"),
        "off"
    );
    postgres.stop().unwrap();
    assert!(!scratch.folder().exists());

    EmbeddedPostgres::start(scratch.config())
        .unwrap()
        .stop()
        .unwrap();
    let refusal = EmbeddedPostgres::start_throwaway(scratch.config()).unwrap_err();
    assert!(matches!(refusal, Error::NotACluster { .. }), "{refusal}");
}

#[test]
fn a_killed_throwaway_launcher_does_not_keep_the_next_one_from_starting() {
    let scratch = Scratch::new();
    let first = EmbeddedPostgres::start_throwaway(scratch.config()).unwrap();
    let orphan = first.postmaster_id();
    // As a killed process leaves it: the lock let go, the postmaster alive.
    std::mem::forget(first);
    fs::remove_file(scratch.folder().join("launcher.lock")).unwrap();

    let second = EmbeddedPostgres::start_throwaway(scratch.config()).unwrap();
    assert_ne!(second.postmaster_id(), orphan);
}

#[test]
fn a_path_too_long_for_a_socket_works_all_the_same() {
    let scratch = Scratch::new();
    let config = Config::new(scratch.folder().join("deep".repeat(30)));
    let postgres = EmbeddedPostgres::start(config).unwrap();
    let socket_dir = postgres.connection().socket_dir.clone();
    assert!(socket_dir.starts_with("/tmp"));
    try_connect(&postgres.connection().superuser_url()).unwrap();
    postgres.stop().unwrap();
    assert!(!socket_dir.exists());
}

#[test]
fn as_root_a_folder_in_a_closed_home_is_refused_politely() {
    if !running_as_root() {
        return;
    }
    let scratch = Scratch::new();
    let home = scratch.path().join("home");
    fs::DirBuilder::new().mode(0o700).create(&home).unwrap();
    let refusal = EmbeddedPostgres::start(Config::new(home.join("postgres"))).unwrap_err();
    assert!(
        matches!(&refusal, Error::Unreachable { barrier, .. } if *barrier == home),
        "{refusal}"
    );
    assert!(!home.join("postgres").exists());
    assert!(!embedded_postgres::reachable_by_postgres(
        &home.join("postgres")
    ));
}

#[test]
fn under_a_strict_umask_the_folders_on_the_way_can_be_passed() {
    let scratch = Scratch::new();
    let folder = scratch.path().join("made/on/the/way");
    let launched = common::under_umask_077(&folder);
    assert!(launched.starts_with("ready"), "{launched}");
}

#[test]
fn root_and_an_ordinary_user_can_take_turns_on_one_folder() {
    if !running_as_root() {
        return;
    }
    let scratch = Scratch::new();
    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    let url = postgres.connection().superuser_url();
    execute(&url, "CREATE TABLE kept AS SELECT 1 AS row");
    postgres.stop().unwrap();

    let mut second = launcher(&scratch.folder(), Some(User::who_owns(&scratch.folder())));
    assert_eq!(count(&second.url, "kept"), 1);
    drop(second.process.stdin.take());
    assert!(second.process.wait().unwrap().success());

    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    assert_eq!(count(&postgres.connection().superuser_url(), "kept"), 1);
}

#[test]
fn an_ordinary_user_can_begin_and_be_killed_and_root_carry_on() {
    if !running_as_root() {
        return;
    }
    let scratch = Scratch::new();
    EmbeddedPostgres::start(scratch.config())
        .unwrap()
        .stop()
        .unwrap();
    let user = User::who_owns(&scratch.folder());
    fs::remove_dir_all(scratch.folder()).unwrap();
    let mut first = launcher(&scratch.folder(), Some(user));
    execute(&first.url, "CREATE TABLE kept AS SELECT 1 AS row");
    first.process.kill().unwrap();
    first.process.wait().unwrap();

    let postgres = EmbeddedPostgres::start(scratch.config()).unwrap();
    assert_eq!(count(&postgres.connection().superuser_url(), "kept"), 1);
}
