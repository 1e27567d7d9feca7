//! Compiles the browser's half and turns it into JS and split WASM files.
//! It must never skip the split: an unsplit build dies at the first lazy route.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use super::{OUTPUT_NAME, wasm_opt};
use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::{exec, say};

const TARGET: &str = "wasm32-unknown-unknown";
/// To be raised when the same input gives another output, so that nothing stale is served.
const PIPELINE_VERSION: u8 = 2;

/// The browser's files, named for good: every name carries `hash`.
#[derive(Debug)]
pub struct Front {
    /// The folder that holds them and nothing else.
    pub dir: PathBuf,
    /// The hash of what they were made from. The parts import each other by name, in a circle, so
    /// they can only share one hash that is known before they are written.
    pub hash: String,
}

/// Compiles, splits, binds and (in release) shrinks; does only the first when nothing changed.
pub fn build(paths: &Paths, release: bool) -> Result<Front> {
    let profile = if release { "wasm-release" } else { "wasm-dev" };
    let linked = compile(paths, profile)?;
    let wasm = fs::read(&linked).doing("reading", &linked)?;
    let hash = fingerprint(&wasm, release);
    let dir = paths.wasm_target().join("front").join(profile);
    let done = dir.join("done");
    if fs::read_to_string(&done).is_ok_and(|made_from| made_from == hash) {
        return Ok(Front {
            dir: dir.join("files"),
            hash,
        });
    }
    say::step("WASM split and bound", || {
        clear(&dir)?;
        let front = bind(&wasm, &dir, hash.clone())?;
        if release {
            wasm_opt::shrink(paths, &front.dir)?;
        }
        fs::write(&done, &hash).doing("writing", &done)?;
        Ok(front)
    })
}

/// `--emit-relocs` keeps the relocations that the split reads; it reaches the last link alone, so
/// that dependencies are shared with every other build for this target.
fn compile(paths: &Paths, profile: &str) -> Result<PathBuf> {
    let mut cargo = exec::cargo();
    // Quiet, since the server's half reports its progress on the same terminal.
    cargo.args([
        "rustc",
        "--quiet",
        "--package",
        "frontend",
        "--lib",
        "--crate-type",
        "cdylib",
    ]);
    cargo.args(["--target", TARGET, "--profile", profile]);
    cargo.arg("--target-dir").arg(paths.wasm_target());
    cargo.args(["--", "-Clink-arg=--emit-relocs"]);
    cargo
        .current_dir(&paths.root)
        .env("LEPTOS_OUTPUT_NAME", OUTPUT_NAME);
    say::step("front compiled", || exec::run(&mut cargo))?;
    Ok(paths
        .wasm_target()
        .join(TARGET)
        .join(profile)
        .join("frontend.wasm"))
}

/// 22 characters, fit for a file name and a URL.
fn fingerprint(wasm: &[u8], release: bool) -> String {
    let mut hasher = Sha256::new();
    hasher.update([PIPELINE_VERSION, u8::from(release)]);
    hasher.update(wasm_bindgen_cli_support_version());
    hasher.update(wasm);
    super::site::short_hash(&hasher.finalize())
}

fn wasm_bindgen_cli_support_version() -> &'static str {
    // The libraries are pinned in our manifest, so its text stands for their versions.
    include_str!("../../Cargo.toml")
}

fn clear(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).doing("removing", dir)?;
    }
    let files = dir.join("files");
    fs::create_dir_all(&files).doing("creating", &files)
}

fn bind(wasm: &[u8], dir: &Path, hash: String) -> Result<Front> {
    let files = dir.join("files");
    let main_part = dir.join("main.wasm");
    let main_module = format!("./{OUTPUT_NAME}.{hash}.js");
    let link_name = format!("./__wasm_split.{hash}.js");
    let mut options = wasm_split_cli_support::Options::new(wasm);
    options.output_dir = &files;
    options.main_out_path = &main_part;
    options.main_module = &main_module;
    options.link_name = &link_name;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|why| Error::step("splitting the WASM", format!("{why:#}")))?;

    // Without the names of functions, which in a development build are two thirds of its weight; a
    // panic still tells its file and line.
    Bindgen::new()
        .input_path(&main_part)
        .out_name(OUTPUT_NAME)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .keep_lld_exports(true)
                .demangle(false)
                .remove_name_section(true)
                .typescript(false)
                .generate(&files)
        })
        .map_err(|why| Error::step("binding the WASM", format!("{why:#}")))?;

    rename(
        &files,
        &format!("{OUTPUT_NAME}.js"),
        &format!("{OUTPUT_NAME}.{hash}.js"),
    )?;
    rename(
        &files,
        &format!("{OUTPUT_NAME}_bg.wasm"),
        &format!("{OUTPUT_NAME}.{hash}.wasm"),
    )?;
    name_chunks(&files, &split, &hash)?;
    Ok(Front { dir: files, hash })
}

/// Puts the hash into the names of the lazy parts, and into the two files that speak of them: the
/// loader, and the manifest from which the server preloads.
fn name_chunks(files: &Path, split: &wasm_split_cli_support::SplitWasm, hash: &str) -> Result<()> {
    let loader = files.join(format!("__wasm_split.{hash}.js"));
    let mut loader_text = fs::read_to_string(&loader).doing("reading", &loader)?;
    for chunk in &split.split_modules {
        let stem = chunk
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        rename(
            files,
            &format!("{stem}.wasm"),
            &format!("{stem}.{hash}.wasm"),
        )?;
        loader_text = loader_text.replace(
            &format!("\"./{stem}.wasm\""),
            &format!("\"./{stem}.{hash}.wasm\""),
        );
    }
    fs::write(&loader, loader_text).doing("writing", &loader)?;

    let manifest: serde_json::Map<_, _> = split
        .prefetch_map
        .iter()
        .map(|(name, parts)| {
            let named = parts
                .iter()
                .map(|part| format!("{part}.{hash}").into())
                .collect();
            (name.clone(), serde_json::Value::Array(named))
        })
        .collect();
    let path = files.join(format!("__wasm_split_manifest.{hash}.json"));
    fs::write(&path, serde_json::Value::Object(manifest).to_string()).doing("writing", &path)
}

fn rename(dir: &Path, from: &str, to: &str) -> Result<()> {
    fs::rename(dir.join(from), dir.join(to)).doing("naming", &dir.join(to))
}
