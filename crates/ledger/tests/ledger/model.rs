//! The ledger as a few maps: what the SQL function must answer, written a second time and as simply as can be.
//! It must never be cleverer than the rules it stands for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{AccountId, CommandId, Currency, IntentId, Money};
use ledger::{Command, LEGS_MAX, Outcome, OwnerId, Refusal, Verdict};

#[derive(Clone, Debug)]
pub struct Account {
    pub currency: Currency,
    pub may_go_negative: bool,
    pub posted: i64,
    pub seq: i64,
    pub last_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug)]
pub struct Intent {
    pub digest: [u8; 32],
    pub expires_at: DateTime<Utc>,
    pub used: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub accounts: BTreeMap<AccountId, Account>,
    pub intents: BTreeMap<(OwnerId, IntentId), Intent>,
    pub usage: BTreeMap<(OwnerId, Cow<'static, str>, NaiveDate), i64>,
    answers: BTreeMap<(OwnerId, CommandId), ([u8; 32], Outcome)>,
}

impl Model {
    /// The answer to one command.
    pub fn execute(&mut self, command: &Command) -> Outcome {
        let key = (command.owner, command.id);
        if let Some((fingerprint, first)) = self.answers.get(&key) {
            let verdict = if *fingerprint == command.fingerprint {
                first.verdict.clone()
            } else {
                Verdict::Refused(Refusal::CommandReused)
            };
            return Outcome {
                verdict,
                replayed: true,
                recorded_at: first.recorded_at,
            };
        }
        let (verdict, recorded_at) = match self.judge(command) {
            Ok(recorded_at) => (Verdict::Posted, recorded_at),
            Err(refusal) => (Verdict::Refused(refusal), command.at),
        };
        let outcome = Outcome {
            verdict,
            replayed: false,
            recorded_at,
        };
        self.answers
            .insert(key, (command.fingerprint, outcome.clone()));
        outcome
    }

    fn judge(&mut self, command: &Command) -> Result<DateTime<Utc>, Refusal> {
        if command.legs.is_empty() || command.legs.len() > LEGS_MAX {
            return Err(Refusal::Malformed);
        }
        if let Some(intent) = command.intent {
            let stored = self
                .intents
                .get_mut(&(command.owner, intent.id))
                .ok_or(Refusal::IntentUnknown)?;
            if stored.used {
                return Err(Refusal::IntentUsed);
            }
            if stored.digest != intent.digest {
                return Err(Refusal::IntentChanged);
            }
            if command.at >= stored.expires_at {
                return Err(Refusal::IntentExpired);
            }
            stored.used = true;
        }
        // Everything after the intent happens to a copy, which replaces the original when all went well.
        let mut after = self.clone();
        for limit in &command.limits {
            let used = after
                .usage
                .entry((command.owner, limit.name.clone(), limit.period_start))
                .or_insert(0);
            let remaining = limit.cap_minor_usd - *used;
            if limit.amount_minor_usd > remaining {
                return Err(Refusal::LimitExceeded {
                    name: limit.name.clone().into_owned(),
                    remaining_minor_usd: remaining.max(0),
                });
            }
            *used += limit.amount_minor_usd;
        }
        let mut recorded_at = command.at;
        for leg in &command.legs {
            if !leg.amount.is_positive() {
                return Err(Refusal::AmountNotPositive);
            }
            if leg.debit == leg.credit {
                return Err(Refusal::SameAccount);
            }
            for account in [leg.debit, leg.credit] {
                after
                    .accounts
                    .get(&account)
                    .ok_or(Refusal::AccountUnknown { account })?;
            }
            if [leg.debit, leg.credit]
                .iter()
                .any(|id| after.accounts[id].currency != leg.amount.currency())
            {
                return Err(Refusal::CurrencyMismatch);
            }
            let payer = &after.accounts[&leg.debit];
            if !payer.may_go_negative && payer.posted < leg.amount.minor() {
                let available = Money::new(payer.posted, payer.currency);
                return Err(Refusal::InsufficientFunds {
                    account: leg.debit,
                    available,
                });
            }
            for (id, amount) in [
                (leg.debit, -leg.amount.minor()),
                (leg.credit, leg.amount.minor()),
            ] {
                let account = after
                    .accounts
                    .get_mut(&id)
                    .ok_or(Refusal::AccountUnknown { account: id })?;
                account.posted += amount;
                account.seq += 1;
                recorded_at = recorded_at.max(account.last_at.unwrap_or(recorded_at));
            }
        }
        for leg in &command.legs {
            for id in [leg.debit, leg.credit] {
                if let Some(account) = after.accounts.get_mut(&id) {
                    account.last_at = Some(recorded_at);
                }
            }
        }
        *self = after;
        Ok(recorded_at)
    }
}
