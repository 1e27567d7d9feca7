//! From what was typed to what is to be confirmed. Nothing has moved when this is done, and nothing is decided for good:
//! balance and limits are looked at for a kind answer, and judged again while posting.

use chrono::TimeDelta;
use domain::{
    Currency, ErrorCode, Field, FixedSide, IntentId, Money, Note, Quote, Refusal, RequestId,
    parse_amount,
};
use ledger::Intent;
use storage::sessions::Viewer;

use super::{
    QuoteForm, Recipient, SendForm, SendIntent, SendStatus,
    headroom::{Dividing, Draw},
};
use crate::{
    Party, Payable, Wallet,
    error::{Problems, ServiceError, ServiceResult},
};

/// How long a prepared payment within one currency may be confirmed.
const CONFIRM_WITHIN: TimeDelta = TimeDelta::minutes(15);
/// How long a rate is held.
const QUOTE_HELD: TimeDelta = TimeDelta::minutes(5);

/// What is sent: an amount as it is, or one that comes out of another currency.
#[derive(Clone, Copy)]
pub(crate) enum Sum {
    Plain(Money),
    Exchanged(Quote),
}

/// A payment or conversion that was checked and is to be shown for confirmation.
pub(crate) struct NewIntent {
    pub recipient: Recipient,
    pub sum: Sum,
    pub parts: Vec<Money>,
    pub request: Option<RequestId>,
    pub note: Option<String>,
}

impl Sum {
    /// What leaves the balance.
    pub(super) fn total(&self) -> Money {
        match self {
            Self::Plain(amount) => *amount,
            Self::Exchanged(quote) => quote.total(),
        }
    }

    /// What counts against the limits.
    pub(super) fn source(&self) -> Money {
        match self {
            Self::Plain(amount) => *amount,
            Self::Exchanged(quote) => quote.source,
        }
    }
}

impl Wallet {
    /// What a conversion would take, cost and give at the rate of this moment. Nothing is held by asking.
    ///
    /// # Errors
    /// Refused with what is wrong with each field, or when there is no rate to convert at.
    pub fn quote(&self, form: &QuoteForm, locale: domain::Locale) -> ServiceResult<Quote> {
        let mut problems = Problems::default();
        let Some((from, to)) = currencies(form, &mut problems) else {
            return problems.refuse();
        };
        match self.sum(form, from, to, locale, &mut problems)? {
            Some(Sum::Exchanged(quote)) if problems.none() => Ok(quote),
            Some(Sum::Plain(_)) => Err(Refusal::new(ErrorCode::CurrenciesSame)
                .at(Field::TargetCurrency)
                .into()),
            _ => problems.refuse(),
        }
    }

    /// Checks everything that can be checked and stores what is to be confirmed.
    ///
    /// # Errors
    /// Refused with what is wrong with each field, the balance or a limit. Nothing has moved.
    pub async fn prepare_send(&self, viewer: &Viewer, form: &SendForm) -> ServiceResult<IntentId> {
        let mut problems = Problems::default();
        let Some((from, to)) = currencies(&form.sum, &mut problems) else {
            return problems.refuse();
        };
        let sum = self.sum(&form.sum, from, to, viewer.person.locale, &mut problems)?;
        let note = problems.take(Field::Note, Note::parse(&form.note));
        let payable = problems.gather(self.find_payee(viewer, &form.to).await)?;
        let recipient = match payable {
            Some(Payable::Member(payee)) => Some(Recipient::Member {
                party: Party {
                    id: payee.id,
                    name: payee.name,
                    account: payee.account,
                },
                initial: payee.initial,
            }),
            // What waits is in the currency that was sent: nobody knows the rate of the day on which it is claimed.
            Some(Payable::Newcomer(_)) if from != to => {
                problems.note(Field::TargetCurrency, ErrorCode::PayeeUnregisteredCurrency);
                None
            }
            Some(Payable::Newcomer(address)) => Some(Recipient::Invited { address }),
            None => None,
        };
        let dividing = match (&recipient, form.split) {
            // What waits for somebody is one payment, which is claimed or taken back whole.
            (Some(Recipient::Invited { .. }), _) => Dividing::Impossible,
            (_, true) => Dividing::Wished,
            (_, false) => Dividing::Offered,
        };
        let parts = match sum {
            Some(sum) => {
                let draw = Draw::payment(sum, dividing);
                self.check_headroom(viewer, draw, &mut problems).await?
            }
            None => Vec::new(),
        };
        let (Some(sum), Some(note), Some(recipient), true) =
            (sum, note, recipient, problems.none())
        else {
            return problems.refuse();
        };
        let note = (!note.is_empty()).then(|| note.as_str().to_owned());
        let intent = NewIntent {
            recipient,
            sum,
            parts,
            request: None,
            note,
        };
        self.put_intent(viewer, intent).await
    }

    /// Checks a conversion between own balances and stores what is to be confirmed, at a rate that is held for five
    /// minutes.
    ///
    /// # Errors
    /// Refused with what is wrong with each field or the balance. Nothing has moved.
    pub async fn prepare_convert(
        &self,
        viewer: &Viewer,
        form: &QuoteForm,
    ) -> ServiceResult<IntentId> {
        let quote = self.quote(form, viewer.person.locale)?;
        let mut problems = Problems::default();
        self.check_headroom(viewer, Draw::conversion(&quote), &mut problems)
            .await?;
        if !problems.none() {
            return problems.refuse();
        }
        let intent = NewIntent {
            recipient: Recipient::Oneself,
            sum: Sum::Exchanged(quote),
            parts: Vec::new(),
            request: None,
            note: None,
        };
        self.put_intent(viewer, intent).await
    }

    /// Prepares the same again at the rate of this moment, as something new to look at and confirm.
    ///
    /// # Errors
    /// Refused when it was carried out or refused for good already, and for all that a new preparation is refused for.
    pub async fn renew_send(&self, viewer: &Viewer, id: IntentId) -> ServiceResult<IntentId> {
        let (SendStatus::Ready { intent, .. } | SendStatus::Expired { intent }) =
            self.send_status(viewer, id).await?
        else {
            return Err(Refusal::new(ErrorCode::IntentUsed).into());
        };
        let mut problems = Problems::default();
        let is_conversion = intent.is_conversion();
        let sum = match intent.exchange {
            None => Sum::Plain(intent.amount),
            Some(old) => {
                let (fixed, other) = match old.fixed {
                    FixedSide::Source => (old.source, old.target.currency()),
                    FixedSide::Target => (old.target, old.source.currency()),
                };
                let table = self.rates_that_move_money()?;
                let quote = problems.take(
                    Field::Amount,
                    Quote::compute(old.fixed, fixed, other, &table),
                );
                match quote {
                    Some(quote) => Sum::Exchanged(quote),
                    None => return problems.refuse(),
                }
            }
        };
        let draw = match sum {
            Sum::Exchanged(quote) if is_conversion => Draw::conversion(&quote),
            _ if intent.parts.is_empty() => Draw::payment(sum, Dividing::Impossible),
            _ => Draw::payment(sum, Dividing::Wished),
        };
        let parts = self.check_headroom(viewer, draw, &mut problems).await?;
        if !problems.none() {
            return problems.refuse();
        }
        let renewed = NewIntent {
            recipient: intent.recipient,
            sum,
            parts,
            request: intent.request,
            note: intent.note,
        };
        self.put_intent(viewer, renewed).await
    }

    pub(crate) async fn put_intent(
        &self,
        viewer: &Viewer,
        new: NewIntent,
    ) -> ServiceResult<IntentId> {
        let person = &viewer.person;
        let now = self.env.now();
        let (amount, exchange, within) = match new.sum {
            Sum::Plain(amount) => (amount, None, CONFIRM_WITHIN),
            Sum::Exchanged(quote) => {
                self.check_position(&quote).await?;
                (quote.target, Some(quote), QUOTE_HELD)
            }
        };
        let intent = SendIntent {
            payer: Party::of(person),
            recipient: new.recipient,
            amount,
            exchange,
            parts: new.parts,
            request: new.request,
            note: new.note,
            expires_at: now + within,
        };
        let id = self.env.id(IntentId::from_uuid);
        self.ledger
            .put_intent(&Intent {
                owner: person.id.into(),
                id,
                kind: super::INTENT_KIND.to_owned(),
                digest: intent.digest()?,
                body: serde_json::to_value(&intent)
                    .map_err(|error| ServiceError::fault("write an intent", error))?,
                created_at: now,
                expires_at: intent.expires_at,
            })
            .await?;
        Ok(id)
    }

    /// What was typed as a sum: the side that is filled in is the one that is fixed.
    fn sum(
        &self,
        form: &QuoteForm,
        from: Currency,
        to: Currency,
        locale: domain::Locale,
        problems: &mut Problems,
    ) -> ServiceResult<Option<Sum>> {
        let (fixed, field, typed, of, other) = match (
            form.amount.trim().is_empty(),
            form.they_get.trim().is_empty(),
        ) {
            (false, false) if from != to => {
                problems.note(Field::TheyGet, ErrorCode::AmountsBothGiven);
                return Ok(None);
            }
            (true, false) => (FixedSide::Target, Field::TheyGet, &form.they_get, to, from),
            _ => (FixedSide::Source, Field::Amount, &form.amount, from, to),
        };
        let Some(amount) = problems.take(field, parse_amount(typed, of, locale)) else {
            return Ok(None);
        };
        if from == to {
            return Ok(Some(Sum::Plain(amount)));
        }
        let table = self.rates_that_move_money()?;
        let quote = Quote::compute(fixed, amount, other, &table);
        let field = match quote {
            Err(domain::QuoteError::WithoutRate(currency)) if currency == to => {
                Field::TargetCurrency
            }
            Err(domain::QuoteError::WithoutRate(_)) => Field::Currency,
            _ => field,
        };
        Ok(problems.take(field, quote).map(Sum::Exchanged))
    }
}

/// The currencies of both sides; the target's is the source's when none is chosen.
fn currencies(form: &QuoteForm, problems: &mut Problems) -> Option<(Currency, Currency)> {
    let from = problems.currency(Field::Currency, &form.currency);
    let to = if form.target_currency.is_empty() {
        from
    } else {
        problems.currency(Field::TargetCurrency, &form.target_currency)
    };
    from.zip(to)
}
