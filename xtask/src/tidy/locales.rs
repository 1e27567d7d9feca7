//! The locale files have the same keys, so that nothing is shown in the wrong language.
//! It must never judge the texts themselves.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Finding, Source};

const FOLDER: &str = "app/locales";

/// Compares each file with all others.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let files = sources
        .iter()
        .filter(|source| source.is_in(FOLDER) && source.has_extension("json"));
    let mut findings = Vec::new();
    let mut read = Vec::new();
    for source in files {
        match serde_json::from_str::<Value>(&source.text) {
            Ok(value) => {
                let mut keys = BTreeSet::new();
                collect("", &value, &mut keys);
                read.push((source, keys));
            }
            Err(why) => findings.push(source.finding(why.line(), format!("is not JSON: {why}"))),
        }
    }
    let all: BTreeSet<String> = read
        .iter()
        .flat_map(|(_, keys)| keys.iter().cloned())
        .collect();
    for (source, keys) in read {
        for key in all.difference(&keys) {
            findings.push(source.finding(
                1,
                format!("lacks the key `{key}` that another language has: add it"),
            ));
        }
    }
    findings
}

fn collect(prefix: &str, value: &Value, keys: &mut BTreeSet<String>) {
    let Value::Object(map) = value else {
        keys.insert(prefix.to_owned());
        return;
    };
    for (name, value) in map {
        let key = if prefix.is_empty() {
            plain(name).to_owned()
        } else {
            format!("{prefix}.{}", plain(name))
        };
        collect(&key, value, keys);
    }
}

/// Languages differ in their plural forms: `name_one` and `name_other` are one key.
fn plain(name: &str) -> &str {
    const FORMS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];
    FORMS
        .iter()
        .find_map(|form| name.strip_suffix(form))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn a_key_that_one_language_lacks_is_told_in_that_file() {
        let sources = [
            source(
                "app/locales/en.json",
                r#"{"a": {"b": "x", "c": "y"}, "n_one": "1", "n_other": "2"}"#,
            ),
            source(
                "app/locales/zh-CN.json",
                r#"{"a": {"b": "甲"}, "n_other": "2"}"#,
            ),
        ];
        let findings = check(&sources);
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0]
                .to_string()
                .starts_with("app/locales/zh-CN.json:1: lacks the key `a.c`")
        );
    }

    #[test]
    fn a_file_that_is_no_json_is_told_with_its_line() {
        assert_eq!(check(&[source("app/locales/en.json", "{\n,")])[0].line, 2);
    }
}
