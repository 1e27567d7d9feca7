//! Says what is there, what is missing, and how to get it.
//! It must never change anything.

use embedded_postgres::Binaries;

use crate::paths::Paths;
use crate::setup::{browser, nextest, node, postgres, wasm_target};
use crate::{exec, say};

/// One line a thing.
pub fn doctor(paths: &Paths) {
    let cc = ["cc", "clang", "gcc"]
        .iter()
        .find_map(|name| exec::probe(name, &["--version"]));
    let (node, node_todo) = match node::version() {
        Ok(version) => (Some(version), node::TODO.to_owned()),
        Err(why) => (None, why.to_string()),
    };
    let (postgres, postgres_todo) = postgres_row(paths);
    let needs = [
        Need::new(
            "Rust",
            exec::probe("rustc", &["--version"]),
            "https://rustup.rs",
        ),
        Need::new(
            "C compiler",
            cc,
            "Debian: apt-get install build-essential; macOS: xcode-select --install",
        ),
        Need::new(
            "WASM target",
            wasm_target::installed().then(|| "wasm32-unknown-unknown".to_owned()),
            "`cargo xtask run` adds it",
        ),
        Need::new("PostgreSQL", postgres, &postgres_todo),
        Need::new(
            "Node.js (release builds and browser tests)",
            node,
            &node_todo,
        ),
        Need::new(
            "browser (browser tests)",
            browser::installed().map(|path| path.display().to_string()),
            "`cargo xtask test` installs one where it can",
        ),
        Need::new(
            "cargo-nextest (optional)",
            nextest::version(),
            "cargo install cargo-nextest --locked; without it plain `cargo test` is used",
        ),
        Need::new(
            "cargo-deny (optional)",
            exec::probe("cargo", &["deny", "--version"]),
            "cargo install cargo-deny --locked; without it advisories are not checked",
        ),
    ];
    for need in &needs {
        say::data(&need.line());
    }
    say::data(&format!("  data folder   {}", paths.data().display()));
    say::data(&format!("  tools folder  {}", paths.tools().display()));
    say::data(&format!("  target folder {}", paths.target.display()));
}

/// What there is, and what to do where that is nothing, or nothing that could be run.
fn postgres_row(paths: &Paths) -> (Option<String>, String) {
    let describe = |found: Vec<Binaries>| {
        let names: Vec<String> = found
            .iter()
            .map(|found| format!("{} in {}", found.major, found.bin.display()))
            .collect();
        names.join(", ")
    };
    let usable = postgres::usable(paths);
    if !usable.is_empty() {
        return (Some(describe(usable)), String::new());
    }
    let todo = "`cargo xtask run` fetches it by npm or apt-get; or: apt-get install postgresql, brew install postgresql@18";
    let locked_up = postgres::installed(paths);
    if locked_up.is_empty() {
        return (None, todo.to_owned());
    }
    let what = describe(locked_up);
    let todo =
        format!("there is {what}, but the user PostgreSQL runs as may not enter there; {todo}");
    (None, todo)
}

struct Need {
    what: &'static str,
    found: Option<String>,
    todo: String,
}

impl Need {
    fn new(what: &'static str, found: Option<String>, todo: &str) -> Self {
        let found = found.and_then(|text| text.lines().next().map(str::to_owned));
        let todo = todo.to_owned();
        Self { what, found, todo }
    }

    fn line(&self) -> String {
        match &self.found {
            Some(found) => format!("✓ {}: {found}", self.what),
            None => format!("✗ {}: missing; {}", self.what, self.todo),
        }
    }
}
