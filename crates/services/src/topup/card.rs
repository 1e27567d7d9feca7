//! Adding money by card. The rail charges under the request's id, so a repeated request charges once; a job finishes
//! what a stopped server left in the middle.

use chrono::TimeDelta;
use domain::{
    CardId, ErrorCode, Field, Refusal, TopUpFailure, TopUpId, TopUpState, card_topup_fee,
};
use rails::card::{
    CardDetails, ChallengeId, ChargeOutcome, ChargeRequest, ExpiryError, ProcessorToken,
    TokenizeError,
};
use sqlx::PgConnection;
use storage::{
    cards::{self, Card},
    jobs::{self, Priority},
    sessions::Viewer,
    topups::{self, Method, TopUp},
};

use crate::{
    Wallet,
    error::{Problems, ServiceError, ServiceResult},
};

/// Name of the job that finishes an interrupted card top-up.
pub const RESUME_TASK: &str = "resume_topup";
/// A charge that has no answer by then is looked up.
const RESUME_AFTER: TimeDelta = TimeDelta::minutes(1);

/// Which card pays.
#[derive(Clone)]
pub enum CardChoice {
    Saved(CardId),
    /// As typed; handed to the rail and forgotten.
    New {
        number: String,
        expiry: String,
        security_code: String,
    },
}

/// What the card page asks for, as typed.
#[derive(Clone)]
pub struct TopUpForm {
    pub id: TopUpId,
    pub amount: String,
    pub currency: String,
    pub card: CardChoice,
}

impl Wallet {
    /// The viewer's saved cards.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn cards(&self, viewer: &Viewer) -> ServiceResult<Vec<Card>> {
        Ok(cards::list(&self.db, viewer.person.id).await?)
    }

    /// Forgets a saved card.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn remove_card(&self, viewer: &Viewer, id: CardId) -> ServiceResult<()> {
        Ok(cards::remove(&self.db, viewer.person.id, id, self.env.now()).await?)
    }

    /// Charges a card and posts the money. The same id again gives the state of the first request.
    ///
    /// # Errors
    /// Refused when a field does not do; a refusal by the card's bank is not an error but the request's state.
    pub async fn start_card_topup(
        &self,
        viewer: &Viewer,
        form: &TopUpForm,
    ) -> ServiceResult<TopUp> {
        let person = viewer.person.id;
        if let Some(existing) = topups::find(&self.db, person, form.id).await? {
            return Ok(existing);
        }
        let mut problems = Problems::default();
        let amount = self.parse_topup_amount(viewer, &form.amount, &form.currency, &mut problems);
        let card = self.choose_card(viewer, &form.card, &mut problems).await?;
        let (Some(amount), Some(card), true) = (amount, card, problems.none()) else {
            return problems.refuse();
        };
        let now = self.env.now();
        let topup = TopUp {
            person,
            id: form.id,
            method: Method::Card {
                card: card.id,
                challenge: None,
            },
            amount,
            fee: card_topup_fee(amount)
                .map_err(|_| Refusal::new(ErrorCode::AmountTooLarge).at(Field::Amount))?,
            state: TopUpState::Processing,
            created_at: now,
            updated_at: now,
        };
        let mut transaction = self.begin("start a card top-up").await?;
        if matches!(form.card, CardChoice::New { .. }) {
            cards::save(&mut transaction, person, &card, now).await?;
        }
        if !topups::insert(&mut *transaction, &topup).await? {
            // Of two requests with one id at once the other was first; it charges.
            return self.topup(viewer, form.id).await;
        }
        self.resume_later(&mut transaction, &topup).await?;
        self.commit(transaction, "start a card top-up").await?;

        // From here on money moves: a browser that goes away must not stop it half way.
        let (wallet, charged) = (self.clone(), topup.clone());
        tokio::spawn(async move { wallet.charge(&charged, &card).await })
            .await
            .map_err(|error| ServiceError::fault("charge a card", error))??;
        self.topup(viewer, form.id).await
    }

    /// The person approved or refused the payment at their bank.
    ///
    /// # Errors
    /// Refused when no authentication is open.
    pub async fn authenticate_topup(
        &self,
        viewer: &Viewer,
        id: TopUpId,
        approve: bool,
    ) -> ServiceResult<TopUp> {
        let topup = self.topup(viewer, id).await?;
        let Method::Card {
            challenge: Some(challenge),
            ..
        } = &topup.method
        else {
            return if topup.state == TopUpState::NeedsAuthentication {
                Err(ServiceError::fault(
                    "authenticate a top-up",
                    "the challenge is missing",
                ))
            } else {
                Ok(topup)
            };
        };
        // Should this server stop after the bank took the word, a job brings the money.
        let mut transaction = self.begin("authenticate a top-up").await?;
        self.resume_later(&mut transaction, &topup).await?;
        self.commit(transaction, "authenticate a top-up").await?;
        let outcome = self
            .cards
            .authenticate(&ChallengeId::new(challenge.as_str()), approve)
            .await?;
        let (wallet, settled) = (self.clone(), topup.clone());
        tokio::spawn(async move { wallet.settle_charge(&settled, outcome).await })
            .await
            .map_err(|error| ServiceError::fault("settle a charge", error))??;
        self.topup(viewer, id).await
    }

    /// Finishes a card top-up whose answer never came, because a server stopped in the middle.
    ///
    /// # Errors
    /// When the rail or the database cannot be reached; the job then tries again.
    pub async fn resume_topup(&self, person: domain::PersonId, id: TopUpId) -> ServiceResult<()> {
        let Some(topup) = topups::find(&self.db, person, id).await? else {
            return Ok(());
        };
        if !matches!(
            topup.state,
            TopUpState::Processing | TopUpState::NeedsAuthentication
        ) {
            return Ok(());
        }
        let Method::Card { card, .. } = &topup.method else {
            return Ok(());
        };
        if let Some(outcome) = self.cards.lookup(self.topup_key(person, id)).await? {
            if topup.state == TopUpState::NeedsAuthentication
                && matches!(outcome, ChargeOutcome::NeedsAuthentication(_))
            {
                return Ok(());
            }
            return self.settle_charge(&topup, outcome).await;
        }
        if let Some(card) = cards::find(&self.db, person, *card).await? {
            return self.charge(&topup, &card).await;
        }
        let failed = ChargeOutcome::Failed(TopUpFailure::OurMaintenance);
        self.settle_charge(&topup, failed).await
    }

    /// Leaves a job behind that finishes this request if nobody else does.
    async fn resume_later(
        &self,
        connection: &mut PgConnection,
        topup: &TopUp,
    ) -> ServiceResult<()> {
        let payload = serde_json::json!({ "person": topup.person, "topup": topup.id });
        let due = self.env.now() + RESUME_AFTER;
        Ok(jobs::enqueue(connection, RESUME_TASK, &payload, due, Priority::Background).await?)
    }

    async fn charge(&self, topup: &TopUp, card: &Card) -> ServiceResult<()> {
        let amount = topup
            .amount
            .checked_add(topup.fee)
            .map_err(|error| ServiceError::fault("charge a card", error))?;
        let request = ChargeRequest {
            idempotency_key: self.topup_key(topup.person, topup.id),
            token: ProcessorToken::new(card.token.as_str()),
            amount,
        };
        let outcome = self.cards.charge(&request).await?;
        self.settle_charge(topup, outcome).await
    }

    async fn settle_charge(&self, topup: &TopUp, outcome: ChargeOutcome) -> ServiceResult<()> {
        let impossible = |error| ServiceError::fault("settle a charge", error);
        match outcome {
            ChargeOutcome::Succeeded { .. } => self.post_topup(topup).await,
            ChargeOutcome::Failed(failure) => {
                let to = topup.state.fail(failure).map_err(impossible)?;
                topups::advance(&self.db, topup, topup.state, to, None, self.env.now()).await?;
                Ok(())
            }
            ChargeOutcome::NeedsAuthentication(challenge) => {
                let to = topup.state.require_authentication().map_err(impossible)?;
                topups::advance(
                    &self.db,
                    topup,
                    topup.state,
                    to,
                    Some(challenge.id.as_str()),
                    self.env.now(),
                )
                .await?;
                Ok(())
            }
        }
    }

    async fn choose_card(
        &self,
        viewer: &Viewer,
        choice: &CardChoice,
        problems: &mut Problems,
    ) -> ServiceResult<Option<Card>> {
        let (number, expiry, security_code) = match choice {
            CardChoice::Saved(id) => {
                let found = cards::list(&self.db, viewer.person.id)
                    .await?
                    .into_iter()
                    .find(|card| card.id == *id);
                if found.is_none() {
                    problems.note(Field::CardNumber, ErrorCode::CardUnknown);
                }
                return Ok(found);
            }
            CardChoice::New {
                number,
                expiry,
                security_code,
            } => (number, expiry, security_code),
        };
        let today = self.env.now().date_naive();
        let details = match CardDetails::parse(number, expiry, security_code, today) {
            Ok(details) => details,
            Err(wrong) => {
                if wrong.number.is_some() {
                    problems.note(Field::CardNumber, ErrorCode::CardNumberInvalid);
                }
                match wrong.expiry {
                    Some(ExpiryError::Past) => problems.note(Field::Expiry, ErrorCode::CardExpired),
                    Some(_) => problems.note(Field::Expiry, ErrorCode::CardExpiryInvalid),
                    None => {}
                }
                if wrong.security_code.is_some() {
                    problems.note(Field::SecurityCode, ErrorCode::CardSecurityCodeInvalid);
                }
                return Ok(None);
            }
        };
        // A form with another mistake comes back; its card is not handed out before all is right.
        if !problems.none() {
            return Ok(None);
        }
        let id = self.env.id(CardId::from_uuid);
        let token = match self.cards.tokenize(id.as_uuid(), details).await {
            Ok(token) => token,
            Err(TokenizeError::NotASandboxCard) => {
                problems.note(Field::CardNumber, ErrorCode::CardNotInSandbox);
                return Ok(None);
            }
            Err(TokenizeError::Rail(error)) => return Err(error.into()),
        };
        Ok(Some(Card {
            id,
            token: token.token.as_str().to_owned(),
            brand: token.brand.to_string(),
            last4: token.last4,
            exp_month: token.exp_month,
            exp_year: token.exp_year,
        }))
    }
}
