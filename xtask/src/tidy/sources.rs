//! Rules for each Rust source, and for absolute paths in all text files.
//! It must never be satisfied by switching a rule off in place.

use super::{Finding, Source};

const LINES_MAX: usize = 400;
/// How far down the second line of the head may be.
const REMINDERS: [&str; 3] = ["TODO", "FIXME", "XXX"];
/// Where people's own folders lie; written in halves, since this file is checked too.
const HOMES: [&str; 4] = [
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
];
/// Made by tools, or about such paths.
const ANY_PATHS: [&str; 3] = ["package-lock.json", "Cargo.lock", "deny.toml"];

/// All findings in one file.
pub fn check(source: &Source) -> Vec<Finding> {
    let mut findings = absolute_paths(source);
    if source.has_extension("rs") {
        findings.extend(head(source));
        findings.extend(length(source));
        findings.extend(switched_off(source));
        findings.extend(reminders(source));
        if source.is_in("app") {
            findings.extend(inline_styles(source));
        }
    }
    findings
}

fn head(source: &Source) -> Option<Finding> {
    // A remark for the compiler may come first in a build script, a shebang nowhere.
    let first = source
        .text
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with("#!["));
    if first.is_some_and(|line| line.starts_with("//!")) {
        return None;
    }
    Some(source.finding(
        1,
        "begins without `//!`: say what it is for and what it must never do",
    ))
}

fn length(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().count();
    let what = format!("{lines} lines, at most {LINES_MAX}: split it by purpose");
    (lines > LINES_MAX).then(|| source.finding(LINES_MAX, what))
}

fn switched_off(source: &Source) -> Vec<Finding> {
    let what = "`allow` hides a rule: use #[expect(…, reason = \"…\")], or follow it";
    let lines = source.lines().filter(|(_, line)| {
        let line = line.trim_start();
        line.starts_with(concat!("#[al", "low(")) || line.starts_with(concat!("#![al", "low("))
    });
    lines
        .map(|(number, _)| source.finding(number, what))
        .collect()
}

fn reminders(source: &Source) -> Vec<Finding> {
    let what = "a reminder in the code: do it now, or open an issue";
    let lines = source.lines().filter(|(_, line)| {
        line.split_once("//").is_some_and(|(_, remark)| {
            REMINDERS.iter().any(|word| {
                remark
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|found| found == *word)
            })
        })
    });
    lines
        .map(|(number, _)| source.finding(number, what))
        .collect()
}

/// The content security policy forbids them; only a custom property set from code is different.
fn inline_styles(source: &Source) -> Vec<Finding> {
    let what = "an inline style, which the content security policy refuses: use a class";
    let lines = source.lines().filter(|(_, line)| {
        !line.trim_start().starts_with("//")
            && line.match_indices("style").any(|(at, _)| {
                let before = line.get(..at).and_then(|text| text.chars().next_back());
                let after = line.get(at + 5..).unwrap_or_default();
                before.is_none_or(|c| c.is_whitespace() || c == '<')
                    && (after.starts_with("=\"")
                        || after.starts_with("={")
                        || after.starts_with("=move")
                        || after.starts_with(':'))
            })
    });
    lines
        .map(|(number, _)| source.finding(number, what))
        .collect()
}

fn absolute_paths(source: &Source) -> Vec<Finding> {
    let name = source.path.file_name().unwrap_or_default();
    if ANY_PATHS.iter().any(|excepted| name == *excepted) {
        return Vec::new();
    }
    let what = "a path of one machine: make it relative, or ask for it";
    let lines = source
        .lines()
        .filter(|(_, line)| HOMES.iter().any(|home| mentions(line, home)));
    lines
        .map(|(number, _)| source.finding(number, what))
        .collect()
}

/// Whether a path begins there: not the middle of a longer path or of a URL.
fn mentions(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|c| " \"'`=(<:,".contains(c))
            && !line.get(..at).is_some_and(|text| text.ends_with("://"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn whats(path: &str, text: &str) -> Vec<String> {
        check(&source(path, text))
            .into_iter()
            .map(|finding| finding.to_string())
            .collect()
    }

    #[test]
    fn a_file_without_a_head_is_told_at_its_first_line() {
        assert!(
            whats("server/src/a.rs", "fn a() {}\n")[0]
                .starts_with("server/src/a.rs:1: begins without")
        );
        assert!(whats("server/src/a.rs", "//! What.\n").is_empty());
        assert!(whats("server/src/a.rs", "#![forbid(unsafe_code)]\n//! What.\n").is_empty());
    }

    #[test]
    fn a_long_file_is_told() {
        assert_eq!(whats("a.rs", &"//! x\n".repeat(400)).len(), 0);
        assert_eq!(whats("a.rs", &"//! x\n".repeat(401)).len(), 1);
    }

    #[test]
    fn a_rule_that_is_switched_off_is_told_with_its_line() {
        let text = concat!("//! x\n    #[al", "low(dead_code)]\nfn a() {}\n");
        assert!(whats("a.rs", text)[0].starts_with("a.rs:2: "));
    }

    #[test]
    fn a_reminder_is_told_but_not_a_word_that_contains_one() {
        assert_eq!(
            whats("a.rs", concat!("//! x\n// TO", "DO: later\n")).len(),
            1
        );
        assert_eq!(whats("a.rs", "//! x\n// METHODOLOGY, XXXVII\n").len(), 0);
    }

    #[test]
    fn an_inline_style_in_the_app_is_told_and_a_style_element_is_not() {
        assert_eq!(
            whats(
                "app/src/a.rs",
                "//! x\nview! { <p style=\"color: red\"/> }\n"
            )
            .len(),
            1
        );
        assert_eq!(
            whats(
                "app/src/a.rs",
                "//! x\nview! { <p style:color=\"red\"/> }\n"
            )
            .len(),
            1
        );
        assert_eq!(
            whats("app/src/a.rs", "//! x\nlet style = 1; // style=\n").len(),
            0
        );
        assert_eq!(
            whats("server/src/a.rs", "//! x\nlet a = \"<p style=\\\"\";\n").len(),
            0
        );
    }

    #[test]
    fn a_path_of_one_machine_is_told_in_any_text_file() {
        assert_eq!(
            whats("README.md", concat!("see /ho", "me/me/okpay\n")).len(),
            1
        );
        assert_eq!(
            whats("README.md", concat!("see https://example.com/ho", "me/x\n")).len(),
            0
        );
    }
}
