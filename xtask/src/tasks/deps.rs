//! Licences and sources of all dependencies: by cargo-deny if it is installed, else by a check of our own.
//! It must never claim to have checked what it hasn't: the security advisories without cargo-deny.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::{exec, say};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What the closing line says when nobody looked for known holes.
const NO_ADVISORIES: &str = "security advisories were NOT checked";

/// Runs the better of the two; tells what was not checked.
pub fn check(paths: &Paths) -> Result<Option<&'static str>> {
    if exec::probe("cargo", &["deny", "--version"]).is_some() {
        return with_cargo_deny(paths);
    }
    say::note("  cargo-deny is not installed: licences, sources and duplicates are checked here");
    with_metadata(paths).map(|()| Some(NO_ADVISORIES))
}

/// The advisories are a repository of their own; where it can't be fetched the rest is still checked.
fn with_cargo_deny(paths: &Paths) -> Result<Option<&'static str>> {
    let mut deny = exec::cargo();
    deny.args(["deny", "check", "--hide-inclusion-graph"])
        .current_dir(&paths.root);
    let mut fetch = exec::cargo();
    fetch.args(["deny", "fetch", "db"]).current_dir(&paths.root);
    if exec::succeeds(&mut fetch)? {
        return exec::run(&mut deny).map(|()| None);
    }
    say::note("  the advisory database can't be fetched");
    exec::run(deny.args(["bans", "licenses", "sources"])).map(|()| Some(NO_ADVISORIES))
}

fn with_metadata(paths: &Paths) -> Result<()> {
    let allowed = allowed_licences(paths)?;
    let mut cargo = exec::cargo();
    cargo
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(&paths.root);
    let metadata: Value = serde_json::from_str(&exec::output(&mut cargo)?)
        .map_err(|why| Error::step("reading cargo's metadata", why))?;
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();

    let mut findings = Vec::new();
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in &packages {
        let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
        let (name, version, source) = (text("name"), text("version"), text("source"));
        if source.is_empty() {
            continue; // a package of this workspace
        }
        versions
            .entry(name.to_owned())
            .or_default()
            .push(version.to_owned());
        if source != REGISTRY {
            findings.push(format!(
                "{name} {version} comes from {source}, not from the registry"
            ));
        }
        if !is_allowed(text("license"), &allowed) {
            findings.push(format!(
                "{name} {version} has the licence «{}», which deny.toml does not allow",
                text("license")
            ));
        }
    }
    let twice = versions.iter().filter(|(_, versions)| versions.len() > 1);
    let twice: Vec<String> = twice
        .map(|(name, versions)| format!("{name} {}", versions.join(" and ")))
        .collect();
    say::note(&format!(
        "  {} packages, {} of them in more than one version: {}",
        packages.len(),
        twice.len(),
        twice.join(", ")
    ));
    if findings.is_empty() {
        return Ok(());
    }
    for finding in &findings {
        say::note(&format!("  {finding}"));
    }
    Err(Error::Checks(format!(
        "{} findings in the dependencies",
        findings.len()
    )))
}

/// The list in `deny.toml`, so that both ways of checking use the same one.
fn allowed_licences(paths: &Paths) -> Result<Vec<String>> {
    let path = paths.root.join("deny.toml");
    let text = fs::read_to_string(&path).doing("reading", &path)?;
    let list = text
        .split_once("[licenses]")
        .and_then(|(_, rest)| rest.split_once("allow = ["))
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(list, _)| {
            list.split('"')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        });
    list.ok_or_else(|| {
        Error::step(
            format!("reading {}", path.display()),
            "no `allow = [...]` under [licenses]",
        )
    })
}

/// An SPDX expression holds when one of its alternatives consists of allowed licences only. Brackets
/// are read as if they weren't there, which is stricter for `A AND (B OR C)` than the standard asks.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    // Some old packages write a slash for OR.
    let flat = expression.replace(['(', ')'], " ").replace('/', " OR ");
    flat.split(" OR ").any(|alternative| {
        alternative
            .split(" AND ")
            .all(|licence| allowed.iter().any(|known| known == licence.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_allowed_when_one_alternative_is_wholly_on_the_list() {
        let allowed = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
        assert!(is_allowed("MIT OR GPL-3.0", &allowed));
        assert!(is_allowed("GPL-2.0/MIT", &allowed));
        assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
        assert!(!is_allowed("MIT AND GPL-3.0", &allowed));
        assert!(!is_allowed("", &allowed));
    }
}
