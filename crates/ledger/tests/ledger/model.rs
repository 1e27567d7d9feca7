//! The ledger as a few maps: what the SQL function must answer, written a second time and as simply as can be.
//! It must never be cleverer than the rules it stands for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{AccountId, CommandId, Currency, IntentId, Money};
use ledger::{Action, Command, HoldEnd, LEGS_MAX, Leg, LegId, Outcome, OwnerId, Refusal, Verdict};

#[derive(Clone, Debug)]
pub struct Account {
    pub currency: Currency,
    pub may_go_negative: bool,
    pub posted: i64,
    pub held: i64,
    pub seq: i64,
    pub last_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug)]
pub struct Intent {
    pub digest: [u8; 32],
    pub expires_at: DateTime<Utc>,
    pub used: bool,
}

/// Money of an account that is kept for another.
#[derive(Clone, Debug)]
pub struct Hold {
    debit: AccountId,
    credit: AccountId,
    amount: i64,
    expires_at: DateTime<Utc>,
    ended_as: Option<HoldEnd>,
}

/// What may still be given back of a transfer.
#[derive(Clone, Debug)]
struct Moved {
    debit: AccountId,
    credit: AccountId,
    left: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub accounts: BTreeMap<AccountId, Account>,
    pub intents: BTreeMap<(OwnerId, IntentId), Intent>,
    pub usage: BTreeMap<(OwnerId, Cow<'static, str>, NaiveDate), i64>,
    pub holds: BTreeMap<Name, Hold>,
    moved: BTreeMap<Name, Moved>,
    answers: BTreeMap<(OwnerId, CommandId), ([u8; 32], Outcome)>,
}

/// What a leg is called.
type Name = (OwnerId, CommandId, i16);

const fn name(id: LegId) -> Name {
    (id.owner, id.command, id.leg)
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
        // What is recorded is not before anything that was recorded of an account that is touched.
        let touched = command.legs.iter().flat_map(|leg| [leg.debit, leg.credit]);
        let lasts = touched.filter_map(|id| after.accounts.get(&id)?.last_at);
        let recorded_at = lasts.fold(command.at, DateTime::max);
        for (number, leg) in (1..).zip(&command.legs) {
            after.step((command.owner, command.id, number), leg, recorded_at)?;
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

    /// One leg.
    fn step(&mut self, made: Name, leg: &Leg, at: DateTime<Utc>) -> Result<(), Refusal> {
        let minor = leg.amount.minor();
        if !leg.amount.is_positive() {
            return Err(Refusal::AmountNotPositive);
        }
        if leg.debit == leg.credit {
            return Err(Refusal::SameAccount);
        }
        for account in [leg.debit, leg.credit] {
            self.accounts
                .get(&account)
                .ok_or(Refusal::AccountUnknown { account })?;
        }
        if [leg.debit, leg.credit]
            .iter()
            .any(|id| self.accounts[id].currency != leg.amount.currency())
        {
            return Err(Refusal::CurrencyMismatch);
        }
        let money = |minor| Money::new(minor, leg.amount.currency());
        let mut freed = 0;
        match leg.action {
            Action::Hold { until } if until <= at => return Err(Refusal::HoldExpired),
            Action::Transfer | Action::Hold { .. } => {}
            Action::Post(id) | Action::Void(id) | Action::Expire(id) => {
                let hold = self.holds.get_mut(&name(id));
                let hold = hold
                    .filter(|hold| (hold.debit, hold.credit) == (leg.debit, leg.credit))
                    .ok_or(Refusal::HoldUnknown)?;
                if let Some(ended_as) = hold.ended_as {
                    return Err(Refusal::HoldEnded { ended_as });
                }
                let is_over = hold.expires_at <= at;
                let ended_as = match leg.action {
                    Action::Void(_) => HoldEnd::Voided,
                    Action::Expire(_) if is_over => HoldEnd::Expired,
                    Action::Expire(_) => return Err(Refusal::HoldNotExpired),
                    _ if is_over => return Err(Refusal::HoldExpired),
                    _ if minor > hold.amount => {
                        return Err(Refusal::HoldExceeded {
                            held: money(hold.amount),
                        });
                    }
                    _ => HoldEnd::Posted,
                };
                hold.ended_as = Some(ended_as);
                freed = hold.amount;
            }
            Action::Reverse(id) => {
                let moved = self.moved.get_mut(&name(id));
                let moved = moved
                    .filter(|moved| (moved.debit, moved.credit) == (leg.credit, leg.debit))
                    .ok_or(Refusal::TransferUnknown)?;
                if minor > moved.left {
                    return Err(Refusal::ReversalExceeded {
                        left: money(moved.left),
                    });
                }
                moved.left -= minor;
            }
        }
        let Some(payer) = self.accounts.get_mut(&leg.debit) else {
            return Err(Refusal::AccountUnknown { account: leg.debit });
        };
        payer.held -= freed;
        if matches!(leg.action, Action::Void(_) | Action::Expire(_)) {
            return Ok(());
        }
        let available = payer.posted - payer.held;
        if !payer.may_go_negative && available < minor {
            return Err(Refusal::InsufficientFunds {
                account: leg.debit,
                available: money(available),
            });
        }
        if let Action::Hold { until } = leg.action {
            payer.held += minor;
            let hold = Hold {
                debit: leg.debit,
                credit: leg.credit,
                amount: minor,
                expires_at: until,
                ended_as: None,
            };
            self.holds.insert(made, hold);
            return Ok(());
        }
        for (id, amount) in [(leg.debit, -minor), (leg.credit, minor)] {
            if let Some(account) = self.accounts.get_mut(&id) {
                account.posted += amount;
                account.seq += 1;
            }
        }
        let moved = Moved {
            debit: leg.debit,
            credit: leg.credit,
            left: minor,
        };
        self.moved.insert(made, moved);
        Ok(())
    }
}
