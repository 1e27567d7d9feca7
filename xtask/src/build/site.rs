//! Puts the site folder together: `public/` at its root, the hashed files under `pkg/`, `hash.txt` beside it.
//! It must never write into the site being served: a new one is made and takes its place.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::front::Front;
use super::{HASH_FILE, OUTPUT_NAME, PKG_DIR, compress, css};
use crate::error::{Doing, Result};
use crate::paths::Paths;
use crate::say;

/// Gives the folder.
pub fn assemble(paths: &Paths, front: &Front, release: bool) -> Result<PathBuf> {
    say::step("site put together", || {
        let site = paths.site(release);
        let next = site.with_extension("next");
        if next.exists() {
            fs::remove_dir_all(&next).doing("removing", &next)?;
        }
        let pkg = next.join(PKG_DIR);
        fs::create_dir_all(&pkg).doing("creating", &pkg)?;
        copy_all(&paths.root.join("public"), &next)?;
        copy_all(&front.dir, &pkg)?;

        let sheet = css::bundle(&paths.root.join("style/main.css"), release)?;
        let css_hash = short_hash(&Sha256::digest(&sheet));
        let css_path = pkg.join(format!("{OUTPUT_NAME}.{css_hash}.css"));
        fs::write(&css_path, sheet).doing("writing", &css_path)?;
        if release {
            compress::compress_all(&next)?;
        }
        let hashes = hash_file(&front.hash, &css_hash);
        swap(&next, &site, &hashes)?;
        Ok(site)
    })
}

/// The form in which Leptos reads the hashes: `kind: hash`, a line each.
fn hash_file(front: &str, css: &str) -> String {
    format!("js: {front}\nwasm: {front}\ncss: {css}\nmanifest: {front}\nsplit: {front}\n")
}

fn swap(next: &Path, site: &Path, hashes: &str) -> Result<()> {
    let old = site.with_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old).doing("removing", &old)?;
    }
    if site.exists() {
        fs::rename(site, &old).doing("moving", site)?;
    }
    fs::rename(next, site).doing("moving", next)?;
    let hash_path = site.with_file_name(HASH_FILE);
    fs::write(&hash_path, hashes).doing("writing", &hash_path)?;
    if old.exists() {
        fs::remove_dir_all(&old).doing("removing", &old)?;
    }
    Ok(())
}

/// The first 22 hexadecimal digits (88 bits): the length Leptos' own tools use in these names.
pub fn short_hash(digest: &[u8]) -> String {
    digest
        .iter()
        .take(11)
        .fold(String::new(), |mut text, byte| {
            // Writing to a String can't fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    fs::create_dir_all(to).doing("creating", to)?;
    for entry in fs::read_dir(from).doing("reading", from)? {
        let path = entry.doing("reading", from)?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_all(&path, &target)?;
        } else {
            fs::copy(&path, &target).doing("copying", &path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Scratch;

    #[test]
    fn a_new_site_takes_the_place_of_the_old_one_whole() {
        let scratch = Scratch::new("site");
        let (next, site) = (
            scratch.path().join("site.next"),
            scratch.path().join("site"),
        );
        for (dir, file) in [(&site, "old.css"), (&next, "new.css")] {
            fs::create_dir(dir).unwrap();
            fs::write(dir.join(file), "").unwrap();
        }
        swap(&next, &site, "js: x\n").unwrap();
        assert!(site.join("new.css").exists() && !site.join("old.css").exists());
        assert!(!next.exists());
        assert_eq!(
            fs::read_to_string(scratch.path().join(HASH_FILE)).unwrap(),
            "js: x\n"
        );
    }

    #[test]
    fn a_hash_has_the_length_that_leptos_leaves_room_for() {
        assert_eq!(
            short_hash(&Sha256::digest("x")).len(),
            "______________________".len()
        );
    }
}
