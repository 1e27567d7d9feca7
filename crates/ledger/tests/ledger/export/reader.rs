//! Reads journals back, as little of them as the stories need, and says what each account should have in them.
//! It must never use what wrote them.

use std::collections::BTreeMap;

use domain::{Currency, Money};
use ledger::{ExportFormat, OwnerId};

use crate::world::World;

/// What a reader understands: the amounts of each transaction by account and currency, and what is said at the end.
#[derive(Debug, Default, PartialEq)]
pub struct Read {
    pub transactions: Vec<Vec<(String, Money)>>,
    pub said: BTreeMap<String, Money>,
}

impl Read {
    pub fn journal(text: &str) -> Self {
        let mut read = Self::default();
        for line in text.lines() {
            let line = line.split_once(';').map_or(line, |(before, _)| before);
            let words: Vec<&str> = line.split_whitespace().collect();
            let is_indented = line.starts_with("  ");
            match words[..] {
                // hledger's assertion stands in a transaction of its own, which moves nothing.
                [account, _, _, "==", amount, currency] if is_indented => {
                    read.transactions.pop();
                    read.say(account, money(amount, currency));
                }
                [_, "balance", account, amount, "~", "0", currency] => {
                    read.say(account, money(amount, currency));
                }
                [account, amount, currency] if is_indented => {
                    let posting = (account.to_owned(), money(amount, currency));
                    read.transactions.last_mut().unwrap().push(posting);
                }
                [_, "open", ..] => {}
                [day, ..] if !is_indented && day.starts_with("20") => {
                    read.transactions.push(Vec::new());
                }
                _ => {}
            }
        }
        read
    }

    fn say(&mut self, account: &str, balance: Money) {
        assert_eq!(self.said.insert(account.to_owned(), balance), None);
    }

    pub fn csv(text: &str) -> Self {
        let mut read = Self::default();
        let mut last = String::new();
        for row in text.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            assert_eq!(cells.len(), 13, "{row}");
            let command = format!("{} {}", cells[2], cells[3]);
            if command != last {
                read.transactions.push(Vec::new());
                last = command;
            }
            let posting = (cells[5].to_owned(), money(cells[10], cells[9]));
            read.transactions.last_mut().unwrap().push(posting);
        }
        read
    }

    /// The sums of all accounts, each transaction being found to sum to zero in every currency.
    pub fn sums(&self) -> BTreeMap<String, Money> {
        let mut sums = BTreeMap::new();
        for transaction in &self.transactions {
            assert!(!transaction.is_empty());
            let mut rests: BTreeMap<&str, i64> = BTreeMap::new();
            for (account, amount) in transaction {
                *rests.entry(amount.currency().code()).or_default() += amount.minor();
                let sum = sums
                    .entry(account.clone())
                    .or_insert(Money::zero(amount.currency()));
                *sum = sum.checked_add(*amount).unwrap();
            }
            assert!(rests.values().all(|rest| *rest == 0), "{transaction:?}");
        }
        sums
    }
}

fn money(amount: &str, currency: &str) -> Money {
    Money::from_decimal_str(amount, Currency::parse(currency).unwrap()).unwrap()
}

/// What each account holds, with the journal's signs, under whatever the format calls the account.
pub async fn held(world: &World, format: ExportFormat) -> BTreeMap<String, Money> {
    let rows: Vec<(uuid::Uuid, uuid::Uuid, String, String)> =
        sqlx::query_as("SELECT id, owner_id, kind, currency FROM ledger.accounts")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    let mut held = BTreeMap::new();
    for (id, owner, kind, currency) in rows {
        let owner = OwnerId::from_uuid(owner);
        let balances = world.ledger.balances(owner).await.unwrap();
        let balance = balances
            .iter()
            .find(|balance| balance.account.as_uuid() == id)
            .unwrap();
        held.insert(
            match format {
                ExportFormat::Hledger => hledger_name(owner, &kind, &currency),
                ExportFormat::Beancount => beancount_name(owner, &kind, &currency),
                ExportFormat::Csv => id.to_string(),
            },
            balance.posted.checked_neg().unwrap(),
        );
    }
    held
}

fn hledger_name(owner: OwnerId, kind: &str, currency: &str) -> String {
    if owner == OwnerId::HOUSE {
        format!("house:{kind}:{currency}")
    } else {
        format!("people:{}:{kind}:{currency}", owner.as_uuid())
    }
}

fn beancount_name(owner: OwnerId, kind: &str, currency: &str) -> String {
    let (root, kind) = match kind {
        "wallet" => ("Liabilities", "Wallet"),
        "bank_clearing" => ("Assets", "BankClearing"),
        "fx_position" => ("Assets", "FxPosition"),
        "fees" => ("Income", "Fees"),
        other => panic!("{other}"),
    };
    if owner == OwnerId::HOUSE {
        format!("{root}:House:{kind}:{currency}")
    } else {
        format!("{root}:People:Owner-{}:{kind}:{currency}", owner.as_uuid())
    }
}
