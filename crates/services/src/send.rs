//! Sending money in one currency: what the person sees on the confirm page is stored under one id, proved with the
//! payment password, and executed at most once (invariant 6).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    CommandId, Currency, ErrorCode, Facts, Field, IntentId, Limits, Money, Note, Refusal,
    limits_for, parse_amount,
};
use ledger::{AccountKind, Command, Intent, IntentRef, Leg, LimitDelta, Outcome, OwnerId, Verdict};
use serde::{Deserialize, Serialize};
use storage::{credentials, sessions::Viewer};
use zeroize::Zeroizing;

use crate::{
    Event, Party, Wallet,
    crypto::sha256,
    error::{Problems, ServiceError, ServiceResult},
};

/// How long a prepared payment may be confirmed.
const CONFIRM_WITHIN: TimeDelta = TimeDelta::minutes(15);
/// The name under which money out is counted per day.
const DAY_OUT: &str = "out_day";
const INTENT_KIND: &str = "send";

/// What the send page asks for, as typed.
#[derive(Clone, Debug, Default)]
pub struct SendForm {
    pub to: String,
    pub amount: String,
    pub currency: String,
    pub note: String,
}

/// What a person is asked to confirm; its digest is what the payment password signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendIntent {
    pub payer: Party,
    pub payee: Party,
    pub payee_initial: String,
    /// What the payee gets.
    pub amount: Money,
    /// What it costs on top; nothing within one currency.
    pub fee: Money,
    pub note: Option<String>,
    pub expires_at: DateTime<Utc>,
}

/// How far a prepared payment has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendStatus {
    /// Waits for confirmation; `digest` is what the payment password signs, `available` the balance it is taken from.
    Ready {
        intent: SendIntent,
        digest: [u8; 32],
        available: Money,
    },
    /// Confirmed and posted: the payer's entry.
    Paid {
        intent: SendIntent,
        currency: Currency,
        seq: i64,
    },
    /// Confirmed and finally refused; nothing moved.
    Refused { intent: SendIntent, why: Refusal },
    /// Nobody confirmed it in time; nothing moved.
    Expired { intent: SendIntent },
}

impl Wallet {
    /// Checks everything that can be checked and stores what is to be confirmed.
    ///
    /// # Errors
    /// Refused with what is wrong with each field, the balance or a limit. Nothing has moved.
    pub async fn prepare_send(&self, viewer: &Viewer, form: &SendForm) -> ServiceResult<IntentId> {
        let person = &viewer.person;
        let mut problems = Problems::default();
        let Some(currency) = Currency::parse(&form.currency)
            .ok()
            .filter(|known| Currency::HELD.contains(known))
        else {
            problems.note(Field::Currency, ErrorCode::CurrencyUnknown);
            return problems.refuse();
        };
        let amount = problems.take(
            Field::Amount,
            parse_amount(&form.amount, currency, person.locale),
        );
        let note = problems.take(Field::Note, Note::parse(&form.note));
        let payee = match self.find_payee(viewer, &form.to).await {
            Ok(payee) => Some(payee),
            Err(ServiceError::Refused(refusals)) => {
                problems.extend(refusals);
                None
            }
            Err(error) => return Err(error),
        };
        if let Some(amount) = amount {
            self.check_headroom(viewer, amount, &mut problems).await?;
        }
        let (Some(amount), Some(note), Some(payee), true) = (amount, note, payee, problems.none())
        else {
            return problems.refuse();
        };

        let now = self.env.now();
        let intent = SendIntent {
            payer: Party {
                id: person.id,
                name: person.name.masked(),
                account: person.account_number.clone(),
            },
            payee: Party {
                id: payee.id,
                name: payee.name,
                account: payee.account,
            },
            payee_initial: payee.initial,
            amount,
            fee: Money::zero(currency),
            note: (!note.is_empty()).then(|| note.as_str().to_owned()),
            expires_at: now + CONFIRM_WITHIN,
        };
        let body = serde_json::to_value(&intent)
            .map_err(|error| ServiceError::fault("write an intent", error))?;
        let id = self.env.id(IntentId::from_uuid);
        self.ledger
            .put_intent(&Intent {
                owner: person.id.into(),
                id,
                kind: INTENT_KIND.to_owned(),
                digest: digest(&intent)?,
                body,
                created_at: now,
                expires_at: intent.expires_at,
            })
            .await?;
        Ok(id)
    }

    /// What is to be confirmed, or what became of it.
    ///
    /// # Errors
    /// Refused with `IntentUnknown` when this person prepared no such payment.
    pub async fn send_status(&self, viewer: &Viewer, id: IntentId) -> ServiceResult<SendStatus> {
        let owner = viewer.person.id.into();
        let (intent, digest) = self.load_intent(owner, id).await?;
        let command = CommandId::from_uuid(id.as_uuid());
        if let Some(outcome) = self.ledger.outcome(owner, command).await? {
            return self.answered(owner, command, intent, outcome).await;
        }
        if intent.expires_at <= self.env.now() {
            return Ok(SendStatus::Expired { intent });
        }
        let available = self.available(owner, intent.amount.currency()).await?;
        Ok(SendStatus::Ready {
            intent,
            digest,
            available,
        })
    }

    /// Executes a prepared payment under the payment password. Calling again gives the same answer and moves nothing.
    ///
    /// # Errors
    /// Refused while the payment password is missing, wrong or blocked: these are no answers, the payment still waits.
    pub async fn confirm_send(
        &self,
        viewer: &Viewer,
        id: IntentId,
        payment_password: &str,
    ) -> ServiceResult<SendStatus> {
        // A task of its own: a try at the payment password is counted before it is checked, so a browser that leaves
        // meanwhile must not keep a right one from being cleared again.
        let (wallet, viewer) = (self.clone(), viewer.clone());
        let typed = Zeroizing::new(payment_password.to_owned());
        tokio::spawn(async move { wallet.carry_out_send(&viewer, id, &typed).await })
            .await
            .map_err(|error| ServiceError::fault("confirm a payment", error))?
    }

    async fn carry_out_send(
        &self,
        viewer: &Viewer,
        id: IntentId,
        payment_password: &str,
    ) -> ServiceResult<SendStatus> {
        let person = viewer.person.id;
        let owner = OwnerId::from(person);
        let status = self.send_status(viewer, id).await?;
        let SendStatus::Ready { intent, digest, .. } = status else {
            return Ok(status);
        };
        let version = match self.prove_payment(person, payment_password).await {
            Ok(version) => version,
            Err(error) => return self.answer_of_twin(owner, id, intent, error).await,
        };
        if !credentials::is_current(&self.db, person, version).await? {
            return Err(Refusal::new(ErrorCode::CredentialsChanged).into());
        }
        let currency = intent.amount.currency();
        let now = self.env.now();
        let worth = self.limit_worth(intent.amount)?;
        let cap = limits_for(viewer.person.level).per_day;
        let command = CommandId::from_uuid(id.as_uuid());
        let event = Event::Sent {
            payer: intent.payer.clone(),
            payee: intent.payee.clone(),
            amount: intent.amount,
            note: intent.note.clone(),
        };
        let outcome = self
            .ledger
            .execute(Command {
                owner,
                id: command,
                fingerprint: digest,
                intent: Some(IntentRef { id, digest }),
                legs: vec![Leg {
                    debit: self
                        .ledger
                        .open_account(owner, AccountKind::Wallet, currency)
                        .await?,
                    credit: self
                        .ledger
                        .open_account(intent.payee.id.into(), AccountKind::Wallet, currency)
                        .await?,
                    amount: intent.amount,
                }],
                limits: vec![LimitDelta {
                    name: DAY_OUT,
                    period_start: now.date_naive(),
                    amount_minor_usd: worth.minor(),
                    cap_minor_usd: cap.minor(),
                }],
                event: ledger::Event {
                    kind: event.kind(),
                    data: serde_json::to_value(&event)
                        .map_err(|error| ServiceError::fault("write an event", error))?,
                },
                at: now,
            })
            .await?;
        self.answered(owner, command, intent, outcome).await
    }

    pub(crate) async fn answered(
        &self,
        owner: OwnerId,
        command: CommandId,
        intent: SendIntent,
        outcome: Outcome,
    ) -> ServiceResult<SendStatus> {
        match outcome.verdict {
            Verdict::Posted => {
                let posting = self
                    .ledger
                    .posting_of(owner, command)
                    .await?
                    .ok_or_else(|| {
                        ServiceError::fault("read a posted payment", "it has no entry")
                    })?;
                Ok(SendStatus::Paid {
                    intent,
                    currency: posting.currency,
                    seq: posting.seq,
                })
            }
            Verdict::Refused(why) => {
                let why = explain(&why, outcome.recorded_at);
                Ok(SendStatus::Refused { intent, why })
            }
        }
    }

    async fn load_intent(
        &self,
        owner: OwnerId,
        id: IntentId,
    ) -> ServiceResult<(SendIntent, [u8; 32])> {
        let stored = self
            .ledger
            .intent(owner, id)
            .await?
            .map(|stored| stored.intent);
        let Some(stored) = stored.filter(|intent| intent.kind == INTENT_KIND) else {
            return Err(Refusal::new(ErrorCode::IntentUnknown).into());
        };
        let intent = serde_json::from_value(stored.body)
            .map_err(|error| ServiceError::fault("read an intent", error))?;
        Ok((intent, stored.digest))
    }

    /// What can be spent in this currency now.
    pub(crate) async fn available(
        &self,
        owner: OwnerId,
        currency: Currency,
    ) -> ServiceResult<Money> {
        let balances = self.ledger.balances(owner).await?;
        Ok(balances
            .iter()
            .find(|balance| balance.currency == currency)
            .map_or_else(|| Money::zero(currency), ledger::Balance::available))
    }

    async fn check_headroom(
        &self,
        viewer: &Viewer,
        amount: Money,
        problems: &mut Problems,
    ) -> ServiceResult<()> {
        let owner = viewer.person.id.into();
        let available = self.available(owner, amount.currency()).await?;
        if available.minor() < amount.minor() {
            let facts = Facts {
                available: Some(available),
                ..Facts::default()
            };
            problems.push(
                Refusal::new(ErrorCode::InsufficientFunds)
                    .at(Field::Amount)
                    .with(facts),
            );
            return Ok(());
        }
        let Limits {
            per_payment,
            per_day,
        } = limits_for(viewer.person.level);
        let worth = self.limit_worth(amount)?;
        if worth.minor() > per_payment.minor() {
            let facts = Facts {
                limit: Some(per_payment),
                ..Facts::default()
            };
            problems.push(
                Refusal::new(ErrorCode::LimitPerPayment)
                    .at(Field::Amount)
                    .with(facts),
            );
            return Ok(());
        }
        let now = self.env.now();
        let used = self.ledger.usage(owner, DAY_OUT, now.date_naive()).await?;
        let remaining = per_day.minor().saturating_sub(used).max(0);
        if worth.minor() > remaining {
            let facts = Facts {
                limit: Some(per_day),
                remaining: Some(Money::new(remaining, Currency::USD)),
                resets_at: Some(next_day(now)),
                ..Facts::default()
            };
            problems.push(
                Refusal::new(ErrorCode::LimitPerDay)
                    .at(Field::Amount)
                    .with(facts),
            );
        }
        Ok(())
    }
}

/// The ledger's refusal in the words of the wallet; `at` is when it was recorded, so that it reads the same ever after.
fn explain(why: &ledger::Refusal, at: DateTime<Utc>) -> Refusal {
    match why {
        ledger::Refusal::InsufficientFunds { available, .. } => {
            Refusal::new(ErrorCode::InsufficientFunds)
                .at(Field::Amount)
                .with(Facts {
                    available: Some(*available),
                    ..Facts::default()
                })
        }
        ledger::Refusal::LimitExceeded {
            remaining_minor_usd,
            ..
        } => Refusal::new(ErrorCode::LimitPerDay)
            .at(Field::Amount)
            .with(Facts {
                remaining: Some(Money::new(*remaining_minor_usd, Currency::USD)),
                resets_at: Some(next_day(at)),
                ..Facts::default()
            }),
        ledger::Refusal::IntentExpired => Refusal::new(ErrorCode::IntentExpired),
        ledger::Refusal::IntentUsed => Refusal::new(ErrorCode::IntentUsed),
        ledger::Refusal::IntentChanged => Refusal::new(ErrorCode::IntentChanged),
        ledger::Refusal::IntentUnknown => Refusal::new(ErrorCode::IntentUnknown),
        ledger::Refusal::CommandReused => Refusal::new(ErrorCode::CommandReused),
        ledger::Refusal::AccountFrozen { .. } => Refusal::new(ErrorCode::AccountFrozen),
        ledger::Refusal::AccountClosed { .. } => Refusal::new(ErrorCode::AccountClosed),
        ledger::Refusal::BalanceOverflow => Refusal::new(ErrorCode::PayeeCannotReceive),
        ledger::Refusal::AccountUnknown { .. }
        | ledger::Refusal::CurrencyMismatch
        | ledger::Refusal::SameAccount
        | ledger::Refusal::AmountNotPositive
        | ledger::Refusal::Malformed => Refusal::new(ErrorCode::Internal),
    }
}

/// SHA-256 over the intent as stored: what the person saw, bit for bit.
fn digest(intent: &SendIntent) -> ServiceResult<[u8; 32]> {
    let text = serde_json::to_vec(intent)
        .map_err(|error| ServiceError::fault("digest an intent", error))?;
    Ok(sha256(&text))
}

/// When a day's counting starts anew: midnight, UTC.
fn next_day(now: DateTime<Utc>) -> DateTime<Utc> {
    now.date_naive()
        .succ_opt()
        .unwrap_or(NaiveDate::MAX)
        .and_time(chrono::NaiveTime::MIN)
        .and_utc()
}
