//! Everything that is checked before a change is accepted.
//! It must never use the wallet's own data: the tests get a cluster that is thrown away.

use std::process::Command;
use std::time::Duration;

use embedded_postgres::{Config, EmbeddedPostgres};

use super::checks::Checks;
use super::deps;
use crate::build::{self, OUTPUT_NAME};
use crate::cli::Test;
use crate::error::Result;
use crate::paths::Paths;
use crate::setup::browser::Browser;
use crate::setup::{self, Database, browser, components, nextest, node, postgres, wasm_target};
use crate::{exec, interrupt, say, tidy};

const WASM: &str = "wasm32-unknown-unknown";
/// Under plain `cargo test` nothing ends a test that hangs; nextest does by itself.
const TESTS_WITHIN: Duration = Duration::from_mins(45);
/// The tests run at once, each with a pool or two of its own.
const CONNECTIONS_MAX: u16 = 300;

/// Sets up and runs all, or the part that was asked for.
pub fn test(paths: &Paths, args: &Test) -> Result<()> {
    let (code, browsers) = match (args.unit, args.e2e) {
        (true, false) => (true, false),
        (false, true) => (false, true),
        _ => (true, true),
    };
    interrupt::listen()?;
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
    let mut config = Config::new(paths.throwaway("test-postgres"));
    config.connections_max = CONNECTIONS_MAX;
    config.tool_folders = vec![paths.tools()];
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
    checks.run_with_remark("dependencies", || deps::check(paths));
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
        .env("LEPTOS_OUTPUT_NAME", OUTPUT_NAME)
        .env("OKPAY_TOOLS_DIR", paths.tools());
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
    const SCOPE: [&str; 3] = ["--workspace", "--exclude", "frontend"];
    let Some(version) = nextest::version() else {
        say::note("  with `cargo test`, since cargo-nextest is not installed");
        // Compiled first: how long that takes says nothing about a test that hangs.
        exec::run(cargo(paths).args(["test", "--no-run"]).args(SCOPE))?;
        let mut cargo = cargo(paths);
        cargo.args(["test", "--no-fail-fast"]).args(SCOPE);
        return exec::run_within(cargo.env("TEST_DATABASE_URL", url), TESTS_WITHIN);
    };
    say::note(&format!("  with {version}"));
    let mut nextest = cargo(paths);
    nextest
        .args(["nextest", "run", "--no-fail-fast"])
        .args(SCOPE);
    exec::run(nextest.env("TEST_DATABASE_URL", url))?;
    // The one kind of test it leaves out.
    exec::run(cargo(paths).args(["test", "--doc", "--quiet"]).args(SCOPE))
}

/// Playwright's configuration starts the servers itself, with what it is told here.
fn playwright(paths: &Paths, browser: &Browser, args: &[String]) -> Result<()> {
    setup::for_development(paths, Database::Embedded)?;
    let built = build::build(paths, false)?;
    let mut npx = Command::new("npx");
    npx.args(["playwright", "test"])
        .args(args)
        .current_dir(node::folder(paths));
    npx.env("OKPAY_BIN", &built.server)
        .env("OKPAY_SITE_ROOT", &built.site)
        .env("OKPAY_TOOLS_DIR", paths.tools())
        .envs(built.env());
    match browser {
        Browser::Installed(path) => npx.env("CHROMIUM_PATH", path),
        // It may name one that does not answer.
        Browser::Playwrights => npx.env_remove("CHROMIUM_PATH"),
    };
    exec::run(&mut npx)
}
