//! Turns `locales/*.json` into one Rust method per text, so that a key or a placeholder that is missing in a language
//! does not compile, and a text nobody uses is reported as dead code. Decides nothing about which language is shown.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Rust variant of `domain::Locale` and the file with its texts.
const LOCALES: [(&str, &str); 2] = [("ZhCn", "locales/zh-CN.json"), ("En", "locales/en.json")];
/// Texts under these keys are written by the server alone: mails and SMS, the head of the document.
const SERVER_ONLY: [&str; 2] = ["mail_", "site_"];

fn main() {
    let mut tables = Vec::new();
    for (variant, file) in LOCALES {
        println!("cargo::rerun-if-changed={file}");
        tables.push((variant, read(Path::new(file))));
    }
    let keys: BTreeSet<&String> = tables.iter().flat_map(|(_, table)| table.keys()).collect();
    let methods: String = keys.iter().map(|key| method(key, &tables)).collect();
    let code = format!(
        "#[expect(clippy::match_same_arms, reason = \"some words are the same in both languages\")]\nimpl Texts {{\n{methods}}}\n"
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("texts.rs");
    fs::write(&out, code).unwrap_or_else(|error| panic!("{}: {error}", out.display()));
}

fn read(file: &Path) -> BTreeMap<String, String> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let value: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut table = BTreeMap::new();
    flatten(String::new(), &value, &mut table, file);
    table
}

fn flatten(prefix: String, value: &Value, table: &mut BTreeMap<String, String>, file: &Path) {
    match value {
        Value::String(text) => {
            table.insert(prefix, text.clone());
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                let name = if prefix.is_empty() {
                    key.clone()
                } else {
                    format!("{prefix}_{key}")
                };
                flatten(name, value, table, file);
            }
        }
        _ => panic!(
            "{}: {prefix} is neither a text nor a group of texts",
            file.display()
        ),
    }
}

/// The names in `{…}`, in order of their names: the order of the method's arguments, the same in every language.
fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn method(key: &str, tables: &[(&str, BTreeMap<String, String>)]) -> String {
    let texts: Vec<(&str, &String)> = tables
        .iter()
        .map(|(variant, table)| {
            (
                *variant,
                table
                    .get(key)
                    .unwrap_or_else(|| panic!("{key} has no text for {variant}")),
            )
        })
        .collect();
    let names = placeholders(texts[0].1);
    for (variant, text) in &texts {
        assert!(
            placeholders(text) == names,
            "{key}: the placeholders of {variant} differ from {names:?}"
        );
        assert!(
            !text.trim().is_empty(),
            "{key}: the text of {variant} is empty"
        );
    }
    let gate = if SERVER_ONLY.iter().any(|prefix| key.starts_with(prefix)) {
        "    #[cfg(feature = \"ssr\")]\n"
    } else {
        ""
    };
    let arguments: Vec<String> = names
        .iter()
        .map(|name| format!(", {name}: impl std::fmt::Display"))
        .collect();
    let arms: Vec<String> = texts
        .iter()
        .map(|(variant, text)| {
            if names.is_empty() {
                format!("Locale::{variant} => {text:?}, ")
            } else {
                format!("Locale::{variant} => format!({text:?}), ")
            }
        })
        .collect();
    let result = if names.is_empty() {
        "&'static str"
    } else {
        "String"
    };
    let (arguments, arms) = (arguments.concat(), arms.concat());
    format!(
        "{gate}    pub(crate) fn {key}(self{arguments}) -> {result} {{ match self.0 {{ {arms}}} }}\n"
    )
}
