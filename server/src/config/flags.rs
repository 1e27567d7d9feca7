//! The command line and the `OKPAY_*` variables, each explained for `--help`.
//! Never judges a combination: `resolve` does, so that every refusal says what to do.

#![expect(
    clippy::doc_markdown,
    reason = "the comments on flags are the text of --help, where backticks are noise"
)]

use std::{ffi::OsStr, path::PathBuf};

use clap::{
    Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, builder::FalseyValueParser,
};

/// What was asked for on the command line.
#[derive(Debug, Parser)]
#[command(
    name = "okpay",
    version,
    about = "OKPay, a wallet for several currencies",
    max_term_width = 110
)]
pub struct Cli {
    /// What to do; `serve` when left out.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub flags: Flags,
}

impl Cli {
    /// Reads the command line of this process, or ends it with what is wrong. A variable that is set to nothing counts
    /// as not set.
    pub fn read() -> Self {
        let matches = without_blanks(Self::command()).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

fn without_blanks(command: clap::Command) -> clap::Command {
    command
        .mut_args(|argument| {
            if argument.get_env().is_some_and(is_blank) {
                argument.env(None::<&'static str>)
            } else {
                argument
            }
        })
        .mut_subcommands(without_blanks)
}

fn is_blank(name: &OsStr) -> bool {
    std::env::var_os(name).is_some_and(|value| value.to_string_lossy().trim().is_empty())
}

/// The deeds of the program.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the wallet (the default)
    Serve,
    /// Prepare a database
    Db {
        #[command(subcommand)]
        deed: DbCommand,
    },
    /// Prove the ledger, or hand it over
    Ledger {
        #[command(subcommand)]
        deed: LedgerCommand,
    },
    /// Let a day's exchange rates be used that were kept aside because they jumped
    ReleaseRates {
        /// The day, such as 2026-11-27
        day: chrono::NaiveDate,
    },
    /// Print the version
    Version,
}

/// Preparing a database.
#[derive(Debug, Subcommand)]
pub enum DbCommand {
    /// Create the roles okpay_owner, okpay_app and okpay_jobs and the database, give the roles new random
    /// passwords and print the three connection URLs. May be repeated; each time the passwords change
    Bootstrap {
        /// A superuser's connection; the database it names is only used to log in
        #[arg(
            long,
            env = "OKPAY_SUPERUSER_URL",
            value_name = "URL",
            hide_env_values = true
        )]
        superuser_url: Option<String>,
        /// The name of the database to create
        #[arg(
            long,
            env = "OKPAY_DATABASE",
            value_name = "NAME",
            default_value = "okpay",
            hide_env_values = true
        )]
        database: String,
    },
    /// Bring the schema up to date as okpay_owner; several may run at once
    Migrate,
}

/// The ledger as a whole.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Write the whole journal for auditors: every entry, and what each account holds at the end. It holds ids and
    /// amounts, no names and no notes; debits are positive, credits negative. A wallet may serve meanwhile
    Export {
        /// The syntax
        #[arg(long, value_name = "FORMAT", value_enum)]
        format: JournalFormat,
        /// The file to write, replaced as a whole if it is there [default: standard output]
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Read the whole journal and say what is wrong with it and where: sums, balances, and whether anything was changed
    /// since it was sealed. Exits with 1 when something is wrong. A wallet may serve meanwhile
    Verify {
        /// Go on after this account, which an earlier reading had reached
        #[arg(long, value_name = "ACCOUNT")]
        after: Option<uuid::Uuid>,
        /// A file with heads that were kept elsewhere; may be given several times [default: ledger-heads.txt in the data
        /// folder, if it is there]
        #[arg(long, value_name = "FILE")]
        heads: Vec<PathBuf>,
    },
}

/// In which syntax the journal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum JournalFormat {
    /// For `hledger check --strict`
    Hledger,
    /// For `bean-check`
    Beancount,
    /// A row for each entry
    Csv,
}

/// When the sandbox (pretend bank, cards, mail and SMS) is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SandboxChoice {
    /// On with the embedded database, off with a given one.
    Auto,
    On,
    Off,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Human in a terminal, JSON otherwise.
    Auto,
    Human,
    Json,
}

/// Flags shared by all deeds, each with its variable.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
#[command(next_help_heading = "Configuration")]
pub struct Flags {
    /// Where to listen, HOST:PORT
    #[arg(
        long,
        env = "OKPAY_ADDR",
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:3000",
        global = true,
        hide_env_values = true
    )]
    pub addr: String,

    /// The address people type: fixes the origin, the passkey domain, links in mail and the accepted Host. Needed when
    /// the server listens on more than this machine; http:// is possible for localhost only [default: http://localhost:PORT]
    #[arg(
        long,
        env = "OKPAY_PUBLIC_URL",
        value_name = "URL",
        global = true,
        hide_env_values = true
    )]
    pub public_url: Option<String>,

    /// The folder for the embedded database, its passwords, the master key and the certificate
    #[arg(
        long,
        env = "OKPAY_DATA_DIR",
        value_name = "DIR",
        default_value = "data",
        global = true,
        hide_env_values = true
    )]
    pub data_dir: PathBuf,

    /// The database to serve from, as okpay_app. Without it a private PostgreSQL is started in the data folder
    #[arg(
        long,
        env = "DATABASE_URL",
        value_name = "URL",
        global = true,
        hide_env_values = true
    )]
    pub database_url: Option<String>,

    /// The same database as okpay_owner: migrates at start. Without it the server only checks the version
    #[arg(
        long,
        env = "OKPAY_MIGRATE_URL",
        value_name = "URL",
        global = true,
        hide_env_values = true
    )]
    pub migrate_url: Option<String>,

    /// The same database as okpay_jobs: this process also works on jobs (mail, SMS, sweeps). Without it another must
    #[arg(
        long,
        env = "OKPAY_JOBS_URL",
        value_name = "URL",
        global = true,
        hide_env_values = true
    )]
    pub jobs_url: Option<String>,

    /// Pretend bank, cards, mail and SMS, and the pages under /sandbox that show them. auto: on with the embedded
    /// database. Refused on a public address, where everybody could read everybody's codes
    #[arg(
        long,
        env = "OKPAY_SANDBOX",
        value_name = "WHEN",
        value_enum,
        default_value = "auto",
        global = true,
        hide_env_values = true
    )]
    pub sandbox: SandboxChoice,

    /// Set to `yes-everybody-may-read-every-code` to run the sandbox on a public address all the same
    #[arg(
        long,
        env = "OKPAY_SANDBOX_PUBLIC",
        value_name = "SENTENCE",
        global = true,
        hide_env_values = true
    )]
    pub sandbox_public: Option<String>,

    /// Where mail leaves: smtp://user:password@host:587 or smtps://… Needed without the sandbox
    #[arg(
        long,
        env = "OKPAY_SMTP_URL",
        value_name = "URL",
        global = true,
        hide_env_values = true
    )]
    pub smtp_url: Option<String>,

    /// The sender of mail, such as `OKPay <no-reply@example.com>`. Needed with an SMTP URL
    #[arg(
        long,
        env = "OKPAY_MAIL_FROM",
        value_name = "ADDRESS",
        global = true,
        hide_env_values = true
    )]
    pub mail_from: Option<String>,

    /// Where exchange rates are published: a folder with the European Central Bank's files (eurofxref-daily.xml and so
    /// on). Without it the sandbox replays the last rates that came with the program
    /// [default without the sandbox: the bank's own]
    #[arg(
        long,
        env = "OKPAY_RATES_URL",
        value_name = "URL",
        global = true,
        hide_env_values = true
    )]
    pub rates_url: Option<String>,

    /// Where people report holes, shown on the page about safety: an e-mail address or an https:// page
    #[arg(
        long,
        env = "OKPAY_SECURITY_CONTACT",
        value_name = "ADDRESS",
        global = true,
        hide_env_values = true
    )]
    pub security_contact: Option<String>,

    /// Believe the last entry of X-Forwarded-For: only behind a reverse proxy of your own
    #[arg(long, env = "OKPAY_TRUST_PROXY", value_parser = FalseyValueParser::new(), global = true, hide_env_values = true)]
    pub trust_proxy: bool,

    /// What to log: a level, or `target=level` pairs separated by commas, such as `info,server=debug`
    #[arg(
        long,
        env = "OKPAY_LOG",
        value_name = "FILTER",
        default_value = "info,sqlx=warn",
        global = true,
        hide_env_values = true
    )]
    pub log: String,

    /// How to log. auto: human in a terminal, JSON otherwise
    #[arg(
        long,
        env = "OKPAY_LOG_FORMAT",
        value_name = "FORMAT",
        value_enum,
        default_value = "auto",
        global = true,
        hide_env_values = true
    )]
    pub log_format: LogFormat,

    /// Serve https with a self-signed certificate kept in the data folder (Safari keeps no sign-in on plain http)
    #[arg(long, env = "OKPAY_TLS", value_parser = FalseyValueParser::new(), global = true, hide_env_values = true)]
    pub tls: bool,

    /// A file with the master key: 64 hexadecimal digits, readable by the server alone. It seals secrets and is in no
    /// backup of the database. Made in the data folder with the embedded database; needed otherwise
    #[arg(
        long,
        env = "OKPAY_KEY_FILE",
        value_name = "FILE",
        global = true,
        hide_env_values = true
    )]
    pub key_file: Option<PathBuf>,

    /// The master key itself, instead of the file
    #[arg(
        long,
        env = "OKPAY_SECRET_KEY",
        value_name = "HEX",
        global = true,
        hide_env_values = true
    )]
    pub secret_key: Option<String>,

    /// The folder of built assets [default: $LEPTOS_SITE_ROOT, else `site` beside the program]
    #[arg(
        long,
        env = "OKPAY_SITE_ROOT",
        value_name = "DIR",
        global = true,
        hide_env_values = true
    )]
    pub site_root: Option<PathBuf>,

    /// Let any address read /metrics, not only this machine
    #[arg(long, env = "OKPAY_METRICS_PUBLIC", value_parser = FalseyValueParser::new(), global = true, hide_env_values = true)]
    pub metrics_public: bool,

    /// Add demo people with two months of history; sandbox only
    #[arg(long, env = "OKPAY_DEMO", value_parser = FalseyValueParser::new(), global = true, hide_env_values = true)]
    pub demo: bool,
}
