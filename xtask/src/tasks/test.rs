//! Everything that is checked before a change is accepted.
//! It must never use the wallet's own data: the tests get a cluster that is thrown away.

use std::process::Command;

use embedded_postgres::{Config, EmbeddedPostgres};

use super::checks::Checks;
use super::deps;
use crate::build::{self, OUTPUT_NAME};
use crate::cli::Test;
use crate::error::Result;
use crate::paths::Paths;
use crate::setup::browser::Browser;
use crate::setup::{self, browser, components, nextest, node, postgres, wasm_target};
use crate::{exec, say, tidy};

const WASM: &str = "wasm32-unknown-unknown";
/// The tests run at once, each with a pool or two of its own.
const CONNECTIONS_MAX: u16 = 300;

/// Sets up and runs all, or the part that was asked for.
pub fn test(paths: &Paths, args: &Test) -> Result<()> {
    let (code, browsers) = match (args.unit, args.e2e) {
        (true, false) => (true, false),
        (false, true) => (false, true),
        _ => (true, true),
    };
    wasm_target::ensure()?;
    components::ensure()?;
    postgres::ensure(paths)?;
    let browser = if browsers {
        node::ensure_packages(paths)?;
        Some(browser::ensure(paths)?)
    } else {
        None
    };

    let mut checks = Checks::default();
    if code {
        static_checks(paths, &mut checks);
        checks.run("tests", || with_cluster(paths, |url| tests(paths, url)));
    }
    if let Some(browser) = browser {
        checks.run("browser tests", || {
            playwright(paths, &browser, &args.playwright_args)
        });
    }
    checks.close()
}

/// Gives the tests a cluster that is thrown away, whether they fail or not.
fn with_cluster(paths: &Paths, tests: impl FnOnce(&str) -> Result<()>) -> Result<()> {
    let mut config = Config::new(paths.test_cluster());
    config.connections_max = CONNECTIONS_MAX;
    config.tool_folders.push(paths.tools());
    let cluster = say::step("throwaway PostgreSQL started", || {
        Ok(EmbeddedPostgres::start_throwaway(config)?)
    })?;
    let result = tests(&cluster.connection().superuser_url());
    cluster.stop()?;
    result
}

fn static_checks(paths: &Paths, checks: &mut Checks) {
    checks.run("format", || {
        exec::run(cargo(paths).args(["fmt", "--all", "--check"]))
    });
    checks.run("tidy", || tidy::check(paths));
    checks.run("dependencies", || deps::check(paths));
    checks.run("clippy: server", || {
        clippy(paths, &["-p", "server", "--all-targets"])
    });
    checks.run("clippy: frontend", || {
        let target_dir = paths.wasm_target();
        let target_dir = target_dir.to_string_lossy();
        clippy(
            paths,
            &[
                "-p",
                "frontend",
                "--target",
                WASM,
                "--target-dir",
                &target_dir,
            ],
        )
    });
    checks.run("clippy: the rest", || {
        clippy(
            paths,
            &["--workspace", "--exclude", "frontend", "--all-targets"],
        )
    });
}

fn cargo(paths: &Paths) -> Command {
    let mut cargo = exec::cargo();
    cargo
        .current_dir(&paths.root)
        .env("LEPTOS_OUTPUT_NAME", OUTPUT_NAME);
    cargo
}

fn clippy(paths: &Paths, scope: &[&str]) -> Result<()> {
    exec::run(
        cargo(paths)
            .arg("clippy")
            .args(scope)
            .args(["--", "-D", "warnings"]),
    )
}

/// The frontend has no tests of its own and does not build with the server's features.
fn tests(paths: &Paths, url: &str) -> Result<()> {
    let mut cargo = cargo(paths);
    if let Some(version) = nextest::version() {
        say::note(&format!("  with {version}"));
        cargo.args(["nextest", "run"]);
    } else {
        say::note("  with `cargo test`, since cargo-nextest is not installed");
        cargo.arg("test");
    }
    cargo.args(["--workspace", "--exclude", "frontend", "--no-fail-fast"]);
    exec::run(cargo.env("TEST_DATABASE_URL", url))?;
    if nextest::version().is_some() {
        // The one kind of test it leaves out.
        let mut examples = self::cargo(paths);
        exec::run(examples.args([
            "test",
            "--doc",
            "--quiet",
            "--workspace",
            "--exclude",
            "frontend",
        ]))?;
    }
    Ok(())
}

/// Playwright's configuration starts the servers itself, with what it is told here.
fn playwright(paths: &Paths, browser: &Browser, args: &[String]) -> Result<()> {
    setup::for_development(paths)?;
    let built = build::build(paths, false)?;
    let mut npx = Command::new("npx");
    npx.args(["playwright", "test"])
        .args(args)
        .current_dir(node::folder(paths));
    npx.env("OKPAY_BIN", &built.server)
        .env("OKPAY_SITE_ROOT", &built.site)
        .envs(built.env());
    if let Browser::Installed(path) = browser {
        npx.env("CHROMIUM_PATH", path);
    }
    exec::run(&mut npx)
}
