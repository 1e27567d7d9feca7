//! Adding money by bank transfer: a unique reference goes out, a line of the bank's statement comes in.

use chrono::{DateTime, Utc};
use domain::{Currency, Field, Money, PersonId, Refusal, TopUpFailure, TopUpId, TopUpState};
use ledger::{Command, HouseAccount, Leg, OwnerId};
use rails::bank::{BankInstructions, BankReference, LineOutcome, StatementLine};
use storage::{
    bank_lines::{self, BankLine},
    sessions::Viewer,
    topups::{self, Method, TopUp},
};

use crate::{
    Event, Wallet,
    crypto::{Use, sha256},
    error::{Problems, ServiceError, ServiceResult},
};

/// Draws of a reference before giving up; of 2⁴⁰ there are, a second draw is rare.
const REFERENCE_DRAWS: usize = 10;

/// The known moments of a bank transfer before its money was booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankTimes {
    pub announced: Option<DateTime<Utc>>,
    pub arrived: Option<DateTime<Utc>>,
}

impl Wallet {
    /// Where to transfer to, for a currency.
    pub fn bank_instructions(
        &self,
        currency: Currency,
        locale: domain::Locale,
    ) -> Option<BankInstructions> {
        self.bank.instructions(currency, locale)
    }

    /// Announces a transfer and gives it a reference. The same id again gives the same reference.
    ///
    /// # Errors
    /// Refused when the amount or currency does not do.
    pub async fn start_bank_topup(
        &self,
        viewer: &Viewer,
        id: domain::TopUpId,
        amount: &str,
        currency: &str,
    ) -> ServiceResult<TopUp> {
        if let Some(existing) = topups::find(&self.db, viewer.person.id, id).await? {
            return Ok(existing);
        }
        let mut problems = Problems::default();
        let Some(amount) = self.parse_topup_amount(viewer, amount, currency, &mut problems) else {
            return problems.refuse();
        };
        if self
            .bank
            .instructions(amount.currency(), viewer.person.locale)
            .is_none()
        {
            problems.note(
                Field::Currency,
                domain::ErrorCode::TopUpMethodNotForCurrency,
            );
            return problems.refuse();
        }
        let now = self.env.now();
        for _ in 0..REFERENCE_DRAWS {
            let reference = BankReference::from_random(self.env.bytes());
            let topup = TopUp {
                person: viewer.person.id,
                id,
                method: Method::Bank {
                    reference: reference.as_str().to_owned(),
                },
                amount,
                fee: Money::zero(amount.currency()),
                state: TopUpState::AwaitingTransfer,
                created_at: now,
                updated_at: now,
            };
            topups::insert(&self.db, &topup).await?;
            // Of two requests with one id at once the first was written; both get it. None is there when another
            // request has this reference.
            if let Some(written) = topups::find(&self.db, viewer.person.id, id).await? {
                return Ok(written);
            }
        }
        Err(ServiceError::fault(
            "announce a transfer",
            "no free reference was drawn",
        ))
    }

    /// When a transfer of the viewer's was announced and when the bank had it, as far as that is known.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn bank_times(&self, viewer: &Viewer, id: TopUpId) -> ServiceResult<BankTimes> {
        let person = viewer.person.id;
        let topup = topups::find(&self.db, person, id).await?;
        Ok(BankTimes {
            announced: topup.map(|topup| topup.created_at),
            arrived: bank_lines::received_at(&self.db, person, id).await?,
        })
    }

    /// Takes in a line of the bank's statement: recorded first, acted on once. A repeated line changes nothing.
    ///
    /// # Errors
    /// When the database cannot be reached: the line may then be delivered again.
    pub async fn take_bank_line(&self, line: &StatementLine) -> ServiceResult<()> {
        let failure = match line.outcome {
            LineOutcome::Arrived => None,
            LineOutcome::Failed(failure) => Some(failure),
        };
        let reference = line
            .payment_reference()
            .map_or_else(|| line.reference.clone(), |known| known.as_str().to_owned());
        let record = BankLine {
            id: line.id.as_str(),
            reference: &reference,
            amount: line.amount,
            failure,
            received_at: line.received_at,
        };
        let recorded = bank_lines::record(&self.db, &record).await?;
        if recorded.handled {
            return Ok(());
        }
        // A line that was recorded before a server stopped comes here again and ends as it would have then.
        match recorded.topup {
            Some((person, id)) => {
                self.settle_by_bank(person, id, line.amount, failure)
                    .await?;
            }
            None if failure.is_none() => self.post_unassigned(line, reference).await?,
            None => {}
        }
        bank_lines::handled(&self.db, line.id.as_str(), self.env.now()).await?;
        Ok(())
    }

    async fn settle_by_bank(
        &self,
        person: PersonId,
        id: TopUpId,
        arrived: Money,
        failure: Option<TopUpFailure>,
    ) -> ServiceResult<()> {
        let Some(mut topup) = topups::find(&self.db, person, id).await? else {
            return Err(ServiceError::fault(
                "settle a bank top-up",
                "the request is gone",
            ));
        };
        if topup.state.is_final() {
            return Ok(());
        }
        if let Some(failure) = failure {
            let to = topup
                .state
                .fail(failure)
                .map_err(|error| ServiceError::fault("settle a bank top-up", error))?;
            topups::advance(&self.db, &topup, topup.state, to, None, self.env.now()).await?;
            return Ok(());
        }
        // What came counts, not what was announced.
        if arrived != topup.amount {
            topups::set_amount(&self.db, &topup, arrived).await?;
            topup.amount = arrived;
        }
        self.post_topup(&topup).await
    }

    /// Money nobody can be found for waits in the suspense account until a human finds its owner.
    async fn post_unassigned(&self, line: &StatementLine, reference: String) -> ServiceResult<()> {
        let currency = line.amount.currency();
        let event = Event::Unassigned {
            reference,
            amount: line.amount,
        };
        let data = serde_json::to_value(&event)
            .map_err(|error| ServiceError::fault("write an event", error))?;
        let seed = self
            .keys
            .mac(Use::DerivedId, &[b"bank line", line.id.as_str().as_bytes()]);
        let house = |account| self.ledger.house_account(account, currency);
        let clearing = house(HouseAccount::BankClearing).await?;
        let suspense = house(HouseAccount::Suspense).await?;
        let outcome = self
            .ledger
            .execute(Command {
                owner: OwnerId::HOUSE,
                id: domain::CommandId::from_uuid(uuid_from(&seed)),
                fingerprint: sha256(data.to_string().as_bytes()),
                intent: None,
                legs: vec![Leg::transfer(clearing, suspense, line.amount)],
                limits: Vec::new(),
                event: ledger::Event {
                    kind: event.kind(),
                    data,
                },
                at: self.env.now(),
                event_at: None,
            })
            .await?;
        match outcome.verdict {
            ledger::Verdict::Posted => Ok(()),
            ledger::Verdict::Refused(why) => Err(ServiceError::fault(
                "post an unassigned transfer",
                format!("{why:?}"),
            )),
        }
    }

    /// The request behind a reference, for the sandbox's bank.
    ///
    /// # Errors
    /// Refused when no request has this reference.
    pub async fn topup_by_reference(&self, reference: &str) -> ServiceResult<TopUp> {
        let unknown = || Refusal::new(domain::ErrorCode::TopUpUnknown).at(Field::Reference);
        let reference = BankReference::parse(reference).map_err(|_| unknown())?;
        Ok(topups::find_by_reference(&self.db, reference.as_str())
            .await?
            .ok_or_else(unknown)?)
    }
}

/// A UUID (version 8) from the first bytes of a keyed hash.
pub(crate) fn uuid_from(seed: &[u8; 32]) -> uuid::Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&seed[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
