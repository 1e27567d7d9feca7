//! What an operator may set, and what is refused before anything starts.

use clap::{CommandFactory, Parser};
use server::config::{
    Cli, Config, ConfigError, DatabaseChoice, KeyChoice, SANDBOX_PUBLIC_SENTENCE,
};

/// Every variable of the contract.
const VARIABLES: &[&str] = &[
    "OKPAY_ADDR",
    "OKPAY_PUBLIC_URL",
    "OKPAY_DATA_DIR",
    "DATABASE_URL",
    "OKPAY_MIGRATE_URL",
    "OKPAY_JOBS_URL",
    "OKPAY_SANDBOX",
    "OKPAY_SANDBOX_PUBLIC",
    "OKPAY_SMTP_URL",
    "OKPAY_MAIL_FROM",
    "OKPAY_RATES_URL",
    "OKPAY_SECURITY_CONTACT",
    "OKPAY_TRUST_PROXY",
    "OKPAY_LOG",
    "OKPAY_LOG_FORMAT",
    "OKPAY_TLS",
    "OKPAY_KEY_FILE",
    "OKPAY_SECRET_KEY",
    "OKPAY_SITE_ROOT",
    "OKPAY_METRICS_PUBLIC",
    "OKPAY_DEMO",
];

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Flags over an environment that says nothing: the tests' own must not matter.
fn resolve(flags: &[&str]) -> Result<Config, ConfigError> {
    let silent = [
        "okpay",
        "--database-url=",
        "--migrate-url=",
        "--jobs-url=",
        "--public-url=",
        "--secret-key=",
    ];
    let said = |name: &str| {
        flags
            .iter()
            .any(|flag| flag.starts_with(name.trim_end_matches('=')))
    };
    let words = silent.iter().filter(|flag| !said(flag)).chain(flags);
    Config::resolve(Cli::try_parse_from(words).unwrap().flags, None, None)
}

#[test]
fn help_explains_every_variable_and_there_is_no_other() {
    let help = Cli::command().render_long_help().to_string();
    let mut known: Vec<String> = Cli::command()
        .get_arguments()
        .filter_map(|argument| {
            argument
                .get_env()
                .map(|name| name.to_string_lossy().into_owned())
        })
        .collect();
    known.sort();
    let mut expected: Vec<String> = VARIABLES.iter().map(|name| (*name).to_owned()).collect();
    expected.sort();
    assert_eq!(known, expected);
    for name in VARIABLES {
        assert!(help.contains(&format!("[env: {name}")), "{name}");
    }
    for argument in Cli::command().get_arguments() {
        assert!(
            argument.get_help().is_some(),
            "{} is not explained",
            argument.get_id()
        );
    }
}

#[test]
fn help_never_shows_a_value_from_the_environment() {
    assert!(
        Cli::command()
            .get_arguments()
            .filter(|argument| argument.get_env().is_some())
            .all(clap::Arg::is_hide_env_values_set)
    );
}

#[test]
fn without_any_setting_it_is_a_sandbox_on_localhost_with_its_own_database() {
    let config = resolve(&[]).unwrap();
    assert_eq!(
        (
            config.addr.to_string().as_str(),
            config.public.origin().as_str()
        ),
        ("127.0.0.1:3000", "http://localhost:3000")
    );
    assert!(config.sandbox && matches!(config.database, DatabaseChoice::Embedded));
    assert!(matches!(config.key, KeyChoice::FileMadeOnce(_)));
}

#[test]
fn the_sandbox_is_refused_wherever_strangers_can_reach_it() {
    for flags in [
        &["--addr=0.0.0.0:3000", "--public-url=http://localhost:3000"][..],
        &[
            "--addr=[::]:3000",
            "--public-url=https://wallet.example.com",
        ],
        &[
            "--addr=127.0.0.1:3000",
            "--public-url=https://wallet.example.com",
        ],
        &[
            "--addr=127.0.0.1:3000",
            "--public-url=https://wallet.example.com",
            "--sandbox=on",
        ],
        &[
            "--addr=127.0.0.1:3000",
            "--public-url=https://wallet.example.com",
            "--sandbox-public=yes",
        ],
    ] {
        let refused = resolve(flags).unwrap_err();
        assert!(
            matches!(refused, ConfigError::SandboxOnPublicAddress(_)),
            "{flags:?}: {refused}"
        );
        assert!(refused.to_string().contains("OKPAY_SANDBOX"));
    }
    let sentence = format!("--sandbox-public={SANDBOX_PUBLIC_SENTENCE}");
    assert!(
        resolve(&[
            "--addr=0.0.0.0:3000",
            "--public-url=https://wallet.example.com",
            &sentence
        ])
        .unwrap()
        .sandbox
    );
}

#[test]
fn a_given_database_must_be_told_to_be_a_sandbox_and_needs_a_key() {
    let given = "--database-url=postgres://localhost/okpay";
    let key = format!("--secret-key={KEY}");
    assert!(matches!(
        resolve(&[given, "--sandbox=on"]),
        Err(ConfigError::KeyMissing)
    ));
    let refused = resolve(&[given, &key]).unwrap_err();
    assert!(matches!(refused, ConfigError::NoRealRails), "{refused}");
    assert!(refused.to_string().contains("OKPAY_SANDBOX=on"));
    assert!(resolve(&[given, &key, "--sandbox=on"]).unwrap().sandbox);
}

#[test]
fn mail_that_could_not_be_sent_is_refused_before_anything_starts() {
    assert!(matches!(
        resolve(&["--smtp-url=smtp://mail"]),
        Err(ConfigError::MailHalf)
    ));
    for (url, from) in [
        ("mail.example.com:587", "a@example.com"),
        ("https://mail.example.com", "a@example.com"),
        ("smtp://mail.example.com", "nobody"),
    ] {
        let flags = [format!("--smtp-url={url}"), format!("--mail-from={from}")];
        let refused = resolve(&[&flags[0], &flags[1]]).unwrap_err();
        assert!(matches!(refused, ConfigError::Mail(_)), "{url}: {refused}");
    }
    let flags = [
        "--smtp-url=smtp://me:secret@mail.example.com",
        "--mail-from=OKPay <a@example.com>",
    ];
    assert!(resolve(&flags).unwrap().mail.is_some());
}

#[test]
fn what_contradicts_itself_is_refused_with_what_to_do() {
    let key = format!("--secret-key={KEY}");
    for (flags, part) in [
        (&["--addr=0.0.0.0:3000"][..], "OKPAY_PUBLIC_URL is needed"),
        (&["--addr=nowhere"], "OKPAY_ADDR"),
        (&["--public-url=http://wallet.example.com"], "https://"),
        (&["--jobs-url=postgres://x"], "DATABASE_URL"),
        (&["--security-contact=somebody"], "OKPAY_SECURITY_CONTACT"),
        (&["--rates-url=ftp://rates.example"], "OKPAY_RATES_URL"),
        (&["--secret-key=abc"], "64 hexadecimal digits"),
        (&[key.as_str(), "--key-file=/k"], "set one"),
        (
            &["--tls", "--public-url=http://localhost:3000"],
            "OKPAY_TLS",
        ),
        (
            &[
                "--demo",
                "--sandbox=off",
                "--smtp-url=smtp://m",
                "--mail-from=a@example.com",
            ],
            "OKPAY_DEMO",
        ),
    ] {
        let refused = resolve(flags).unwrap_err().to_string();
        assert!(refused.contains(part), "{flags:?}: {refused}");
    }
}
