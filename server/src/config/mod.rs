//! What the server runs with, judged once at start. Never read again from the environment while serving.

mod flags;
mod public_url;
mod resolve;
mod secret;
mod security_contact;

use std::{net::SocketAddr, path::PathBuf};

use rails::fx::EcbUrl;

pub use flags::{
    Cli, Command, DbCommand, Flags, JournalFormat, LedgerCommand, LogFormat, SandboxChoice,
};
pub use public_url::PublicUrl;
pub use resolve::{ConfigError, SANDBOX_PUBLIC_SENTENCE};
pub use secret::{MasterKey, Secret};
pub use security_contact::SecurityContact;

/// A configuration that makes sense as a whole.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Config {
    /// Where to listen.
    pub addr: SocketAddr,
    /// The address people type.
    pub public: PublicUrl,
    /// The folder for everything this process keeps itself.
    pub data_dir: PathBuf,
    pub database: DatabaseChoice,
    /// Pretend rails, and pages that show what they did.
    pub sandbox: bool,
    /// Real mail; present whenever the sandbox is off.
    pub mail: Option<Mail>,
    /// Where holes are reported; the safety page says so when nobody is named.
    pub security_contact: Option<SecurityContact>,
    /// Whether the last entry of `X-Forwarded-For` is the client's address.
    pub trust_proxy: bool,
    /// Whether this process speaks TLS itself.
    pub tls: bool,
    pub key: KeyChoice,
    /// The folder of built assets.
    pub site_root: PathBuf,
    /// Whether strangers may read `/metrics`.
    pub metrics_public: bool,
    /// Whether demo people are added.
    pub demo: bool,
    /// Where exchange rates are published; none replays the last shipped day.
    pub rates: Option<EcbUrl>,
}

/// Which database serves.
#[derive(Debug, Clone)]
pub enum DatabaseChoice {
    /// A private cluster in the data folder.
    Embedded,
    /// The operator's, as `okpay_app` and, where given, as the other two roles.
    Given {
        app: Secret,
        migrate: Option<Secret>,
        jobs: Option<Secret>,
    },
}

/// Where the master key comes from.
#[derive(Debug, Clone)]
pub enum KeyChoice {
    /// Read from this file.
    File(PathBuf),
    /// Read from this file, made at the first start.
    FileMadeOnce(PathBuf),
    /// Given as it is.
    Given(MasterKey),
}

/// How mail leaves.
#[derive(Debug, Clone)]
pub struct Mail {
    pub smtp_url: Secret,
    pub from: String,
}
