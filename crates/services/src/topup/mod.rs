//! Adding money: by bank transfer (arrives with the bank's statement) and by card (at once). The request's id is the
//! ledger's command id, so its money is posted at most once, however often the outside world repeats itself.

mod bank;
mod card;

pub use bank::BankTimes;
pub(crate) use bank::uuid_from;
pub use card::{CardChoice, RESUME_TASK, TopUpForm};

use domain::{
    CommandId, Currency, ErrorCode, Field, Money, PersonId, Refusal, TopUpId, TopUpState,
    parse_amount,
};
use ledger::{AccountKind, Command, HouseAccount, Leg};
use storage::{
    cards,
    sessions::Viewer,
    topups::{self, Method, TopUp},
};

use crate::{
    Event, TopUpVia, Wallet,
    crypto::{Use, sha256},
    error::{Problems, ServiceError, ServiceResult},
};

/// The most one may add at once, in US dollars' worth: a guard against slips of the finger.
const MOST_AT_ONCE: Money = Money::new(100_000_000, Currency::USD);

impl Wallet {
    /// One of the viewer's requests.
    ///
    /// # Errors
    /// Refused when there is no such request of this person.
    pub async fn topup(&self, viewer: &Viewer, id: TopUpId) -> ServiceResult<TopUp> {
        topups::find(&self.db, viewer.person.id, id)
            .await?
            .ok_or_else(|| Refusal::new(ErrorCode::TopUpUnknown).into())
    }

    /// A new id for a request; the page holds it, so that pressing twice asks once.
    pub fn new_topup_id(&self) -> TopUpId {
        self.env.id(TopUpId::from_uuid)
    }

    fn parse_topup_amount(
        &self,
        viewer: &Viewer,
        amount: &str,
        currency: &str,
        problems: &mut Problems,
    ) -> Option<Money> {
        let Some(currency) = Currency::parse(currency)
            .ok()
            .filter(|known| Currency::HELD.contains(known))
        else {
            problems.note(Field::Currency, ErrorCode::CurrencyUnknown);
            return None;
        };
        let amount = problems.take(
            Field::Amount,
            parse_amount(amount, currency, viewer.person.locale),
        )?;
        if self
            .limit_worth(amount)
            .is_ok_and(|worth| worth.minor() <= MOST_AT_ONCE.minor())
        {
            return Some(amount);
        }
        problems.note(Field::Amount, ErrorCode::AmountTooLarge);
        None
    }

    /// The name of a request at the ledger and at the card rail. It follows from the person and the id, so that an id
    /// which means something else, or belongs to somebody else, is never mistaken for it.
    pub(crate) fn topup_key(&self, person: PersonId, id: TopUpId) -> uuid::Uuid {
        let (person, id) = (person.as_uuid(), id.as_uuid());
        let parts: [&[u8]; 3] = [b"topup", person.as_bytes(), id.as_bytes()];
        uuid_from(&self.keys.mac(Use::DerivedId, &parts))
    }

    /// Posts the money of a request that the outside world has paid, then marks the request.
    async fn post_topup(&self, topup: &TopUp) -> ServiceResult<()> {
        let paid = topup.state.authenticated().unwrap_or(topup.state).pay();
        let paid: TopUpState = paid.map_err(|error| ServiceError::fault("post a top-up", error))?;
        let currency = topup.amount.currency();
        let (clearing, via) = match &topup.method {
            Method::Bank { reference } => (
                HouseAccount::BankClearing,
                TopUpVia::Bank {
                    reference: reference.clone(),
                },
            ),
            Method::Card { card, .. } => {
                let card = cards::find(&self.db, topup.person, *card)
                    .await?
                    .ok_or_else(|| ServiceError::fault("post a top-up", "its card is gone"))?;
                (
                    HouseAccount::CardClearing,
                    TopUpVia::Card {
                        brand: card.brand,
                        last4: card.last4,
                    },
                )
            }
        };
        let clearing = self.ledger.house_account(clearing, currency).await?;
        let wallet = self
            .ledger
            .open_account(topup.person.into(), AccountKind::Wallet, currency)
            .await?;
        let mut legs = vec![Leg::transfer(clearing, wallet, topup.amount)];
        if topup.fee.is_positive() {
            let fees = self
                .ledger
                .house_account(HouseAccount::Fees, currency)
                .await?;
            legs.push(Leg::transfer(clearing, fees, topup.fee));
        }
        let event = Event::Added {
            topup: topup.id,
            amount: topup.amount,
            fee: topup.fee,
            via,
        };
        let data = serde_json::to_value(&event)
            .map_err(|error| ServiceError::fault("write an event", error))?;
        let outcome = self
            .ledger
            .execute(Command {
                owner: topup.person.into(),
                id: CommandId::from_uuid(self.topup_key(topup.person, topup.id)),
                fingerprint: sha256(data.to_string().as_bytes()),
                intent: None,
                legs,
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
            ledger::Verdict::Posted => {}
            ledger::Verdict::Refused(why) => {
                return Err(ServiceError::fault("post a top-up", format!("{why:?}")));
            }
        }
        topups::advance(&self.db, topup, topup.state, paid, None, self.env.now()).await?;
        Ok(())
    }
}
