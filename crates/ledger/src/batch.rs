//! Commands as the columns the SQL function takes: one element per command, per leg, per limit. Holds no SQL.
//! What cannot be stored must never get into a batch, for it would fail its neighbours.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::{Action, Command, LEGS_MAX, LIMITS_MAX, Leg};

/// The parameters of `ledger.execute`, in its order.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub owners: Vec<Uuid>,
    pub commands: Vec<Uuid>,
    pub fingerprints: Vec<Vec<u8>>,
    pub intents: Vec<Option<Uuid>>,
    pub digests: Vec<Option<Vec<u8>>>,
    pub kinds: Vec<String>,
    pub data: Vec<Value>,
    pub ats: Vec<DateTime<Utc>>,
    pub leg_items: Vec<i32>,
    pub leg_debits: Vec<Uuid>,
    pub leg_credits: Vec<Uuid>,
    pub leg_amounts: Vec<i64>,
    pub leg_currencies: Vec<String>,
    pub limit_items: Vec<i32>,
    pub limit_names: Vec<String>,
    pub limit_periods: Vec<NaiveDate>,
    pub limit_amounts: Vec<i64>,
    pub limit_caps: Vec<i64>,
    pub event_ats: Vec<Option<DateTime<Utc>>>,
    pub leg_actions: Vec<String>,
    pub leg_ends: Vec<Option<DateTime<Utc>>>,
    pub leg_of_owners: Vec<Option<Uuid>>,
    pub leg_of_commands: Vec<Option<Uuid>>,
    pub leg_of_legs: Vec<Option<i16>>,
}

impl Batch {
    /// Whether the command can be put to the function at all.
    pub fn takes(command: &Command) -> bool {
        command.legs.len() <= LEGS_MAX
            && command.limits.len() <= LIMITS_MAX
            && command.event.is_storable()
    }

    /// Adds a command that [`Batch::takes`] at the end of the queue.
    pub fn push(&mut self, command: &Command) {
        self.owners.push(command.owner.as_uuid());
        self.commands.push(command.id.as_uuid());
        self.fingerprints.push(command.fingerprint.to_vec());
        self.intents
            .push(command.intent.map(|intent| intent.id.as_uuid()));
        self.digests
            .push(command.intent.map(|intent| intent.digest.to_vec()));
        self.kinds.push(command.event.kind.to_owned());
        self.data.push(command.event.data.clone());
        self.ats.push(command.at);
        self.event_ats.push(command.event_at);
        let item = self.len();
        for leg in &command.legs {
            self.leg_items.push(item);
            self.leg_debits.push(leg.debit.as_uuid());
            self.leg_credits.push(leg.credit.as_uuid());
            self.leg_amounts.push(leg.amount.minor());
            self.leg_currencies
                .push(leg.amount.currency().code().to_owned());
            self.push_action(leg);
        }
        for limit in &command.limits {
            self.limit_items.push(item);
            self.limit_names.push(limit.name.clone().into_owned());
            self.limit_periods.push(limit.period_start);
            self.limit_amounts.push(limit.amount_minor_usd);
            self.limit_caps.push(limit.cap_minor_usd);
        }
    }

    fn push_action(&mut self, leg: &Leg) {
        let (action, ends, subject) = match leg.action {
            Action::Transfer => ("move", None, None),
            Action::Hold { until } => ("hold", Some(until), None),
            Action::Post(hold) => ("post", None, Some(hold)),
            Action::Void(hold) => ("void", None, Some(hold)),
            Action::Expire(hold) => ("expire", None, Some(hold)),
            Action::Reverse(transfer) => ("move", None, Some(transfer)),
        };
        self.leg_actions.push(action.to_owned());
        self.leg_ends.push(ends);
        self.leg_of_owners
            .push(subject.map(|subject| subject.owner.as_uuid()));
        self.leg_of_commands
            .push(subject.map(|subject| subject.command.as_uuid()));
        self.leg_of_legs.push(subject.map(|subject| subject.leg));
    }

    /// Whether any leg does more than move money. The function judges faster what is told that none does.
    pub fn has_actions(&self) -> bool {
        self.leg_actions.iter().any(|action| action != "move")
            || self.leg_of_commands.iter().any(Option::is_some)
    }

    /// How many commands are queued, which is also the number of the last one.
    pub fn len(&self) -> i32 {
        i32::try_from(self.owners.len()).unwrap_or(i32::MAX)
    }
}
