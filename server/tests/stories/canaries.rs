//! Secrets that sing: card numbers, codes, passwords and tokens are looked for in every table, every log line and every
//! page after a day full of mistakes.

use std::{
    io::{Result, Write},
    sync::{Arc, Mutex, PoisonError},
};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tracing_subscriber::{fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::support::{Browser, Mode, World};

const PASSWORD: &str = "canary sings at dawn";
const NEW_PASSWORD: &str = "canary sings at dusk";
const WRONG_PASSWORD: &str = "canary out of tune";
const PIN: &str = "canary-7391";
const NEW_PIN: &str = "canary-8264";
const WRONG_PIN: &str = "canary-5550";
const CARD: &str = "4242424242424242";
const NO_SANDBOX_CARD: &str = "4111111111111111";
const CODE: u32 = 918_273;

/// The page for adding money tells everybody which card the sandbox takes.
const PUBLIC_CARD: &str = "In the sandbox 4242 4242 4242 4242 succeeds";

/// Everything that is logged, at the finest level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Whether the text has this word; a number within a longer number or id is another one.
fn sings(text: &str, canary: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    text.match_indices(canary).any(|(at, _)| {
        apart(text[..at].chars().next_back()) && apart(text[at + canary.len()..].chars().next())
    })
}

fn in_groups(card: &str) -> String {
    card.as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A day of somebody who mistypes everything once: all tokens they held, and all that was answered.
async fn a_day_of_mistakes(world: &World) -> (Vec<String>, Vec<String>) {
    let browser = world.browser();
    let mut answers = Vec::new();
    let mut tokens = Vec::new();
    let mut act = async |function: &str, fields: &[(&str, &str)]| {
        let answer = browser.post(function, fields).await;
        answers.push(answer.body);
        tokens.extend(browser.token());
    };
    let code = CODE.to_string();
    world.dice.load(CODE);
    act("register_code", &[("address", "ann@example.com")]).await;
    for (typed, confirmed) in [
        ("918274", PASSWORD),
        (&code, WRONG_PASSWORD),
        (&code, PASSWORD),
    ] {
        let form = [
            ("address", "ann@example.com"),
            ("name", "Ann Archer"),
            ("password", PASSWORD),
            ("confirm_password", confirmed),
            ("code", typed),
            ("agreement", "on"),
        ];
        act("register", &form).await;
    }
    for password in [WRONG_PASSWORD, PASSWORD] {
        act(
            "sign_in",
            &[("address", "ann@example.com"), ("password", password)],
        )
        .await;
    }
    for pin in ["1111", PIN] {
        act("set_payment_password", &[("payment_password", pin)]).await;
    }
    for current in [WRONG_PIN, PIN] {
        act(
            "set_payment_password",
            &[
                ("current_payment_password", current),
                ("payment_password", NEW_PIN),
            ],
        )
        .await;
    }
    let grouped = in_groups(CARD);
    for (number, expiry) in [
        (NO_SANDBOX_CARD, "12/29"),
        (CARD, "99/99"),
        (&grouped, "12/29"),
        (CARD, "12/29"),
    ] {
        let id = world.state.wallet.new_topup_id().to_string();
        let form = [
            ("id", id.as_str()),
            ("amount", "100.00"),
            ("currency", "USD"),
            ("card", "new"),
            ("card_number", number),
            ("expiry", expiry),
            ("security_code", "123"),
        ];
        act("topup_card", &form).await;
    }
    let prepare = [
        ("to", "bob@example.com"),
        ("amount", "1.00"),
        ("currency", "USD"),
        ("note", ""),
    ];
    let id: String = browser.post("prepare_send", &prepare).await.done();
    for pin in [WRONG_PIN, NEW_PIN] {
        act("confirm_send", &[("id", &id), ("payment_password", pin)]).await;
    }
    for current in [WRONG_PASSWORD, PASSWORD] {
        let form = [
            ("current_password", current),
            ("new_password", NEW_PASSWORD),
            ("confirm_password", NEW_PASSWORD),
        ];
        act("change_password", &form).await;
    }
    for page in [
        "/",
        "/history",
        "/settings",
        "/settings/security",
        "/topup",
        "/history/USD-1",
    ] {
        answers.push(browser.get(page).await.body);
    }
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 3, "registered, signed in, password changed");
    (tokens, answers)
}

/// The same secrets into a wallet whose database is away, and in places where they do not belong.
async fn mistakes_without_a_database(browser: &Browser) -> Vec<String> {
    let mut answers = Vec::new();
    for (function, fields) in [
        (
            "sign_in",
            vec![("address", "ann@example.com"), ("password", NEW_PASSWORD)],
        ),
        (
            "confirm_send",
            vec![
                ("id", "01890000-0000-7000-8000-000000000000"),
                ("payment_password", NEW_PIN),
            ],
        ),
        (
            "topup_card",
            vec![("id", "x"), ("card_number", CARD), ("password", PASSWORD)],
        ),
        (
            "register",
            vec![
                ("address", "eve@example.com"),
                ("password", PASSWORD),
                ("code", "918273"),
            ],
        ),
    ] {
        answers.push(browser.post(function, &fields).await.body);
    }
    // Whoever puts a secret into an address reads it there again, but nobody else does.
    for path in [
        format!("/history/{CARD}"),
        format!("/login?pin={PIN}"),
        format!("/nowhere/{PIN}"),
    ] {
        browser.get(&path).await;
    }
    answers
}

/// Every row of every table, as text, under the table's name.
async fn every_row(database: PgConnectOptions) -> Vec<(String, String)> {
    let mut connection = PgConnection::connect_with(&database).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(tables.len() > 25, "{tables:?}");
    let mut rows = Vec::new();
    for table in tables {
        let statement = format!("SELECT t::text FROM {table} AS t");
        let found: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        rows.extend(found.into_iter().map(|row| (table.clone(), row)));
    }
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_ever_in_a_table_a_log_or_a_page() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::registry()
        .with(
            fmt::layer()
                .with_ansi(false)
                .with_writer(move || writer.clone()),
        )
        .try_init()
        .unwrap();
    let (world, proxy) = World::behind_a_proxy().await;
    world.bob().await;
    let (tokens, mut answers) = a_day_of_mistakes(&world).await;
    world.work().await;
    proxy.set(Mode::Gone);
    answers.extend(mistakes_without_a_database(&world.browser().holding(&tokens[0])).await);

    let code = CODE.to_string();
    let (card, other) = (in_groups(CARD), in_groups(NO_SANDBOX_CARD));
    let words = [
        PASSWORD,
        NEW_PASSWORD,
        WRONG_PASSWORD,
        PIN,
        NEW_PIN,
        WRONG_PIN,
        CARD,
        NO_SANDBOX_CARD,
        &card,
        &other,
        &code,
    ];
    let secrets: Vec<&str> = words
        .into_iter()
        .chain(tokens.iter().map(String::as_str))
        .collect();
    let logged = log.text();
    assert!(
        logged.contains("sign_in") && logged.len() > 10_000,
        "nothing was captured: {logged}"
    );
    let rows = every_row(world.db.superuser_options()).await;
    assert!(
        rows.iter()
            .any(|(table, row)| table == "wallet.sandbox_outbox" && sings(row, &code)),
        "the canary can be heard"
    );
    for secret in secrets {
        let hidden = hex::encode(secret);
        for (table, row) in &rows {
            // The sandbox's mailbox stands for the person's own, where the code belongs.
            let at_home = table == "wallet.sandbox_outbox" && secret == code;
            assert!(
                at_home || !sings(row, secret) && !row.contains(&hidden),
                "{secret} in {table}: {row}"
            );
        }
        let line = logged.lines().find(|line| sings(line, secret));
        assert_eq!(line, None, "{secret} in the log");
        let page = answers
            .iter()
            .find(|answer| sings(&answer.replace(PUBLIC_CARD, ""), secret));
        assert_eq!(page, None, "{secret} in an answer");
    }
}
