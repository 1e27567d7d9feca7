//! A ledger with a few people in it, and short ways to say what they do.
//! It must never decide what is right; that is for the tests to say.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{AccountId, CommandId, Currency, IntentId, Money, PersonId};
use ledger::{
    AccountKind, Action, Command, Event, HouseAccount, Intent, IntentRef, Ledger, Leg, LegId,
    LimitDelta, Outcome, OwnerId, Refusal, Verdict,
};
use serde_json::json;
use storage::{pool::PoolConfig, testing::TestDb};

pub const USD: Currency = Currency::USD;
pub const EUR: Currency = Currency::EUR;
pub const JPY: Currency = Currency::JPY;

/// A fresh ledger.
pub struct World {
    pub db: TestDb,
    pub ledger: Ledger,
    drawn: AtomicU32,
}

/// One account of one person.
#[derive(Clone, Copy, Debug)]
pub struct Wallet {
    pub owner: OwnerId,
    pub account: AccountId,
    pub currency: Currency,
}

impl World {
    pub async fn new() -> Self {
        let db = TestDb::new().await;
        let ledger = Ledger::new(db.app.clone());
        Self {
            db,
            ledger,
            drawn: AtomicU32::new(0),
        }
    }

    /// The same world, seen through another pool.
    pub fn through(&self, pool: sqlx::PgPool) -> Self {
        Self {
            db: self.db.clone(),
            ledger: Ledger::new(pool),
            drawn: AtomicU32::new(1_000_000),
        }
    }

    /// As many connections as a crowd needs to be in the database at once.
    pub async fn crowded() -> Self {
        let world = Self::new().await;
        let config = PoolConfig {
            connections_max: 50,
            acquire_timeout: std::time::Duration::from_mins(1),
            statement_timeout: std::time::Duration::from_mins(1),
            ..PoolConfig::default()
        };
        let pool = world.db.app_with(&config);
        // Connected beforehand, or they would come in one by one.
        let waiting: Vec<_> = (0..config.connections_max)
            .map(|_| {
                tokio::spawn({
                    let pool = pool.clone();
                    async move { pool.acquire().await.unwrap() }
                })
            })
            .collect();
        let mut connections = Vec::new();
        for connection in waiting {
            connections.push(connection.await.unwrap());
        }
        drop(connections);
        world.through(pool)
    }

    /// Never the same twice in a world.
    pub fn draw(&self) -> [u8; 10] {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut random = [0; 10];
        random[6..].copy_from_slice(&drawn);
        random
    }

    pub fn command_id(&self) -> CommandId {
        CommandId::from_parts(0, self.draw())
    }

    pub fn person(&self) -> OwnerId {
        PersonId::from_parts(0, self.draw()).into()
    }

    pub async fn wallet(&self, currency: Currency) -> Wallet {
        self.wallet_of(self.person(), currency).await
    }

    pub async fn wallet_of(&self, owner: OwnerId, currency: Currency) -> Wallet {
        let account = self
            .ledger
            .open_account(owner, AccountKind::Wallet, currency)
            .await
            .unwrap();
        Wallet {
            owner,
            account,
            currency,
        }
    }

    /// A wallet with money in it.
    pub async fn funded(&self, minor: i64, currency: Currency) -> Wallet {
        let wallet = self.wallet(currency).await;
        self.top_up(wallet, minor).await;
        wallet
    }

    pub async fn top_up(&self, wallet: Wallet, minor: i64) -> Outcome {
        let clearing = self
            .ledger
            .house_account(HouseAccount::BankClearing, wallet.currency)
            .await
            .unwrap();
        let leg = Leg::transfer(clearing, wallet.account, Money::new(minor, wallet.currency));
        let outcome = self
            .execute(self.command(wallet.owner, "top_up", vec![leg]))
            .await;
        assert_eq!(outcome.verdict, Verdict::Posted);
        outcome
    }

    pub fn command(&self, owner: OwnerId, kind: &'static str, legs: Vec<Leg>) -> Command {
        Command {
            owner,
            id: self.command_id(),
            fingerprint: [7; 32],
            intent: None,
            legs,
            limits: Vec::new(),
            event: Event {
                kind,
                data: json!({}),
            },
            at: noon(),
            event_at: None,
        }
    }

    /// The owner of `from` pays.
    pub fn payment(&self, from: Wallet, to: Wallet, minor: i64) -> Command {
        self.command(from.owner, "payment", vec![leg(from, to, minor)])
    }

    /// The owner of `from` keeps money for `to`, for an hour.
    pub fn hold(&self, from: Wallet, to: Wallet, minor: i64) -> Command {
        let until = noon() + TimeDelta::hours(1);
        self.acting(Action::Hold { until }, from, to, minor)
    }

    /// The owner of `from` does something with money kept for `to`, or with a transfer from `to`.
    pub fn acting(&self, action: Action, from: Wallet, to: Wallet, minor: i64) -> Command {
        let leg = Leg {
            action,
            ..leg(from, to, minor)
        };
        self.command(from.owner, "acting", vec![leg])
    }

    /// Gives back a part of a payment of one leg.
    pub fn reversal(&self, payment: &Command, minor: i64) -> Command {
        let paid = payment.legs[0];
        let back = Leg {
            action: Action::Reverse(first_leg(payment)),
            ..Leg::transfer(
                paid.credit,
                paid.debit,
                Money::new(minor, paid.amount.currency()),
            )
        };
        self.command(payment.owner, "refund", vec![back])
    }

    pub async fn execute(&self, command: Command) -> Outcome {
        self.ledger.execute(command).await.unwrap()
    }

    pub async fn refused(&self, command: Command) -> Refusal {
        match self.execute(command).await.verdict {
            Verdict::Refused(refusal) => refusal,
            Verdict::Posted => panic!("posted what should have been refused"),
        }
    }

    /// What can be spent, in minor units.
    pub async fn available(&self, wallet: Wallet) -> i64 {
        let balances = self.ledger.balances(wallet.owner).await.unwrap();
        balances
            .iter()
            .find(|balance| balance.account == wallet.account)
            .unwrap()
            .available()
            .minor()
    }

    /// Posted minor units.
    pub async fn balance(&self, wallet: Wallet) -> i64 {
        let balances = self.ledger.balances(wallet.owner).await.unwrap();
        balances
            .iter()
            .find(|balance| balance.account == wallet.account)
            .unwrap()
            .posted
            .minor()
    }

    pub async fn intent(&self, owner: OwnerId) -> IntentRef {
        let id = IntentId::from_parts(0, self.draw());
        let intent = Intent {
            owner,
            id,
            kind: "payment".into(),
            digest: [9; 32],
            body: json!({"to": "Chen"}),
            created_at: noon(),
            expires_at: noon() + TimeDelta::minutes(10),
        };
        self.ledger.put_intent(&intent).await.unwrap();
        IntentRef {
            id,
            digest: [9; 32],
        }
    }

    pub async fn assert_sound(&self) {
        let check = self.ledger.check().await.unwrap();
        assert!(check.is_sound(), "{check:?}");
    }

    /// Everything in the schema but the stored answers, as text.
    pub async fn written(&self) -> Vec<String> {
        self.rows("accounts balances events entries holds reversals intents usage")
            .await
    }

    /// Everything in these tables.
    pub async fn rows(&self, tables: &str) -> Vec<String> {
        let mut rows = Vec::new();
        for table in tables.split(' ') {
            let query = format!("SELECT '{table} ' || t::text FROM ledger.{table} t ORDER BY 1");
            let of_table: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
                .fetch_all(&self.db.owner)
                .await
                .unwrap();
            rows.extend(of_table);
        }
        rows
    }

    /// What only the schema's owner may do.
    pub async fn as_owner(&self, statement: &'static str, account: AccountId) {
        sqlx::query(statement)
            .bind(account.as_uuid())
            .execute(&self.db.owner)
            .await
            .unwrap();
    }
}

/// The name of what the command's first leg did.
pub fn first_leg(command: &Command) -> LegId {
    LegId {
        owner: command.owner,
        command: command.id,
        leg: 1,
    }
}

pub fn leg(from: Wallet, to: Wallet, minor: i64) -> Leg {
    Leg::transfer(from.account, to.account, Money::new(minor, from.currency))
}

pub fn noon() -> DateTime<Utc> {
    day().and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

pub fn daily(amount_minor_usd: i64, cap_minor_usd: i64) -> LimitDelta {
    LimitDelta {
        name: "payments_per_day".into(),
        period_start: day(),
        amount_minor_usd,
        cap_minor_usd,
    }
}
