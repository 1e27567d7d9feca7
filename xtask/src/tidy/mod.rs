//! The house rules that no other tool checks, each in a file of its own; findings name file, line and cure.
//! It must never change a file.

mod browser_tests;
mod imports;
mod locales;
mod sources;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::say;

/// Folders that hold no sources of ours, wherever they lie.
const SKIPPED: [&str; 2] = ["node_modules", ".git"];
/// What runs and builds leave behind.
const LEFT_BEHIND: [&str; 6] = [
    "target",
    "data",
    ".sqlx",
    "end2end/test-results",
    "end2end/playwright-report",
    "end2end/blob-report",
];

/// A broken rule at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.what)
    }
}

/// A text file of the checkout.
#[derive(Debug)]
pub struct Source {
    /// Relative to the checkout.
    pub path: PathBuf,
    pub text: String,
}

impl Source {
    /// Whether it lies in this folder.
    pub fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// Whether its name ends so.
    pub fn has_extension(&self, extension: &str) -> bool {
        self.path
            .extension()
            .is_some_and(|found| found == extension)
    }

    /// A finding in this file.
    pub fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding {
            path: self.path.clone(),
            line,
            what: what.into(),
        }
    }

    /// Its lines, numbered from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }
}

/// Checks the whole checkout.
pub fn check(paths: &Paths) -> Result<()> {
    let mut sources = Vec::new();
    collect(&paths.root, Path::new(""), &mut sources)?;
    let mut findings: Vec<Finding> = sources
        .iter()
        .flat_map(|source| [sources::check(source), browser_tests::check(source)].concat())
        .collect();
    findings.extend(imports::check(&sources));
    findings.extend(locales::check(&sources));
    for finding in &findings {
        say::data(&finding.to_string());
    }
    if findings.is_empty() {
        say::note(&format!("  {} files, nothing to tidy", sources.len()));
        return Ok(());
    }
    Err(Error::Checks(format!(
        "{} findings to tidy",
        findings.len()
    )))
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<()> {
    let full = root.join(folder);
    let mut names = Vec::new();
    for entry in fs::read_dir(&full).doing("reading", &full)? {
        names.push(entry.doing("reading", &full)?.file_name());
    }
    names.sort();
    for name in names {
        let path = folder.join(&name);
        let full = root.join(&path);
        if full.is_dir() {
            let skipped = SKIPPED.iter().any(|skipped| name == *skipped);
            if !skipped && !LEFT_BEHIND.iter().any(|left| path == Path::new(left)) {
                collect(root, &path, sources)?;
            }
        } else if let Ok(text) = fs::read_to_string(&full) {
            // What isn't text is a picture or a font.
            sources.push(Source { path, text });
        }
    }
    Ok(())
}

#[cfg(test)]
pub fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.into(),
        text: text.to_owned(),
    }
}
