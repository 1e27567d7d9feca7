//! Sending and converting money: what the person sees on the confirm page is stored under one id, proved with the
//! payment password, and executed at most once (invariant 6).

mod explain;
mod headroom;
mod intent;
mod position;
mod prepare;

use domain::{CommandId, Currency, ErrorCode, IntentId, InvitationId, Money, Refusal, limits_for};
use ledger::{
    AccountKind, Command, HouseAccount, IntentRef, Leg, LimitDelta, Outcome, OwnerId, Verdict,
};
use storage::{credentials, sessions::Viewer};
use zeroize::Zeroizing;

pub use headroom::LimitsShown;
pub(crate) use headroom::{Dividing, Draw};
pub use intent::{Recipient, SendIntent};
pub(crate) use prepare::{NewIntent, Sum};

use crate::{
    Event, Wallet,
    error::{ServiceError, ServiceResult},
    once,
    unclaimed::UNCLAIMED_FOR,
};
use explain::explain;

/// The name under which money out is counted per day.
const DAY_OUT: &str = "out_day";
const INTENT_KIND: &str = "send";

/// Two sides of a sum as typed. Within one currency `amount` alone counts; across two, exactly one of the two amounts is
/// filled in, and the other follows from the rate.
#[derive(Clone, Debug, Default)]
pub struct QuoteForm {
    pub amount: String,
    pub currency: String,
    pub they_get: String,
    /// Empty for the same currency.
    pub target_currency: String,
}

/// What the send page asks for, as typed.
#[derive(Clone, Debug, Default)]
pub struct SendForm {
    pub to: String,
    pub sum: QuoteForm,
    pub note: String,
    /// In several payments, when one would be over the limit.
    pub split: bool,
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
    /// What is to be confirmed, or what became of it.
    ///
    /// # Errors
    /// Refused with `IntentUnknown` when this person prepared no such payment.
    pub async fn send_status(&self, viewer: &Viewer, id: IntentId) -> ServiceResult<SendStatus> {
        let owner = viewer.person.id.into();
        let (intent, digest) = self.load_intent(owner, id).await?;
        let command = CommandId::from_uuid(id.as_uuid());
        if let Some(outcome) = self.ledger.outcome(owner, command).await? {
            return self.answered(viewer, command, intent, outcome).await;
        }
        if intent.expires_at <= self.env.now() {
            return Ok(SendStatus::Expired { intent });
        }
        let available = self.available(owner, intent.source().currency()).await?;
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
            Err(error) => return self.answer_of_twin(viewer, id, intent, error).await,
        };
        if !credentials::is_current(&self.db, person, version).await? {
            return Err(Refusal::new(ErrorCode::CredentialsChanged).into());
        }
        if let Some(quote) = &intent.exchange {
            self.check_position(quote).await?;
        }
        if let Some(request) = intent.request {
            self.check_payable(person, request).await?;
        }
        let command = CommandId::from_uuid(id.as_uuid());
        let event = self.event_of(id, &intent);
        let now = self.env.now();
        let mut limits: Vec<LimitDelta> = intent.request.map(once::request).into_iter().collect();
        if !intent.is_conversion() {
            limits.push(LimitDelta {
                name: DAY_OUT.into(),
                period_start: now.date_naive(),
                amount_minor_usd: self.limit_worth(intent.source())?.minor(),
                cap_minor_usd: limits_for(viewer.person.level).per_day.minor(),
            });
        }
        let outcome = self
            .ledger
            .execute(Command {
                owner,
                id: command,
                fingerprint: digest,
                intent: Some(IntentRef { id, digest }),
                legs: self.legs(&intent).await?,
                limits,
                event: ledger::Event {
                    kind: event.kind(),
                    data: serde_json::to_value(&event)
                        .map_err(|error| ServiceError::fault("write an event", error))?,
                },
                at: now,
                event_at: None,
            })
            .await?;
        if outcome.verdict == Verdict::Posted {
            // Followers of the ledger's events do the same; here it is done while the person waits.
            self.follow_payment(&event, now).await;
        }
        self.answered(viewer, command, intent, outcome).await
    }

    /// The movements of a payment; the first takes the source from the payer. Across currencies they go through the
    /// house's positions, and all of them happen or none does.
    async fn legs(&self, intent: &SendIntent) -> ServiceResult<Vec<Leg>> {
        let (source, target) = (intent.source(), intent.amount);
        let payer = OwnerId::from(intent.payer.id);
        let from = self
            .ledger
            .open_account(payer, AccountKind::Wallet, source.currency())
            .await?;
        let to = match &intent.recipient {
            Recipient::Member { party, .. } => {
                self.ledger
                    .open_account(party.id.into(), AccountKind::Wallet, target.currency())
                    .await?
            }
            Recipient::Oneself => {
                self.ledger
                    .open_account(payer, AccountKind::Wallet, target.currency())
                    .await?
            }
            Recipient::Invited { .. } => {
                self.ledger
                    .house_account(HouseAccount::Unclaimed, target.currency())
                    .await?
            }
        };
        let leg = Leg::transfer;
        let Some(quote) = intent.exchange else {
            let parts = intent.payments();
            return Ok(parts.iter().map(|part| leg(from, to, *part)).collect());
        };
        // A quote that was stored by us holds; one that does not must not move money.
        if !quote.holds() || quote.target != target {
            return Err(ServiceError::fault("convert", "the quote does not hold"));
        }
        let house = |account, currency| self.ledger.house_account(account, currency);
        let gained = house(HouseAccount::FxPosition, source.currency()).await?;
        let given = house(HouseAccount::FxPosition, target.currency()).await?;
        let fees = house(HouseAccount::Fees, source.currency()).await?;
        Ok(vec![
            leg(from, gained, source),
            leg(from, fees, quote.fee),
            leg(given, to, target),
        ])
    }

    pub(crate) async fn answered(
        &self,
        viewer: &Viewer,
        command: CommandId,
        intent: SendIntent,
        outcome: Outcome,
    ) -> ServiceResult<SendStatus> {
        match outcome.verdict {
            Verdict::Posted => {
                let posting = self
                    .ledger
                    .posting_of(viewer.person.id.into(), command)
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
                let why = explain(&why, outcome.recorded_at, viewer.person.level);
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

    /// What history and messages will say of it.
    fn event_of(&self, id: IntentId, intent: &SendIntent) -> Event {
        match (&intent.recipient, intent.exchange) {
            (Recipient::Member { party, .. }, exchange) => Event::Sent {
                payer: intent.payer.clone(),
                payee: party.clone(),
                amount: intent.amount,
                exchange,
                note: intent.note.clone(),
                request: intent.request,
            },
            (Recipient::Invited { address }, _) => Event::Invited {
                payer: intent.payer.clone(),
                to: address.clone(),
                amount: intent.amount,
                note: intent.note.clone(),
                invitation: InvitationId::from_uuid(id.as_uuid()),
                expires_at: self.env.now() + UNCLAIMED_FOR,
            },
            (Recipient::Oneself, Some(quote)) => Event::Converted {
                person: intent.payer.id,
                quote,
            },
            (Recipient::Oneself, None) => Event::Unknown,
        }
    }
}
