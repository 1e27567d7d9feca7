//! Who may import whom: the table of the architecture, checked in manifests and `use` lines.
//! It must never be widened here without the architecture saying so.

use super::{Finding, Source};

/// A crate of ours: its folder, its name in manifests, and what it may depend on.
struct Member {
    folder: &'static str,
    name: &'static str,
    may_import: &'static [&'static str],
}

const MEMBERS: [Member; 10] = [
    member("crates/domain", "domain", &[]),
    member("crates/ledger", "ledger", &["domain"]),
    member("crates/rails", "rails", &["domain"]),
    member("crates/storage", "storage", &["domain"]),
    member(
        "crates/services",
        "services",
        &["domain", "ledger", "rails", "storage"],
    ),
    member("crates/embedded-postgres", "embedded-postgres", &[]),
    member("app", "app", &["domain", "services"]),
    member("frontend", "frontend", &["app"]),
    member(
        "server",
        "server",
        &[
            "app",
            "domain",
            "embedded-postgres",
            "ledger",
            "rails",
            "services",
            "storage",
        ],
    ),
    member("xtask", "xtask", &["embedded-postgres"]),
];
/// What even tests may not import.
const NEVER: [&str; 3] = ["server", "xtask", "frontend"];

const fn member(
    folder: &'static str,
    name: &'static str,
    may_import: &'static [&'static str],
) -> Member {
    Member {
        folder,
        name,
        may_import,
    }
}

/// All wrong imports.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let Some(importer) = MEMBERS.iter().find(|member| source.is_in(member.folder)) else {
            continue;
        };
        if source
            .path
            .file_name()
            .is_some_and(|name| name == "Cargo.toml")
        {
            findings.extend(manifest(importer, source));
        } else if source.has_extension("rs") {
            findings.extend(uses(importer, source));
        }
    }
    findings
}

/// Sections are read by their heads, dependencies by the names at the starts of their lines.
fn manifest(importer: &Member, source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut section = "";
    for (number, line) in source.lines() {
        let line = line.trim();
        if line.starts_with('[') {
            section = line;
            // `[dependencies.name]` names its crate in the head itself.
        }
        let for_tests = section.contains("dev-dependencies");
        if !section.contains("dependencies") {
            continue;
        }
        let named = line
            .trim_start_matches("[dependencies.")
            .trim_start_matches("[dev-dependencies.");
        let name = named.split(['.', ' ', '=', ']']).next().unwrap_or_default();
        if !MEMBERS.iter().any(|member| member.name == name) {
            continue;
        }
        if is_wrong(importer, name, for_tests) {
            findings.push(source.finding(number, wrong(importer, name)));
        } else if importer.name == "app" && name == "services" && !line.contains("optional = true")
        {
            let what = "`services` is for the server's half alone: make it optional, behind `ssr`";
            findings.push(source.finding(number, what));
        }
    }
    findings
}

fn uses(importer: &Member, source: &Source) -> Vec<Finding> {
    let for_tests = source.path.components().any(|part| {
        ["tests", "benches"]
            .iter()
            .any(|name| part.as_os_str() == *name)
    });
    let mut findings = Vec::new();
    for (number, line) in source.lines() {
        let line = line.trim_start();
        let Some(path) = line
            .strip_prefix("use ")
            .or_else(|| line.strip_prefix("pub use "))
        else {
            continue;
        };
        let first = path
            .split([':', ';', ' ', '{'])
            .next()
            .unwrap_or_default()
            .replace('_', "-");
        // A module of that name within the crate comes as `crate::…`, so the first word is the crate.
        let is_ours = MEMBERS.iter().any(|member| member.name == first);
        let declared_here = source.text.contains(&format!("mod {first};"));
        if is_ours
            && !declared_here
            && is_wrong(
                importer,
                &first,
                for_tests || NEVER.contains(&first.as_str()),
            )
        {
            findings.push(source.finding(number, wrong(importer, &first)));
        }
    }
    findings
}

/// Tests may reach further down, but nothing imports what stands at the top.
fn is_wrong(importer: &Member, name: &str, for_tests: bool) -> bool {
    if name == importer.name || importer.may_import.contains(&name) {
        return false;
    }
    !for_tests || NEVER.contains(&name)
}

fn wrong(importer: &Member, name: &str) -> String {
    format!(
        "`{}` may not import `{name}` (who may import whom: ARCHITECTURE.md): move the code to where it belongs",
        importer.name
    )
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&[source(path, text)])
            .iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn a_wrong_dependency_in_a_manifest_is_told() {
        assert_eq!(
            lines(
                "crates/domain/Cargo.toml",
                "[dependencies]\nledger.workspace = true\n"
            ),
            [2]
        );
        assert_eq!(
            lines(
                "crates/ledger/Cargo.toml",
                "[dependencies]\ndomain.workspace = true\n"
            ),
            [0; 0]
        );
        assert_eq!(
            lines(
                "crates/ledger/Cargo.toml",
                "[dependencies.storage]\nworkspace = true\n"
            ),
            [1]
        );
    }

    #[test]
    fn tests_may_reach_further_but_never_to_the_top() {
        assert_eq!(
            lines(
                "crates/ledger/Cargo.toml",
                "[dev-dependencies]\nstorage.workspace = true\n"
            ),
            [0; 0]
        );
        assert_eq!(
            lines(
                "crates/ledger/Cargo.toml",
                "[dev-dependencies]\nserver.workspace = true\n"
            ),
            [2]
        );
        for folder in ["tests", "benches"] {
            let path = format!("crates/ledger/{folder}/all/main.rs");
            assert_eq!(lines(&path, "use storage::Pool;\n"), [0; 0]);
            assert_eq!(lines(&path, "use server::App;\n"), [1]);
        }
    }

    #[test]
    fn the_apps_services_are_for_the_server_alone() {
        assert_eq!(
            lines(
                "app/Cargo.toml",
                "[dependencies]\nservices.workspace = true\n"
            ),
            [2]
        );
        let text = "[dependencies]\nservices = { workspace = true, optional = true }\n";
        assert_eq!(lines("app/Cargo.toml", text), [0; 0]);
    }

    #[test]
    fn a_wrong_use_is_told_and_a_module_of_that_name_is_not() {
        assert_eq!(
            lines("crates/rails/src/lib.rs", "use storage::Pool;\n"),
            [1]
        );
        assert_eq!(
            lines("crates/rails/src/lib.rs", "use crate::storage::Pool;\n"),
            [0; 0]
        );
        assert_eq!(
            lines(
                "crates/rails/src/lib.rs",
                "mod storage;\nuse storage::Pool;\n"
            ),
            [0; 0]
        );
    }
}
