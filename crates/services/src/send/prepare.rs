//! From what was typed to what is to be confirmed. Nothing has moved when this is done, and nothing is decided for good:
//! balance and limits are looked at for a kind answer, and judged again while posting.

use chrono::TimeDelta;
use domain::{
    Currency, ErrorCode, Facts, Field, FixedSide, IntentId, Limits, Money, Note, Quote, Refusal,
    limits_for, parse_amount,
};
use ledger::Intent;
use storage::sessions::Viewer;

use super::{
    ConvertForm, DAY_OUT, QuoteForm, Recipient, SendForm, SendIntent, SendStatus, explain::next_day,
};
use crate::{
    Party, Wallet,
    error::{Problems, ServiceError, ServiceResult},
};

/// How long a prepared payment within one currency may be confirmed.
const CONFIRM_WITHIN: TimeDelta = TimeDelta::minutes(15);
/// How long a rate is held.
const QUOTE_HELD: TimeDelta = TimeDelta::minutes(5);

/// What is sent: an amount as it is, or one that comes out of another currency.
enum Sum {
    Plain(Money),
    Exchanged(Quote),
}

impl Sum {
    /// What leaves the balance.
    fn total(&self) -> Money {
        match self {
            Self::Plain(amount) => *amount,
            Self::Exchanged(quote) => quote.total(),
        }
    }

    /// What counts against the limits.
    fn source(&self) -> Money {
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
        let recipient = match self.find_payee(viewer, &form.to).await {
            Ok(payee) => Some(Recipient::Member {
                party: Party {
                    id: payee.id,
                    name: payee.name,
                    account: payee.account,
                },
                initial: payee.initial,
            }),
            Err(ServiceError::Refused(refusals)) => {
                problems.extend(refusals);
                None
            }
            Err(error) => return Err(error),
        };
        if let Some(sum) = &sum {
            self.check_headroom(viewer, sum.total(), Some(sum.source()), &mut problems)
                .await?;
        }
        let (Some(sum), Some(note), Some(recipient), true) =
            (sum, note, recipient, problems.none())
        else {
            return problems.refuse();
        };
        let note = (!note.is_empty()).then(|| note.as_str().to_owned());
        self.put_intent(viewer, recipient, sum, note).await
    }

    /// Checks a conversion between own balances and stores what is to be confirmed, at a rate that is held for five
    /// minutes.
    ///
    /// # Errors
    /// Refused with what is wrong with each field or the balance. Nothing has moved.
    pub async fn prepare_convert(
        &self,
        viewer: &Viewer,
        form: &ConvertForm,
    ) -> ServiceResult<IntentId> {
        let mut problems = Problems::default();
        let quote = match self.quote(&form.sum, viewer.person.locale) {
            Ok(quote) => quote,
            Err(ServiceError::Refused(refusals)) => return Err(refusals.into()),
            Err(error) => return Err(error),
        };
        self.check_headroom(viewer, quote.total(), None, &mut problems)
            .await?;
        if !problems.none() {
            return problems.refuse();
        }
        self.put_intent(viewer, Recipient::Oneself, Sum::Exchanged(quote), None)
            .await
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
        let counted = (!is_conversion).then(|| sum.source());
        self.check_headroom(viewer, sum.total(), counted, &mut problems)
            .await?;
        if !problems.none() {
            return problems.refuse();
        }
        self.put_intent(viewer, intent.recipient, sum, intent.note)
            .await
    }

    async fn put_intent(
        &self,
        viewer: &Viewer,
        recipient: Recipient,
        sum: Sum,
        note: Option<String>,
    ) -> ServiceResult<IntentId> {
        let person = &viewer.person;
        let now = self.env.now();
        let (amount, exchange, within) = match sum {
            Sum::Plain(amount) => (amount, None, CONFIRM_WITHIN),
            Sum::Exchanged(quote) => {
                self.check_position(&quote).await?;
                (quote.target, Some(quote), QUOTE_HELD)
            }
        };
        let intent = SendIntent {
            payer: Party {
                id: person.id,
                name: person.name.masked(),
                account: person.account_number.clone(),
            },
            recipient,
            amount,
            exchange,
            note,
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

    /// Looks at the balance, and at the limits for what counts against them.
    async fn check_headroom(
        &self,
        viewer: &Viewer,
        total: Money,
        counted: Option<Money>,
        problems: &mut Problems,
    ) -> ServiceResult<()> {
        let owner = viewer.person.id.into();
        let available = self.available(owner, total.currency()).await?;
        let refuse = |code, facts| Refusal::new(code).at(Field::Amount).with(facts);
        if available.minor() < total.minor() {
            let facts = Facts {
                available: Some(available),
                ..Facts::default()
            };
            problems.push(refuse(ErrorCode::InsufficientFunds, facts));
            return Ok(());
        }
        let Some(counted) = counted else {
            return Ok(());
        };
        let Limits {
            per_payment,
            per_day,
        } = limits_for(viewer.person.level);
        let worth = self.limit_worth(counted)?;
        if worth.minor() > per_payment.minor() {
            let facts = Facts {
                limit: Some(per_payment),
                ..Facts::default()
            };
            problems.push(refuse(ErrorCode::LimitPerPayment, facts));
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
            problems.push(refuse(ErrorCode::LimitPerDay, facts));
        }
        Ok(())
    }
}

/// The currencies of both sides; the target's is the source's when none is chosen.
fn currencies(form: &QuoteForm, problems: &mut Problems) -> Option<(Currency, Currency)> {
    let mut read = |field, code: &str| {
        let held = Currency::parse(code).ok().filter(|known| known.is_held());
        if held.is_none() {
            problems.note(field, ErrorCode::CurrencyUnknown);
        }
        held
    };
    let from = read(Field::Currency, &form.currency);
    let to = if form.target_currency.is_empty() {
        from
    } else {
        read(Field::TargetCurrency, &form.target_currency)
    };
    from.zip(to)
}
