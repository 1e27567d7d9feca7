//! Rules for the browser tests.
//! It must never let a test through that is left out, or that waits for a time.

use super::{Finding, Source};

/// What is forbidden, in halves since this file is text too, and why.
const FORBIDDEN: [(&str, &str); 6] = [
    (
        concat!("test.on", "ly("),
        "runs alone and hides the others: remove it before committing",
    ),
    (
        concat!("describe.on", "ly("),
        "runs alone and hides the others: remove it before committing",
    ),
    (
        concat!("test.sk", "ip("),
        "a test that is left out: mend it or delete it",
    ),
    (
        concat!("test.fix", "me("),
        "a test that is left out: mend it or delete it",
    ),
    (
        concat!("waitFor", "Timeout"),
        "waits for a time: wait for a condition (expect, waitForURL, waitForResponse)",
    ),
    (
        concat!("networkid", "le"),
        "waits for silence, which a stream never gives: wait for what the person sees",
    ),
];

/// All findings in one file.
pub fn check(source: &Source) -> Vec<Finding> {
    let script = ["ts", "js", "mjs"]
        .iter()
        .any(|extension| source.has_extension(extension));
    if !(source.is_in("end2end") && script) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, line) in source.lines() {
        for (pattern, why) in FORBIDDEN {
            if line.contains(pattern) {
                findings.push(source.finding(number, format!("`{pattern}` {why}")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn a_test_that_runs_alone_or_waits_for_a_time_is_told() {
        let text = concat!(
            "test.on",
            "ly('a', …);\nawait page.waitFor",
            "Timeout(500);\n"
        );
        let lines: Vec<usize> = check(&source("end2end/tests/a.spec.ts", text))
            .iter()
            .map(|f| f.line)
            .collect();
        assert_eq!(lines, [1, 2]);
    }

    #[test]
    fn other_folders_are_not_looked_at() {
        assert!(check(&source("xtask/src/a.ts", concat!("test.on", "ly("))).is_empty());
    }
}
