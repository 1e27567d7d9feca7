//! The exported journal adds up to what the ledger holds, in every syntax, by a reader of its own and, where they are
//! installed, by hledger and Beancount themselves. No name and no note may be in it.

mod reader;
mod streaming;

use std::{io, process::Command};

use chrono::TimeDelta;
use domain::Money;
use ledger::{Action, ExportError, ExportFormat, HouseAccount, Ledger, LedgerError, Leg, OwnerId};
use serde_json::json;

use self::reader::{Read, held};
use crate::world::{EUR, JPY, USD, Wallet, World, first_leg, leg, noon};

const ALL: [ExportFormat; 3] = [
    ExportFormat::Hledger,
    ExportFormat::Beancount,
    ExportFormat::Csv,
];
const CANARY: &str = "Birthday present for Maria";

/// Two people with two currencies, a fee, a payment that was held, one that was given back in part, one that happened
/// earlier, one that was refused, and an account that was never used.
async fn eventful() -> World {
    let world = World::new().await;
    let (chen, maria) = (world.funded(100_000, USD).await, world.wallet(USD).await);
    let yen = world.wallet_of(chen.owner, JPY).await;
    world.top_up(yen, 9_007).await;
    world.wallet_of(chen.owner, EUR).await;
    let days = |days| noon() + TimeDelta::days(days);

    let hold = world.hold(chen, maria, 500);
    world.execute(hold.clone()).await;
    let posted = world.acting(Action::Post(first_leg(&hold)), chen, maria, 450);
    world.execute(posted).await;
    let waiting = world.hold(chen, maria, 77);
    world.execute(waiting).await;

    let mut payment = world.payment(chen, maria, 1_234);
    payment.legs.push(leg(chen, fees(&world).await, 5));
    payment.event.data = json!({"note": CANARY});
    payment.at = days(1);
    payment.event_at = Some(noon() - TimeDelta::days(2));
    world.execute(payment.clone()).await;
    let mut back = world.reversal(&payment, 34);
    back.at = days(1);
    world.execute(back).await;

    world.refused(world.payment(maria, chen, 1_000_000)).await;
    exchange(&world, chen, yen).await;
    world.assert_sound().await;
    world
}

/// Dollars for yen, over the house's positions, two days later.
async fn exchange(world: &World, dollars: Wallet, yen: Wallet) {
    let position = async |currency| {
        let kind = HouseAccount::FxPosition;
        world.ledger.house_account(kind, currency).await.unwrap()
    };
    let legs = vec![
        Leg::transfer(dollars.account, position(USD).await, Money::new(101, USD)),
        Leg::transfer(position(JPY).await, yen.account, Money::new(157, JPY)),
    ];
    let mut exchange = world.command(dollars.owner, "converted", legs);
    exchange.at = noon() + TimeDelta::days(2);
    assert!(world.execute(exchange).await.is_posted());
}

async fn fees(world: &World) -> Wallet {
    Wallet {
        owner: OwnerId::HOUSE,
        account: world
            .ledger
            .house_account(HouseAccount::Fees, USD)
            .await
            .unwrap(),
        currency: USD,
    }
}

async fn export(ledger: &Ledger, format: ExportFormat) -> String {
    let mut out = Vec::new();
    ledger.export(format, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn every_syntax_adds_up_to_what_the_accounts_hold() {
    let world = eventful().await;
    for format in ALL {
        let text = export(&world.ledger, format).await;
        let read = match format {
            ExportFormat::Csv => Read::csv(&text),
            _ => Read::journal(&text),
        };
        // Two top-ups, a payment, what was given back, what was held, an exchange.
        assert_eq!(read.transactions.len(), 6, "{text}");
        let held = held(&world, format).await;
        let mut moved = held.clone();
        moved.retain(|_, balance| !balance.is_zero());
        assert_eq!(read.sums(), moved, "{text}");
        if format != ExportFormat::Csv {
            assert_eq!(read.said, held, "{text}");
        }
        assert!(!text.contains("Birthday") && text.is_ascii(), "{text}");
    }
}

#[tokio::test]
async fn a_transaction_says_when_whose_and_which_it_was() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1_000, USD).await, world.wallet(USD).await);
    let mut payment = world.payment(chen, maria, 300);
    payment.at = noon() + TimeDelta::days(1);
    payment.event_at = Some(noon());
    world.execute(payment.clone()).await;
    let (owner, id) = (chen.owner.as_uuid(), payment.id.as_uuid());
    let (from, to) = (owner, maria.owner.as_uuid());

    let hledger = export(&world.ledger, ExportFormat::Hledger).await;
    let expected = format!(
        "account people:{to}:wallet:USD  ; type:L\n\
        2026-11-23=2026-11-22 payment\n    \
            ; command:{id}, owner:{owner}, recorded:2026-11-23T12:00:00.000000Z\n    \
            people:{from}:wallet:USD  3.00 USD  ; leg:1\n    \
            people:{to}:wallet:USD  -3.00 USD  ; leg:1\n\n"
    );
    assert!(hledger.contains(&expected), "{hledger}");

    let beancount = export(&world.ledger, ExportFormat::Beancount).await;
    let expected = format!(
        "2026-11-23 open Liabilities:People:Owner-{to}:Wallet:USD USD\n\
        2026-11-23 * \"payment\"\n  \
          command: \"{id}\"\n  \
          owner: \"{owner}\"\n  \
          recorded-at: \"2026-11-23T12:00:00.000000Z\"\n  \
          event-at: \"2026-11-22T12:00:00.000000Z\"\n  \
          Liabilities:People:Owner-{from}:Wallet:USD  3.00 USD\n    \
            leg: 1\n  \
          Liabilities:People:Owner-{to}:Wallet:USD  -3.00 USD\n    \
            leg: 1\n\n"
    );
    assert!(beancount.contains(&expected), "{beancount}");

    let csv = export(&world.ledger, ExportFormat::Csv).await;
    let expected = format!(
        "2026-11-23T12:00:00.000000Z,2026-11-22T12:00:00.000000Z,{owner},{id},1,{},2,{from},wallet,USD,3.00,-7.00,payment\n",
        chen.account.as_uuid(),
    );
    assert!(csv.contains(&expected), "{csv}");
}

/// Hostile words in every place where a word is stored.
async fn hostile(world: &World) {
    let kinds = [
        "sent\n2026-11-22 open Assets:Evil\n",
        "\"\n  Assets:House:BankClearing:USD  1.00 USD\n",
        "=HYPERLINK(\"http://evil.example\")",
        "@x; command:other",
        "! | * (code) ;\r\n{{ }} \\ \u{202e}\u{2028}",
        "",
    ];
    let wallet = world.wallet(USD).await;
    let clearing = world
        .ledger
        .house_account(HouseAccount::BankClearing, USD)
        .await
        .unwrap();
    for kind in kinds {
        let leg = Leg::transfer(clearing, wallet.account, Money::new(1, USD));
        let mut command = world.command(wallet.owner, kind, vec![leg]);
        command.event.data = json!({ kind: kind, "note": CANARY });
        assert!(world.execute(command).await.is_posted());
    }
}

#[tokio::test]
async fn no_stored_word_breaks_the_syntax_or_becomes_a_formula() {
    let world = World::new().await;
    hostile(&world).await;
    for format in [ExportFormat::Hledger, ExportFormat::Beancount] {
        let text = export(&world.ledger, format).await;
        let read = Read::journal(&text);
        assert_eq!(read.transactions.len(), 6, "{text}");
        assert_eq!(read.sums(), held(&world, format).await, "{text}");
        assert!(text.is_ascii() && !text.contains("evil.example"), "{text}");
    }
    let csv = export(&world.ledger, ExportFormat::Csv).await;
    assert!(
        csv.contains(",\"'=HYPERLINK(\"\"http://evil.example\"\")\"\n"),
        "{csv}"
    );
    assert!(csv.contains(",\"'@x; command:other\"\n"), "{csv}");
    assert!(!csv.contains("Birthday"), "{csv}");
}

/// Runs an auditor's program over a journal; `None` where it is not installed.
fn audited(program: &str, arguments: &[&str], journal: &str) -> Option<Result<(), String>> {
    let path = std::env::temp_dir().join(format!("okpay-journal-{}", std::process::id()));
    std::fs::write(&path, journal).unwrap();
    let ran = Command::new(program).args(arguments).arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    match ran {
        Ok(output) if output.status.success() => Some(Ok(())),
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            Some(Err(String::from_utf8_lossy(&said).into_owned()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => panic!("{program}: {error}"),
    }
}

#[tokio::test]
async fn the_auditors_own_programs_agree_and_find_a_missing_cent() {
    let (world, empty) = (eventful().await, World::new().await);
    hostile(&world).await;
    let programs: [(_, _, &[&str]); 2] = [
        (
            ExportFormat::Hledger,
            "hledger",
            &["check", "--strict", "-f"],
        ),
        (ExportFormat::Beancount, "bean-check", &[]),
    ];
    for (format, program, arguments) in programs {
        let journal = export(&world.ledger, format).await;
        let Some(verdict) = audited(program, arguments, &journal) else {
            skipped(program);
            continue;
        };
        assert_eq!(verdict, Ok(()), "{journal}");
        let nothing = export(&empty.ledger, format).await;
        assert_eq!(
            audited(program, arguments, &nothing),
            Some(Ok(())),
            "{nothing}"
        );

        // One side of a transfer, and both: the first no longer sums to zero, the second is not what the account holds.
        let one_sided = journal.replacen("12.34 USD", "12.35 USD", 1);
        let both_sides = journal.replace("12.34 USD", "12.35 USD");
        for wrong in [one_sided, both_sides] {
            assert_ne!(wrong, journal);
            let verdict = audited(program, arguments, &wrong);
            assert!(matches!(verdict, Some(Err(_))), "{program} took {wrong}");
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a test that looked at less than it could has to say so"
)]
fn skipped(program: &str) {
    eprintln!(
        "skipped: {program} is not installed, so its journal was only read by the test's own reader"
    );
}

#[tokio::test]
async fn an_entry_of_no_posted_command_is_not_passed_over() {
    let world = World::new().await;
    let wallet = world.funded(1_000, USD).await;
    sqlx::raw_sql(
        "ALTER TABLE ledger.commands DISABLE TRIGGER USER; DELETE FROM ledger.commands; \
        ALTER TABLE ledger.commands ENABLE TRIGGER USER",
    )
    .execute(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(world.balance(wallet).await, 1_000);
    let refused = world
        .ledger
        .export(ExportFormat::Csv, &mut Vec::new())
        .await;
    assert!(
        matches!(
            refused,
            Err(ExportError::Ledger(LedgerError::Corrupt { .. }))
        ),
        "{refused:?}"
    );
}
