//! The sandbox's mailbox and bank: what a person would find in their post, and what a bank would report. Answers only
//! while the money is play money.

use domain::{ErrorCode, Field, Locale, Refusal, TopUpFailure, TopUpState, parse_amount};
use rails::bank::{LineOutcome, StatementLine, StatementLineId};
use storage::{
    sandbox_outbox::{self, Delivered},
    topups,
};

use crate::{
    Wallet,
    error::{ServiceError, ServiceResult},
};

/// Messages shown at once.
const SHOWN: i64 = 100;
/// What the bank reports when the money arrived.
const ARRIVED: &str = "arrived";
/// What the bank reports when the transfer is on its way but delayed.
const LATE: &str = "late";

impl Wallet {
    /// The newest messages, of one address or of all.
    ///
    /// # Errors
    /// Refused outside the sandbox.
    pub async fn sandbox_outbox(&self, to: Option<&str>) -> ServiceResult<Vec<Delivered>> {
        self.require_sandbox()?;
        // Addresses are stored in their one canonical spelling; whatever has none has no messages.
        let to = match to.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => match domain::Address::parse(text) {
                Ok(address) => Some(address),
                Err(_) => return Ok(Vec::new()),
            },
            None => None,
        };
        let address = to.as_ref().map(domain::Address::as_str);
        Ok(sandbox_outbox::list(&self.db, address, SHOWN).await?)
    }

    /// Lets the sandbox's bank report a transfer with this reference: arrived, with the announced amount unless another
    /// is given, or failed for a reason. Returns the line's id.
    ///
    /// # Errors
    /// Refused outside the sandbox, for an unknown reference or an amount that does not do.
    pub async fn sandbox_bank_line(
        &self,
        reference: &str,
        outcome: &str,
        amount: &str,
        locale: Locale,
    ) -> ServiceResult<String> {
        self.require_sandbox()?;
        let topup = self.topup_by_reference(reference).await?;
        let announced = topup.amount;
        let amount = match amount.trim() {
            "" => announced,
            typed => parse_amount(typed, announced.currency(), locale)
                .map_err(|error| Refusal::from(error).at(Field::Amount))?,
        };
        if outcome == LATE {
            let from = TopUpState::AwaitingTransfer;
            let now = self.env.now();
            let late = TopUpState::Processing;
            if topup.state == late
                || topups::advance(&self.db, &topup, from, late, None, now).await?
            {
                return Ok(LATE.to_owned());
            }
            return Err(Refusal::new(ErrorCode::TopUpFinished)
                .at(Field::Reference)
                .into());
        }
        let outcome = match outcome {
            ARRIVED => LineOutcome::Arrived,
            reason => TopUpFailure::parse(reason)
                .map(LineOutcome::Failed)
                .ok_or_else(|| Refusal::new(ErrorCode::RequestMalformed))?,
        };
        let id = format!("SANDBOX-{}", self.env.id(uuid::Uuid::simple));
        let line = StatementLine {
            id: StatementLineId::parse(&id)
                .map_err(|error| ServiceError::fault("name a statement line", error))?,
            reference: reference.to_owned(),
            amount,
            outcome,
            received_at: self.env.now(),
        };
        self.take_bank_line(&line).await?;
        Ok(id)
    }

    fn require_sandbox(&self) -> ServiceResult<()> {
        if self.config.sandbox {
            Ok(())
        } else {
            Err(Refusal::new(ErrorCode::NotFound).into())
        }
    }
}
