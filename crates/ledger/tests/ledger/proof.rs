//! Whoever changes the journal is found, superusers too, and it is said where.

use chrono::TimeDelta;
use domain::AccountId;
use ledger::{Finding, Head, SealerId, Verified};
use sqlx::{AssertSqlSafe, Executor, PgPool};
use uuid::Uuid;

use crate::world::{EUR, USD, Wallet, World, noon};

const SEALER: SealerId = SealerId(Uuid::from_u128(7));

async fn seal(world: &World) -> Option<Head> {
    world.ledger.seal(SEALER, noon()).await.unwrap()
}

async fn verify(world: &World, kept: &[Head]) -> Verified {
    world.ledger.verify(None, kept, |_| {}).await.unwrap()
}

/// Two people and three sealed payments between them, one more that is not sealed yet.
async fn sealed() -> (World, Wallet, Wallet, Vec<Head>) {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    world.funded(1000, EUR).await;
    let mut heads = Vec::new();
    for _ in 0..3 {
        world.execute(world.payment(chen, maria, 100)).await;
        heads.extend(seal(&world).await);
    }
    world.execute(world.payment(chen, maria, 100)).await;
    (world, chen, maria, heads)
}

/// Changes the database as only a superuser can who switches every guard off.
async fn tamper(world: &World, statements: &str) {
    let superuser = PgPool::connect_with(world.db.superuser_options())
        .await
        .unwrap();
    let mut secretly = superuser.begin().await.unwrap();
    secretly
        .execute("SET LOCAL session_replication_role = replica")
        .await
        .unwrap();
    secretly
        .execute(AssertSqlSafe(statements.to_owned()))
        .await
        .unwrap();
    secretly.commit().await.unwrap();
}

#[tokio::test]
async fn what_was_sealed_is_proved_and_what_was_not_is_counted() {
    let (world, _, _, heads) = sealed().await;
    let verified = verify(&world, &heads).await;
    assert_eq!(verified.findings, []);
    assert_eq!(verified.last_head.as_ref(), heads.last());
    // Two top-ups and four payments of two sides each; the last payment is the tail.
    assert_eq!((verified.entries, verified.unsealed), (12, 2));
    assert_eq!(
        heads.iter().map(|head| head.number).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    let last = seal(&world).await.unwrap();
    assert_eq!((last.entries, last.accounts), (12, 5));
    assert_eq!(seal(&world).await, None, "nothing is new");
    assert_eq!(verify(&world, &[last]).await.unsealed, 0);
}

#[tokio::test]
async fn an_edited_entry_is_found_where_it_is() {
    let (world, chen, maria, heads) = sealed().await;
    let at = |account: AccountId, seq| format!("account_id = '{account}' AND seq = {seq}");
    // The second payment: Chen's third entry, Maria's second.
    tamper(
        &world,
        &format!(
            "UPDATE ledger.entries SET recorded_at = recorded_at + interval '1 microsecond' WHERE {}",
            at(maria.account, 2)
        ),
    )
    .await;
    let expected = |account, seq| Finding::Changed {
        account,
        from: seq,
        upto: seq,
    };
    let findings = verify(&world, &heads).await.findings;
    assert!(
        findings.contains(&expected(maria.account, 2)),
        "{findings:?}"
    );
    tamper(
        &world,
        &format!(
            "UPDATE ledger.entries SET amount = amount - 5, balance_after = balance_after - 5 WHERE {}",
            at(chen.account, 3)
        ),
    )
    .await;
    let findings = verify(&world, &heads).await.findings;
    for found in [
        expected(chen.account, 3),
        Finding::EntryBroken {
            account: chen.account,
            seq: 4,
        },
        Finding::SumBroken {
            currency: USD,
            sum_minor: -5,
        },
    ] {
        assert!(findings.contains(&found), "{found:?} in {findings:?}");
    }
}

#[tokio::test]
async fn what_a_command_meant_cannot_be_rewritten() {
    let (world, _, _, heads) = sealed().await;
    tamper(
        &world,
        "UPDATE ledger.commands SET data = '{\"note\": \"gift\"}' WHERE kind = 'payment'",
    )
    .await;
    let findings = verify(&world, &heads).await.findings;
    let changed = findings
        .iter()
        .filter(|finding| matches!(finding, Finding::Changed { .. }))
        .count();
    assert_eq!(changed, 6, "{findings:?}");
}

#[tokio::test]
async fn deleted_reordered_and_truncated_entries_are_found() {
    for (tampering, found) in [
        (
            "DELETE FROM ledger.entries WHERE account_id = '{maria}' AND seq = 2",
            "EntriesMissing",
        ),
        (
            "DELETE FROM ledger.entries WHERE account_id = '{maria}' AND seq >= 2;
            UPDATE ledger.balances SET seq = 1, posted = 100 WHERE account_id = '{maria}'",
            "Truncated",
        ),
        (
            "DELETE FROM ledger.commands WHERE command_id = (
                SELECT command_id FROM ledger.entries WHERE account_id = '{maria}' AND seq = 3)",
            "CommandMissing",
        ),
        (
            "UPDATE ledger.entries SET seq = -seq WHERE account_id = '{maria}' AND seq IN (1, 2);
            UPDATE ledger.entries SET seq = 3 + seq WHERE account_id = '{maria}' AND seq < 0",
            "Changed",
        ),
        (
            "UPDATE ledger.balances SET posted = posted + 1 WHERE account_id = '{maria}'",
            "BalanceBroken",
        ),
        (
            "UPDATE ledger.links SET hash = sha256('x') WHERE account_id = '{maria}' AND seq = 2",
            "Changed",
        ),
        (
            "DELETE FROM ledger.links WHERE account_id = '{maria}'",
            "RootBroken",
        ),
        (
            "UPDATE ledger.heads SET entries = entries - 1 WHERE number = 2",
            "HeadBroken",
        ),
        ("DELETE FROM ledger.heads WHERE number = 2", "HeadBroken"),
        ("DELETE FROM ledger.heads WHERE number = 3", "AnchorBroken"),
        ("TRUNCATE ledger.links, ledger.heads", "AnchorBroken"),
        ("TRUNCATE ledger.entries", "Truncated"),
    ] {
        let (world, _, maria, heads) = sealed().await;
        let checks = "ALTER TABLE ledger.entries DROP CONSTRAINT entries_seq_check;";
        let tampering = tampering.replace("{maria}", &maria.account.to_string());
        tamper(&world, &format!("{checks}{tampering}")).await;
        let findings = verify(&world, &heads).await.findings;
        assert!(
            findings
                .iter()
                .any(|finding| format!("{finding:?}").starts_with(found)),
            "{tampering}: {findings:?}"
        );
    }
}

#[tokio::test]
async fn a_history_that_was_forged_with_its_proof_is_found_by_a_head_kept_elsewhere() {
    let (world, _, _, heads) = sealed().await;
    // Everything is taken back to before, then lived again otherwise and sealed anew: sound in itself.
    tamper(
        &world,
        "TRUNCATE ledger.links, ledger.heads;
        UPDATE ledger.commands SET data = '{\"note\": \"forged\"}' WHERE kind = 'payment'",
    )
    .await;
    seal(&world).await.unwrap();
    assert!(verify(&world, &[]).await.is_sound());
    let findings = verify(&world, &heads).await.findings;
    assert!(
        findings.contains(&Finding::AnchorBroken { number: 1 }),
        "{findings:?}"
    );
}

#[tokio::test]
async fn links_that_were_forged_are_not_sealed_over() {
    let (world, chen, maria, heads) = sealed().await;
    // What a command meant is rewritten, and the links of its entries with it; the heads stay.
    tamper(
        &world,
        "UPDATE ledger.commands SET data = '{\"note\": \"forged\"}' WHERE kind = 'payment';
        CREATE TABLE public.heads AS SELECT * FROM ledger.heads;
        TRUNCATE ledger.links, ledger.heads",
    )
    .await;
    seal(&world).await.unwrap();
    tamper(
        &world,
        "TRUNCATE ledger.heads; INSERT INTO ledger.heads SELECT * FROM public.heads",
    )
    .await;
    world.execute(world.payment(chen, maria, 1)).await;
    assert!(world.ledger.seal(SEALER, noon()).await.is_err());
    let findings = verify(&world, &heads).await.findings;
    assert!(
        findings.contains(&Finding::RootBroken { number: 3 }),
        "{findings:?}"
    );
}

#[tokio::test]
async fn one_seals_at_a_time_and_one_that_was_replaced_writes_nothing() {
    let (world, chen, maria, _) = sealed().await;
    let other = SealerId(Uuid::from_u128(8));
    assert_eq!(world.ledger.seal(other, noon()).await.unwrap(), None);
    // The first was away for longer than its lease.
    world
        .db
        .owner
        .execute("UPDATE ledger.sealer SET until = now() - interval '1 second'")
        .await
        .unwrap();
    assert!(world.ledger.seal(other, noon()).await.unwrap().is_some());
    world.execute(world.payment(chen, maria, 1)).await;
    assert_eq!(seal(&world).await, None, "the first is no sealer any more");
    let late = sqlx::query("SELECT ledger.seal(1, 10, 10)")
        .execute(&world.db.app)
        .await
        .unwrap_err();
    assert_eq!(late.as_database_error().unwrap().code().unwrap(), "55000");
    assert!(verify(&world, &[]).await.is_sound());
}

#[tokio::test]
async fn payments_go_on_while_the_journal_is_sealed_and_verified() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(10_000, USD).await, world.wallet(USD).await);
    let paying = async {
        for number in 0..60 {
            let mut payment = world.payment(chen, maria, 1);
            payment.at = noon() + TimeDelta::seconds(number);
            world.execute(payment).await;
        }
    };
    let sealing = async {
        for _ in 0..15 {
            seal(&world).await;
            let verified = verify(&world, &[]).await;
            assert!(verified.is_sound(), "{:?}", verified.findings);
        }
    };
    tokio::join!(paying, sealing);
    seal(&world).await;
    let verified = verify(&world, &[]).await;
    assert_eq!((verified.entries, verified.unsealed), (122, 0));
}

#[tokio::test]
async fn a_reading_that_was_cut_off_goes_on_where_it_was() {
    let (world, _, _, _) = sealed().await;
    let mut reached = None;
    let whole = world
        .ledger
        .verify(None, &[], |progress| reached = Some(progress.account))
        .await
        .unwrap();
    let rest = world.ledger.verify(reached, &[], |_| {}).await.unwrap();
    assert_eq!((whole.accounts, rest.accounts), (5, 0));
    assert!(rest.is_sound());
}
