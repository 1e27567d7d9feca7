//! Where things are: the checkout, cargo's target folder, the tool cache, the site.
//! It must never hold an absolute path of one machine.

use std::path::{Path, PathBuf};

use embedded_postgres::{reachable_by_postgres, running_as_root};
use sha2::{Digest, Sha256};

use crate::build::short_hash;
use crate::error::{Error, Result};
use crate::exec;

/// Where root keeps clusters to be thrown away: not in `/tmp`, where another user could be first.
const ROOTS_THROWAWAY: &str = "/var/cache/okpay";

/// The places a task works in.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder (`CARGO_TARGET_DIR` and cargo's configuration are respected).
    pub target: PathBuf,
}

impl Paths {
    /// Asks cargo.
    pub fn find() -> Result<Self> {
        let text = exec::output(exec::cargo().args([
            "metadata",
            "--format-version=1",
            "--no-deps",
            "--offline",
        ]))?;
        let value: serde_json::Value = serde_json::from_str(&text)
            .map_err(|why| Error::step("reading cargo's metadata", why))?;
        let path = |key: &str| {
            value
                .get(key)
                .and_then(serde_json::Value::as_str)
                .map(PathBuf::from)
                .ok_or_else(|| Error::step("reading cargo's metadata", format!("no `{key}` in it")))
        };
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
        })
    }

    /// The WASM half has a target folder of its own, so that both halves can be built at once.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// The release build, ready to be copied to a server.
    pub fn dist(&self) -> PathBuf {
        self.target.join("dist")
    }

    /// What the server serves as files; the file of hashes lies beside it.
    pub fn site(&self, release: bool) -> PathBuf {
        if release {
            self.dist().join("site")
        } else {
            self.target.join("site")
        }
    }

    /// The server's binary.
    pub fn server(&self, release: bool) -> PathBuf {
        self.target
            .join(if release { "release" } else { "debug" })
            .join("okpay")
    }

    /// Downloaded tools, kept between checkouts.
    pub fn tools(&self) -> PathBuf {
        embedded_postgres::tool_folder().unwrap_or_else(|| self.target.join("tools"))
    }

    /// Where the wallet keeps its data: `OKPAY_DATA_DIR`, else `data` in the checkout. As root that
    /// may lie in a home that the user Postgres runs as can't enter; then it is a system folder.
    pub fn data(&self) -> PathBuf {
        if let Some(dir) = std::env::var_os("OKPAY_DATA_DIR").filter(|dir| !dir.is_empty()) {
            return dir.into();
        }
        let here = self.root.join("data");
        if !running_as_root() || reachable_by_postgres(&here) {
            here
        } else {
            PathBuf::from("/var/lib/okpay")
        }
    }

    /// The folder of a cluster that is thrown away; two checkouts never share one.
    pub fn throwaway(&self, name: &str) -> PathBuf {
        let here = self.target.join(name);
        if !running_as_root() || reachable_by_postgres(&here) {
            here
        } else {
            Path::new(ROOTS_THROWAWAY).join(format!("{name}-{}", self.mark()))
        }
    }

    /// A few letters that stand for this target folder.
    fn mark(&self) -> String {
        let digest = Sha256::digest(self.target.as_os_str().as_encoded_bytes());
        short_hash(&digest).chars().take(12).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_checkouts_throw_away_clusters_of_their_own() {
        let of = |target: &str| Paths {
            root: target.into(),
            target: PathBuf::from(target).join("target"),
        };
        let (one, two) = (of("/srv/one"), of("/srv/two"));
        assert_ne!(one.mark(), two.mark());
        assert_ne!(
            one.throwaway("test-postgres"),
            two.throwaway("test-postgres")
        );
        assert!(!one.throwaway("test-postgres").starts_with("/tmp"));
    }
}
