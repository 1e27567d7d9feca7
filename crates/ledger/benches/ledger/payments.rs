//! Makes the commands: who pays whom, how much, under which ids. The same seed makes the same ones.
//! It must never make a command that would be refused: what is measured is money that moves.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, CommandId, Currency, IntentId, Money, PersonId};
use ledger::{Command, Event, Intent, IntentRef, Leg, OwnerId};
use serde_json::json;

pub const CURRENCY: Currency = Currency::USD;
const PAYMENT_MINOR_MAX: u64 = 1_000;
/// 22 November 2026, noon: no clock is read for what is stored.
const FIRST_AT_S: i64 = 1_795_348_800;

/// An account and whose it is.
#[derive(Clone, Copy)]
pub struct Wallet {
    pub owner: OwnerId,
    pub account: AccountId,
}

pub struct Payments {
    random: u64,
    at: DateTime<Utc>,
}

impl Payments {
    pub fn new(seed: u64) -> Self {
        Self {
            random: seed,
            at: DateTime::from_timestamp(FIRST_AT_S, 0).unwrap_or_default(),
        }
    }

    /// A payment between any two of them.
    pub fn between(&mut self, wallets: &[Wallet]) -> Command {
        let (from, to) = self.two_of(wallets);
        self.payment(from, to)
    }

    /// A payment from any but the first of them to the first.
    pub fn paying_first(&mut self, wallets: &[Wallet]) -> Command {
        let (first, others) = (wallets[0], &wallets[1..]);
        let from = others[self.below(others.len())];
        self.payment(from, first)
    }

    /// A payment between any two of them that uses up the intent beside it.
    pub fn intended(&mut self, wallets: &[Wallet]) -> (Command, Intent) {
        let mut command = self.between(wallets);
        let intent = Intent {
            owner: command.owner,
            id: IntentId::from_parts(self.now_ms(), self.ten_bytes()),
            kind: command.event.kind.to_owned(),
            digest: self.digest(),
            body: json!({"note": "Lunch"}),
            created_at: self.at,
            expires_at: self.at + TimeDelta::days(1),
        };
        command.intent = Some(IntentRef {
            id: intent.id,
            digest: intent.digest,
        });
        (command, intent)
    }

    fn payment(&mut self, from: Wallet, to: Wallet) -> Command {
        let minor = 1 + self.next() % PAYMENT_MINOR_MAX;
        let amount = Money::new(i64::try_from(minor).unwrap_or(1), CURRENCY);
        self.command(from.owner, "payment", from.account, to.account, amount)
    }

    /// The one place where commands are made.
    pub fn command(
        &mut self,
        owner: OwnerId,
        kind: &'static str,
        debit: AccountId,
        credit: AccountId,
        amount: Money,
    ) -> Command {
        self.at += TimeDelta::microseconds(50);
        Command {
            owner,
            id: CommandId::from_parts(self.now_ms(), self.ten_bytes()),
            fingerprint: self.digest(),
            intent: None,
            legs: vec![Leg::transfer(debit, credit, amount)],
            limits: Vec::new(),
            event: Event {
                kind,
                data: json!({"note": "Lunch"}),
            },
            at: self.at,
            event_at: None,
        }
    }

    pub fn person(&mut self) -> OwnerId {
        PersonId::from_parts(self.now_ms(), self.ten_bytes()).into()
    }

    fn two_of(&mut self, wallets: &[Wallet]) -> (Wallet, Wallet) {
        let from = self.below(wallets.len());
        let further = 1 + self.below(wallets.len() - 1);
        (wallets[from], wallets[(from + further) % wallets.len()])
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.at.timestamp_millis()).unwrap_or_default()
    }

    fn ten_bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes()[..2]);
        bytes
    }

    fn digest(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for part in bytes.chunks_exact_mut(8) {
            part.copy_from_slice(&self.next().to_be_bytes());
        }
        bytes
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }

    /// `SplitMix64` (Steele, Lea and Flood, 2014): even enough, and the same on every machine.
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
