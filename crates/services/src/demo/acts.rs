//! Doing what the story says, each deed under the id that is kept for it.

use domain::{CommandId, IntentId, RequestId, TopUpFailure, TopUpId};
use rails::bank::{LineOutcome, StatementLine, StatementLineId};
use storage::{requests, sandbox_records, sessions::Viewer, topups::Method};
use uuid::Uuid;

use super::{PAYMENT_PASSWORD, PEOPLE, story::Deed};
use crate::{
    AskForm, CardChoice, QuoteForm, SendForm, TopUpForm, Wallet,
    error::{ServiceError, ServiceResult},
};

impl Wallet {
    /// Does a deed under the id kept for its number.
    pub(super) async fn act(&self, viewer: &Viewer, deed: &Deed, number: i64) -> ServiceResult<()> {
        let address = |who: usize| PEOPLE.get(who).map_or("", |person| person.address);
        let plain = |amount: &str, currency: &str| QuoteForm {
            amount: amount.to_owned(),
            currency: currency.to_owned(),
            ..QuoteForm::default()
        };
        let send = |to: &str, sum: QuoteForm, note: &str| SendForm {
            to: to.to_owned(),
            sum,
            note: note.to_owned(),
            split: false,
        };
        let prepared = match deed {
            Deed::Send(to, amount, currency, note) => {
                Prepared::Send(send(address(*to), plain(amount, currency), note))
            }
            Deed::Invite(to, amount, currency, note) => {
                Prepared::Send(send(to, plain(amount, currency), note))
            }
            Deed::SendAcross(to, they_get, target, source, note) => {
                let sum = QuoteForm {
                    amount: String::new(),
                    currency: (*source).to_owned(),
                    they_get: (*they_get).to_owned(),
                    target_currency: (*target).to_owned(),
                };
                Prepared::Send(send(address(*to), sum, note))
            }
            Deed::Convert(amount, from, into) => Prepared::Convert(QuoteForm {
                target_currency: (*into).to_owned(),
                ..plain(amount, from)
            }),
            Deed::Ask(whom, amount, currency, note) => {
                let form = AskForm {
                    to: address(*whom).to_owned(),
                    amount: (*amount).to_owned(),
                    currency: (*currency).to_owned(),
                    note: (*note).to_owned(),
                };
                return self.demo_ask(viewer, number, &form).await;
            }
            topup => return self.demo_topup(viewer, topup, number).await,
        };
        self.demo_confirmed(viewer, number, &prepared).await
    }

    async fn demo_topup(&self, viewer: &Viewer, deed: &Deed, number: i64) -> ServiceResult<()> {
        let id = TopUpId::from_uuid(self.demo_id(number, self.new_topup_id().as_uuid()).await?);
        match deed {
            Deed::Card(amount, currency) => {
                self.demo_card(viewer, id, "4242424242424242", amount, currency)
                    .await
            }
            Deed::CardFails(number, amount) => {
                self.demo_card(viewer, id, number, amount, "USD").await
            }
            Deed::Bank(amount, currency) => {
                self.demo_bank(viewer, id, amount, currency, Some(LineOutcome::Arrived))
                    .await
            }
            Deed::BankWaits(amount, currency) => {
                self.demo_bank(viewer, id, amount, currency, None).await
            }
            Deed::BankFails(amount, currency) => {
                let failed = LineOutcome::Failed(TopUpFailure::BankMaintenance);
                self.demo_bank(viewer, id, amount, currency, Some(failed))
                    .await
            }
            Deed::Send(..)
            | Deed::SendAcross(..)
            | Deed::Invite(..)
            | Deed::Convert(..)
            | Deed::Ask(..) => Ok(()),
        }
    }

    /// The id of the deed with this number: the first that was drawn for it.
    async fn demo_id(&self, number: i64, drawn: Uuid) -> ServiceResult<Uuid> {
        let key = format!("demo/deed/{number}");
        let kept = sandbox_records::keep(&self.db, &key, &drawn.to_string()).await?;
        kept.parse()
            .map_err(|error| ServiceError::fault("read the id of a demo deed", error))
    }

    async fn demo_card(
        &self,
        viewer: &Viewer,
        id: TopUpId,
        number: &str,
        amount: &str,
        currency: &str,
    ) -> ServiceResult<()> {
        let card = CardChoice::New {
            number: number.to_owned(),
            expiry: "12/29".to_owned(),
            security_code: "123".to_owned(),
        };
        let form = TopUpForm {
            id,
            amount: amount.to_owned(),
            currency: currency.to_owned(),
            card,
        };
        self.start_card_topup(viewer, &form).await?;
        // Nothing is left to do unless an earlier start was interrupted between asking the card's bank and its answer.
        self.resume_topup(viewer.person.id, id).await
    }

    async fn demo_bank(
        &self,
        viewer: &Viewer,
        id: TopUpId,
        amount: &str,
        currency: &str,
        outcome: Option<LineOutcome>,
    ) -> ServiceResult<()> {
        let topup = self.start_bank_topup(viewer, id, amount, currency).await?;
        let (Method::Bank { reference }, Some(outcome)) = (&topup.method, outcome) else {
            return Ok(());
        };
        // One line for one request, however often this is begun: another one's money would belong to nobody.
        let line = format!("SANDBOX-{}", id.as_uuid().simple());
        self.take_bank_line(&StatementLine {
            id: StatementLineId::parse(&line)
                .map_err(|error| ServiceError::fault("name a statement line", error))?,
            reference: reference.clone(),
            amount: topup.amount,
            outcome,
            received_at: self.env.now(),
        })
        .await
    }

    /// Asks for money unless an earlier start has done so.
    async fn demo_ask(&self, viewer: &Viewer, number: i64, form: &AskForm) -> ServiceResult<()> {
        let drawn = self.env.id(RequestId::from_uuid);
        let id = RequestId::from_uuid(self.demo_id(number, drawn.as_uuid()).await?);
        if requests::find(&self.db, id).await?.is_none() {
            self.ask_as(viewer, form, id).await?;
        }
        Ok(())
    }

    /// Prepares and confirms.
    async fn demo_confirmed(
        &self,
        viewer: &Viewer,
        number: i64,
        prepared: &Prepared,
    ) -> ServiceResult<()> {
        let key = format!("demo/deed/{number}");
        let drawn = if let Some(kept) = sandbox_records::find(&self.db, &key).await? {
            kept.parse()
                .map_err(|error| ServiceError::fault("read the id of a demo deed", error))?
        } else {
            match prepared {
                Prepared::Send(form) => self.prepare_send(viewer, form).await?,
                Prepared::Convert(form) => self.prepare_convert(viewer, form).await?,
            }
            .as_uuid()
        };
        let intent = IntentId::from_uuid(self.demo_id(number, drawn).await?);
        self.confirm_send(viewer, intent, PAYMENT_PASSWORD).await?;
        let command = CommandId::from_uuid(intent.as_uuid());
        match self
            .ledger
            .posting_of(viewer.person.id.into(), command)
            .await?
        {
            Some(_) => Ok(()),
            None => Err(ServiceError::fault(
                "tell the demo's story",
                format!("deed {number} did not move"),
            )),
        }
    }
}

/// What is prepared and then confirmed.
enum Prepared {
    Send(SendForm),
    Convert(QuoteForm),
}
