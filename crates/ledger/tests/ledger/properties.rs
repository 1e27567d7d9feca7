//! Whatever is asked in whatever order, alone or at once: the database answers as the model does and its sums hold.
use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::Money;
use ledger::{Action, Command, HouseAccount, IntentRef, Leg, OwnerId};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{
    model::{Account, Intent, Model},
    world::{EUR, USD, Wallet, World, daily, first_leg, noon},
};

/// One thing somebody asks, in small numbers that `Players` turns into a command.
#[derive(Clone, Debug)]
struct Ask {
    legs: Vec<(usize, usize, i64)>,
    at_s: i64,
    limit: Option<i64>,
    /// Which intent, and whether with its true digest.
    intent: Option<(usize, bool)>,
    /// What each leg does, and with what an earlier command did: so many commands ago, by its first leg.
    acts: Vec<(u8, usize)>,
    /// Again the command that was asked so many asks ago, perhaps with another fingerprint.
    again: Option<(usize, bool)>,
}

fn ask() -> impl Strategy<Value = Ask> {
    let amount = prop_oneof![8 => 1..400_i64, 1 => Just(0), 1 => Just(-5)];
    (
        vec((0..8_usize, 0..8_usize, amount), 0..4),
        -60..60_i64,
        proptest::option::weighted(0.3, 0..300_i64),
        proptest::option::weighted(0.3, (0..6_usize, prop::bool::weighted(0.8))),
        vec((0..12_u8, 1..8_usize), 4),
        proptest::option::weighted(0.2, (1..6_usize, any::<bool>())),
    )
        .prop_map(|(legs, at_s, limit, intent, acts, again)| Ask {
            legs,
            at_s,
            limit,
            intent,
            acts,
            again,
        })
}

/// Three people with dollars, two with euros, the house, and an account that does not exist.
struct Players {
    wallets: Vec<Wallet>,
    intents: Vec<IntentRef>,
}

async fn players(world: &World) -> (Players, Model) {
    let mut model = Model::default();
    let mut wallets = Vec::new();
    let first = world.person();
    for (number, currency) in [USD, USD, USD, EUR, EUR].into_iter().enumerate() {
        let owner = if number % 3 == 0 {
            first
        } else {
            world.person()
        };
        let wallet = world.wallet_of(owner, currency).await;
        world.top_up(wallet, 500).await;
        wallets.push(wallet);
    }
    for currency in [USD, EUR] {
        let account = world
            .ledger
            .house_account(HouseAccount::BankClearing, currency)
            .await
            .unwrap();
        wallets.push(Wallet {
            owner: OwnerId::HOUSE,
            account,
            currency,
        });
    }
    for wallet in &wallets {
        let balances = world.ledger.balances(wallet.owner).await.unwrap();
        let balance = balances
            .iter()
            .find(|balance| balance.account == wallet.account)
            .unwrap();
        model.accounts.insert(
            wallet.account,
            Account {
                currency: wallet.currency,
                may_go_negative: wallet.owner == OwnerId::HOUSE,
                posted: balance.posted.minor(),
                held: balance.held.minor(),
                seq: balance.seq,
                last_at: last_at(world, *wallet).await,
            },
        );
    }
    let unknown = domain::AccountId::from_uuid(uuid::Uuid::from_u128(1));
    wallets.push(Wallet {
        owner: world.person(),
        account: unknown,
        currency: USD,
    });
    let mut intents = Vec::new();
    for _ in 0..6 {
        let intent = world.intent(first).await;
        let expires_at = noon() + TimeDelta::minutes(10);
        model.intents.insert(
            (first, intent.id),
            Intent {
                digest: intent.digest,
                expires_at,
                used: false,
            },
        );
        intents.push(intent);
    }
    (Players { wallets, intents }, model)
}

async fn last_at(world: &World, wallet: Wallet) -> Option<chrono::DateTime<chrono::Utc>> {
    sqlx::query_scalar("SELECT last_at FROM ledger.balances WHERE account_id = $1")
        .bind(wallet.account.as_uuid())
        .fetch_one(&world.db.app)
        .await
        .unwrap()
}

impl Players {
    /// The commands these asks stand for, batch after batch. What a command names was answered before its batch began.
    fn commands(&self, world: &World, batches: &[Vec<Ask>]) -> Vec<Command> {
        let mut commands: Vec<Command> = Vec::new();
        let begins = batches.iter().scan(0, |begun, batch| {
            *begun += batch.len();
            Some((*begun - batch.len(), batch))
        });
        for (begun, ask) in
            begins.flat_map(|(begun, batch)| batch.iter().map(move |ask| (begun, ask)))
        {
            if let Some((back, same)) = ask.again
                && let Some(place) = commands.len().checked_sub(back)
            {
                let mut again = commands[place].clone();
                if !same {
                    again.fingerprint = [200; 32];
                }
                commands.push(again);
                continue;
            }
            let legs: Vec<Leg> = ask
                .legs
                .iter()
                .zip(&ask.acts)
                .map(|(&(from, to, minor), &(act, back))| {
                    let plain = Leg::transfer(
                        self.wallets[from].account,
                        self.wallets[to].account,
                        Money::new(minor, self.wallets[from].currency),
                    );
                    let named = begun.checked_sub(back).map(|place| &commands[place]);
                    acting(plain, act, named)
                })
                .collect();
            // The house asks for nothing itself: its usage would go on from case to case.
            let owner = ask
                .legs
                .first()
                .map(|&(from, _, _)| self.wallets[from].owner);
            let owner = owner
                .filter(|owner| *owner != OwnerId::HOUSE)
                .unwrap_or(self.wallets[0].owner);
            let mut command = world.command(owner, "payment", legs);
            command.at = noon() + TimeDelta::seconds(ask.at_s * 11);
            command.limits = ask
                .limit
                .map(|amount| daily(amount, 700))
                .into_iter()
                .collect();
            command.intent = ask.intent.map(|(place, honest)| {
                let intent = self.intents[place];
                if honest {
                    intent
                } else {
                    IntentRef {
                        digest: [1; 32],
                        ..intent
                    }
                }
            });
            commands.push(command);
        }
        commands
    }
}

/// The same leg, doing something else: with what a command named by its first leg did, if there is one.
fn acting(plain: Leg, act: u8, named: Option<&Command>) -> Leg {
    if matches!(act, 6 | 7) {
        let until = noon() + TimeDelta::seconds(plain.amount.minor() * 5);
        let action = Action::Hold { until };
        return Leg { action, ..plain };
    }
    let Some((id, first)) = named.and_then(|named| Some((first_leg(named), *named.legs.first()?)))
    else {
        return plain;
    };
    let same = |action| Leg {
        action,
        amount: Money::new(plain.amount.minor(), first.amount.currency()),
        ..first
    };
    match act {
        8 => same(Action::Post(id)),
        9 => same(Action::Void(id)),
        10 => same(Action::Expire(id)),
        11 => Leg {
            debit: first.credit,
            credit: first.debit,
            ..same(Action::Reverse(id))
        },
        _ => plain,
    }
}

/// Runs the property on one world, so that cases differ but the house goes on. The order of tests is not reproducible
/// in the database, so failures are not written to files; the shrunk case is printed.
fn check<S: Strategy>(cases: u32, strategy: S, property: &impl AsyncFn(&World, S::Value))
where
    S::Value: std::fmt::Debug + Clone,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let world = runtime.block_on(World::new());
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        let run =
            std::panic::AssertUnwindSafe(|| runtime.block_on(property(&world, value.clone())));
        std::panic::catch_unwind(run).map_err(|_| TestCaseError::fail("see the panic above"))
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    runtime.block_on(world.assert_sound());
}

#[test]
fn in_sequence_the_ledger_answers_as_the_model_does() {
    let batches = vec(vec(ask(), 1..8), 1..12);
    check(60, batches, &async |world, batches| {
        let (players, mut model) = players(world).await;
        let mut commands = players.commands(world, &batches).into_iter();
        for batch in &batches {
            let batch: Vec<Command> = commands.by_ref().take(batch.len()).collect();
            let expected: Vec<_> = batch.iter().map(|command| model.execute(command)).collect();
            let given = world.ledger.execute_batch(batch.clone()).await.unwrap();
            assert_eq!(given, expected, "{batch:#?}");
        }
        for wallet in &players.wallets {
            let Some(expected) = model.accounts.get(&wallet.account) else {
                continue;
            };
            let balances = world.ledger.balances(wallet.owner).await.unwrap();
            let balance = balances
                .iter()
                .find(|balance| balance.account == wallet.account)
                .unwrap();
            assert_eq!(
                (balance.posted.minor(), balance.held.minor(), balance.seq),
                (expected.posted, expected.held, expected.seq)
            );
        }
        for (&(owner, ref name, period_start), &used) in &model.usage {
            assert_eq!(
                world.ledger.usage(owner, name, period_start).await.unwrap(),
                used
            );
        }
        for (&(owner, id), expected) in &model.intents {
            let stored = world.ledger.intent(owner, id).await.unwrap().unwrap();
            assert_eq!(stored.consumed_at.is_some(), expected.used);
        }
    });
}

#[test]
fn at_once_the_sums_hold_and_every_answer_is_true() {
    check(40, vec(ask(), 20..60), &async |world, asks| {
        let (players, model) = players(world).await;
        let commands = players.commands(world, &[asks]);
        let tasks: Vec<_> = commands
            .iter()
            .cloned()
            .map(|command| {
                let ledger = world.ledger.clone();
                tokio::spawn(async move { ledger.execute(command).await.unwrap() })
            })
            .collect();
        let mut expected: BTreeMap<_, _> = model
            .accounts
            .iter()
            .map(|(id, account)| (*id, account.posted))
            .collect();
        for (command, task) in commands.iter().zip(tasks) {
            let outcome = task.await.unwrap();
            if outcome.is_posted() && !outcome.replayed {
                let moves = |leg: &&Leg| leg.action == Action::Transfer;
                for leg in command.legs.iter().filter(moves) {
                    *expected.get_mut(&leg.debit).unwrap() -= leg.amount.minor();
                    *expected.get_mut(&leg.credit).unwrap() += leg.amount.minor();
                }
            }
        }
        for wallet in players
            .wallets
            .iter()
            .filter(|wallet| expected.contains_key(&wallet.account))
        {
            assert_eq!(world.balance(*wallet).await, expected[&wallet.account]);
        }
        world.assert_sound().await;
    });
}
