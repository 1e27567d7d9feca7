//! From flags to a configuration that makes sense as a whole. Every refusal is one line that says what to do;
//! no secret is ever part of it.

use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
};

use rails::{
    fx::EcbUrl,
    mail::{SmtpSettings, SmtpSettingsError},
};

use super::{
    Config, DatabaseChoice, Flags, KeyChoice, Mail, MasterKey, PublicUrl, SandboxChoice, Secret,
    SecurityContact, public_url::PublicUrlError,
};
use crate::master_key;

/// What must be said to run the sandbox where strangers can reach it.
pub const SANDBOX_PUBLIC_SENTENCE: &str = "yes-everybody-may-read-every-code";

/// Why the server does not start with these flags.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("OKPAY_ADDR: `{0}` is not HOST:PORT of this machine")]
    Address(String),
    #[error("OKPAY_PUBLIC_URL: {0}")]
    PublicUrl(#[from] PublicUrlError),
    #[error(
        "OKPAY_PUBLIC_URL is needed: {0} can be reached from outside, so the server must know the address people type"
    )]
    PublicUrlMissing(SocketAddr),
    #[error(
        "the sandbox shows every code and every mail to everybody, so it does not run on a public address ({0}); \
         listen on this machine alone, or set OKPAY_SANDBOX_PUBLIC={SANDBOX_PUBLIC_SENTENCE} if that is what you want"
    )]
    SandboxOnPublicAddress(String),
    #[error(
        "there is no real bank and no real card processor yet: only OKPAY_SANDBOX=on can serve (with DATABASE_URL it must be said)"
    )]
    NoRealRails,
    #[error("OKPAY_SMTP_URL or OKPAY_MAIL_FROM: {0}")]
    Mail(#[from] SmtpSettingsError),
    #[error("OKPAY_SMTP_URL and OKPAY_MAIL_FROM belong together: set both or neither")]
    MailHalf,
    #[error(
        "OKPAY_SECURITY_CONTACT must be an e-mail address or an address that starts with https://"
    )]
    SecurityContact,
    #[error(
        "with DATABASE_URL the master key is needed: set OKPAY_KEY_FILE (make one with `openssl rand -hex 32`) or OKPAY_SECRET_KEY"
    )]
    KeyMissing,
    #[error("OKPAY_SECRET_KEY must be 64 hexadecimal digits; make one with `openssl rand -hex 32`")]
    KeyShape,
    #[error("OKPAY_KEY_FILE and OKPAY_SECRET_KEY say the same thing twice: set one")]
    KeyTwice,
    #[error(
        "OKPAY_MIGRATE_URL and OKPAY_JOBS_URL go with DATABASE_URL: set it too, or none of them for the embedded database"
    )]
    DatabaseHalf,
    #[error("OKPAY_TLS serves https, but OKPAY_PUBLIC_URL says http://")]
    TlsWithPlainUrl,
    #[error("OKPAY_RATES_URL must be the http(s) address of a folder with the bank's files")]
    Rates,
    #[error("OKPAY_DEMO adds invented people and money, so it goes with the sandbox only")]
    DemoWithoutSandbox,
}

impl Config {
    /// Judges the flags. `leptos_site_root` is `LEPTOS_SITE_ROOT`, `program` the path of this executable: both only
    /// matter for finding the assets.
    pub fn resolve(
        mut flags: Flags,
        leptos_site_root: Option<PathBuf>,
        program: Option<&Path>,
    ) -> Result<Self, ConfigError> {
        flags.forget_blanks();
        let addr = address(&flags.addr)?;
        let public = public_url(&flags, addr)?;
        if flags.tls && !public.is_https() {
            return Err(ConfigError::TlsWithPlainUrl);
        }
        let sandbox = sandbox(&flags, addr, &public)?;
        let database = flags.database()?;
        if flags.demo && !sandbox {
            return Err(ConfigError::DemoWithoutSandbox);
        }
        if !sandbox {
            return Err(ConfigError::NoRealRails);
        }
        let mail = mail(flags.smtp_url, flags.mail_from)?;
        let rates = rates(flags.rates_url.as_deref(), sandbox)?;
        let security_contact = flags
            .security_contact
            .map(|text| SecurityContact::parse(&text).ok_or(ConfigError::SecurityContact))
            .transpose()?;
        let key = key(flags.key_file, flags.secret_key, &database, &flags.data_dir)?;
        let site_root = flags
            .site_root
            .or(leptos_site_root)
            .or_else(|| {
                program
                    .and_then(Path::parent)
                    .map(|folder| folder.join("site"))
            })
            .unwrap_or_else(|| PathBuf::from("site"));
        Ok(Self {
            addr,
            public,
            data_dir: flags.data_dir,
            database,
            sandbox,
            mail,
            security_contact,
            trust_proxy: flags.trust_proxy,
            tls: flags.tls,
            key,
            site_root,
            metrics_public: flags.metrics_public,
            demo: flags.demo,
            rates,
        })
    }
}

impl Flags {
    /// Which database these flags mean; all that `okpay db migrate` needs of them.
    pub fn database(&self) -> Result<DatabaseChoice, ConfigError> {
        let secret = |url: &Option<String>| {
            url.clone()
                .filter(|url| !url.trim().is_empty())
                .map(Secret::new)
        };
        let (migrate, jobs) = (secret(&self.migrate_url), secret(&self.jobs_url));
        match secret(&self.database_url) {
            Some(app) => Ok(DatabaseChoice::Given { app, migrate, jobs }),
            None if migrate.is_some() || jobs.is_some() => Err(ConfigError::DatabaseHalf),
            None => Ok(DatabaseChoice::Embedded),
        }
    }

    /// A variable that is set to nothing counts as not set.
    fn forget_blanks(&mut self) {
        for text in [
            &mut self.public_url,
            &mut self.database_url,
            &mut self.migrate_url,
            &mut self.jobs_url,
            &mut self.sandbox_public,
            &mut self.smtp_url,
            &mut self.mail_from,
            &mut self.rates_url,
            &mut self.security_contact,
            &mut self.secret_key,
        ] {
            text.take_if(|text| text.trim().is_empty());
        }
        for path in [&mut self.key_file, &mut self.site_root] {
            path.take_if(|path| path.as_os_str().is_empty());
        }
    }
}

/// The first IPv4 address a name stands for, else its first: `localhost:3000` then is what a script expects.
fn address(text: &str) -> Result<SocketAddr, ConfigError> {
    let wrong = || ConfigError::Address(text.to_owned());
    let found: Vec<SocketAddr> = text.to_socket_addrs().map_err(|_| wrong())?.collect();
    found
        .iter()
        .find(|addr| addr.is_ipv4())
        .or_else(|| found.first())
        .copied()
        .ok_or_else(wrong)
}

fn public_url(flags: &Flags, addr: SocketAddr) -> Result<PublicUrl, ConfigError> {
    match &flags.public_url {
        Some(text) => Ok(PublicUrl::parse(text)?),
        None if addr.ip().is_loopback() => Ok(PublicUrl::localhost(flags.tls, addr.port())),
        None => Err(ConfigError::PublicUrlMissing(addr)),
    }
}

fn sandbox(flags: &Flags, addr: SocketAddr, public: &PublicUrl) -> Result<bool, ConfigError> {
    let wanted = match flags.sandbox {
        SandboxChoice::Auto => flags.database_url.is_none(),
        SandboxChoice::On => true,
        SandboxChoice::Off => false,
    };
    let private = addr.ip().is_loopback() && public.is_localhost();
    let told = flags.sandbox_public.as_deref() == Some(SANDBOX_PUBLIC_SENTENCE);
    if wanted && !private && !told {
        return Err(ConfigError::SandboxOnPublicAddress(format!(
            "{addr}, {public}"
        )));
    }
    Ok(wanted)
}

/// Real money never moves at replayed rates.
fn rates(url: Option<&str>, sandbox: bool) -> Result<Option<EcbUrl>, ConfigError> {
    let official = (!sandbox).then_some(EcbUrl::OFFICIAL);
    url.or(official)
        .map(|url| EcbUrl::parse(url).map_err(|_| ConfigError::Rates))
        .transpose()
}

fn mail(smtp_url: Option<String>, from: Option<String>) -> Result<Option<Mail>, ConfigError> {
    match (smtp_url, from) {
        (Some(url), Some(from)) => {
            // Read here only to be judged before anybody waits for a code.
            SmtpSettings::parse(&url, &from)?;
            Ok(Some(Mail {
                smtp_url: Secret::new(url),
                from,
            }))
        }
        (None, None) => Ok(None),
        _ => Err(ConfigError::MailHalf),
    }
}

fn key(
    file: Option<PathBuf>,
    given: Option<String>,
    database: &DatabaseChoice,
    data_dir: &Path,
) -> Result<KeyChoice, ConfigError> {
    match (file, given) {
        (Some(_), Some(_)) => Err(ConfigError::KeyTwice),
        (Some(file), None) => Ok(KeyChoice::File(file)),
        (None, Some(text)) => MasterKey::parse(&text)
            .map(KeyChoice::Given)
            .ok_or(ConfigError::KeyShape),
        (None, None) => match database {
            DatabaseChoice::Embedded => {
                Ok(KeyChoice::FileMadeOnce(data_dir.join(master_key::FILE)))
            }
            DatabaseChoice::Given { .. } => Err(ConfigError::KeyMissing),
        },
    }
}
