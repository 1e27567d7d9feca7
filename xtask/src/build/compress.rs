//! Compresses the files of a release site once, so that no request has to.
//! It must never keep a compressed file that isn't smaller than its original.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::{Doing, Result};

/// The highest level; it costs seconds here and nothing when served.
const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW_LOG2: i32 = 22;
/// Text and WASM; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] = [
    "css",
    "html",
    "ico",
    "js",
    "json",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// Writes `<file>.br` and `<file>.gz` beside each file that gains by it, in this folder and below.
pub fn compress_all(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir).doing("reading", dir)? {
        let path = entry.doing("reading", dir)?.path();
        if path.is_dir() {
            compress_all(&path)?;
        } else if path
            .extension()
            .is_some_and(|ext| COMPRESSIBLE.iter().any(|known| ext == *known))
        {
            let bytes = fs::read(&path).doing("reading", &path)?;
            keep_if_smaller(&path, "br", &bytes, &brotli(&bytes))?;
            keep_if_smaller(&path, "gz", &bytes, &gzip(&bytes, &path)?)?;
        }
    }
    Ok(())
}

fn keep_if_smaller(path: &Path, suffix: &str, original: &[u8], compressed: &[u8]) -> Result<()> {
    if compressed.len() >= original.len() {
        return Ok(());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    let target = Path::new(&name);
    fs::write(target, compressed).doing("writing", target)
}

/// Brotli at its highest level.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW_LOG2,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    // Writing to a Vec can't fail; should it, the empty result is "not smaller" only for an empty file.
    match brotli::BrotliCompress(&mut &*bytes, &mut out, &params) {
        Ok(_) => out,
        Err(_) => bytes.to_vec(),
    }
}

fn gzip(bytes: &[u8], path: &Path) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).doing("compressing", path)?;
    encoder.finish().doing("compressing", path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Scratch;

    #[test]
    fn what_gains_is_kept_compressed_and_what_does_not_is_left_alone() {
        let scratch = Scratch::new("compress");
        fs::write(
            scratch.path().join("long.css"),
            "a { color: red }\n".repeat(100),
        )
        .unwrap();
        fs::write(scratch.path().join("tiny.js"), "1").unwrap();
        fs::write(scratch.path().join("picture.png"), "x".repeat(1000)).unwrap();
        compress_all(scratch.path()).unwrap();
        let there = |name: &str| scratch.path().join(name).exists();
        assert!(there("long.css.br") && there("long.css.gz"));
        assert!(!there("tiny.js.br") && !there("tiny.js.gz"));
        assert!(!there("picture.png.br"));
    }

    #[test]
    fn brotli_gives_the_original_back() {
        let text = "the same words over and over ".repeat(50);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli(text.as_bytes()), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
    }
}
