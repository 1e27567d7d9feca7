//! The sandbox processor: test cards in, the outcomes of the real world out, no money anywhere.
//! It never takes a card that is not one of its own, and its tokens never contain a number.

use std::sync::Arc;

use domain::{Money, TopUpFailure};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    CardDetails, CardRail, CardToken, Challenge, ChallengeId, ChargeOutcome, ChargeReference,
    ChargeRequest, ProcessorToken, SandboxStore, Scenario, TokenizeError,
};
use crate::{BoxFuture, Cause, Operation, RailError};

const TOKEN_PREFIX: &str = "sandbox-card-";
const CHALLENGE_PREFIX: &str = "sandbox-challenge-";

/// The sandbox's card processor. A token tells its own scenario, so cards need no store; charges
/// and the answers to challenges are kept, so that each happens once whichever server asks.
pub struct SandboxCards {
    store: Arc<dyn SandboxStore>,
}

/// A charge as it was first asked for, and what came of it at once.
#[derive(Serialize, Deserialize)]
struct ChargeRecord {
    token: ProcessorToken,
    amount: Money,
    outcome: ChargeOutcome,
}

impl SandboxCards {
    pub fn new(store: Arc<dyn SandboxStore>) -> Self {
        Self { store }
    }

    async fn charge_once(&self, request: &ChargeRequest) -> Result<ChargeOutcome, RailError> {
        let refuse = |cause| RailError::permanent(Operation::ChargeCard, cause);
        if !request.amount.is_positive() {
            return Err(refuse(Cause::Amount));
        }
        let scenario = scenario_of(&request.token).ok_or(refuse(Cause::UnknownToken))?;
        let record = ChargeRecord {
            token: request.token.clone(),
            amount: request.amount,
            outcome: first_outcome(scenario, request.idempotency_key),
        };
        let key = charge_key(request.idempotency_key);
        let kept = self
            .store
            .keep(&key, encode(&record, Operation::ChargeCard)?)
            .await?;
        let kept: ChargeRecord = decode(&kept, Operation::ChargeCard)?;
        if kept.token != request.token || kept.amount != request.amount {
            return Err(refuse(Cause::KeyReused));
        }
        self.outcome_now(kept, Operation::ChargeCard).await
    }

    async fn answer(
        &self,
        challenge: &ChallengeId,
        approve: bool,
    ) -> Result<ChargeOutcome, RailError> {
        let operation = Operation::AuthenticateCharge;
        let unknown = RailError::permanent(operation, Cause::UnknownChallenge);
        let charge = charge_of(challenge).ok_or(unknown)?;
        let record = self.store.find(&charge_key(charge)).await?.ok_or(unknown)?;
        let record: ChargeRecord = decode(&record, operation)?;
        if record.outcome != first_outcome(Scenario::AsksFirst, charge) {
            return Err(unknown);
        }
        let outcome = if approve {
            succeeded(charge)
        } else {
            ChargeOutcome::Failed(TopUpFailure::AuthenticationFailed)
        };
        let key = authentication_key(challenge);
        let kept = self.store.keep(&key, encode(&outcome, operation)?).await?;
        decode(&kept, operation)
    }

    async fn find(&self, idempotency_key: Uuid) -> Result<Option<ChargeOutcome>, RailError> {
        let operation = Operation::LookUpCharge;
        let Some(record) = self.store.find(&charge_key(idempotency_key)).await? else {
            return Ok(None);
        };
        let record = decode(&record, operation)?;
        self.outcome_now(record, operation).await.map(Some)
    }

    /// The outcome at the charge itself, or the one of its challenge once that is answered.
    async fn outcome_now(
        &self,
        record: ChargeRecord,
        operation: Operation,
    ) -> Result<ChargeOutcome, RailError> {
        let ChargeOutcome::NeedsAuthentication(challenge) = &record.outcome else {
            return Ok(record.outcome);
        };
        match self.store.find(&authentication_key(&challenge.id)).await? {
            Some(answered) => decode(&answered, operation),
            None => Ok(record.outcome),
        }
    }
}

impl CardRail for SandboxCards {
    fn tokenize(
        &self,
        idempotency_key: Uuid,
        details: CardDetails,
    ) -> BoxFuture<'_, Result<CardToken, TokenizeError>> {
        Box::pin(async move {
            let scenario = Scenario::of(&details.number).ok_or(TokenizeError::NotASandboxCard)?;
            let name = scenario.as_str();
            Ok(CardToken {
                token: ProcessorToken::new(format!("{TOKEN_PREFIX}{name}-{idempotency_key}")),
                brand: details.number.brand(),
                last4: details.number.last4(),
                exp_month: details.expiry.month(),
                exp_year: details.expiry.year(),
            })
        })
    }

    fn charge<'a>(
        &'a self,
        request: &'a ChargeRequest,
    ) -> BoxFuture<'a, Result<ChargeOutcome, RailError>> {
        Box::pin(self.charge_once(request))
    }

    fn authenticate<'a>(
        &'a self,
        challenge: &'a ChallengeId,
        approve: bool,
    ) -> BoxFuture<'a, Result<ChargeOutcome, RailError>> {
        Box::pin(self.answer(challenge, approve))
    }

    fn lookup(
        &self,
        idempotency_key: Uuid,
    ) -> BoxFuture<'_, Result<Option<ChargeOutcome>, RailError>> {
        Box::pin(self.find(idempotency_key))
    }
}

fn scenario_of(token: &ProcessorToken) -> Option<Scenario> {
    let (name, id) = token.as_str().strip_prefix(TOKEN_PREFIX)?.split_once('-')?;
    Uuid::parse_str(id).ok()?;
    Scenario::parse(name)
}

fn first_outcome(scenario: Scenario, charge: Uuid) -> ChargeOutcome {
    match scenario {
        Scenario::Succeeds => succeeded(charge),
        Scenario::Fails(failure) => ChargeOutcome::Failed(failure),
        Scenario::AsksFirst => ChargeOutcome::NeedsAuthentication(Challenge {
            id: ChallengeId::new(format!("{CHALLENGE_PREFIX}{charge}")),
            url: None,
        }),
    }
}

fn succeeded(charge: Uuid) -> ChargeOutcome {
    ChargeOutcome::Succeeded {
        reference: ChargeReference::new(format!("sandbox-charge-{charge}")),
    }
}

fn charge_of(challenge: &ChallengeId) -> Option<Uuid> {
    let id = challenge.as_str().strip_prefix(CHALLENGE_PREFIX)?;
    Uuid::parse_str(id).ok()
}

fn charge_key(charge: Uuid) -> String {
    format!("charge/{charge}")
}

fn authentication_key(challenge: &ChallengeId) -> String {
    format!("authentication/{}", challenge.as_str())
}

fn encode<T: Serialize>(record: &T, operation: Operation) -> Result<String, RailError> {
    serde_json::to_string(record).map_err(|_| RailError::permanent(operation, Cause::Record))
}

fn decode<T: DeserializeOwned>(record: &str, operation: Operation) -> Result<T, RailError> {
    serde_json::from_str(record).map_err(|_| RailError::permanent(operation, Cause::Record))
}
