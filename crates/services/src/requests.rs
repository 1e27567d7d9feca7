//! Asking somebody for money: one person writes a request, the other pays it, declines it or lets it lapse.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ErrorCode, Field, IntentId, Money, Note, Payee, PersonId, Refusal, RequestEnd, RequestId,
};
use sqlx::PgConnection;
use storage::{
    people::{self, Person},
    requests::{self, Asked, Request},
    sessions::Viewer,
};

use crate::{
    Party, Payable, Wallet,
    error::{Problems, ServiceError, ServiceResult},
    messages::MessageBody,
    send::{Dividing, Draw, NewIntent, Recipient, Sum},
};

/// How long a request can be paid.
const PAYABLE_FOR: TimeDelta = TimeDelta::days(30);
/// Requests of one person that may be open at once.
const OPEN_AT_MOST: i64 = 50;
/// Requests shown at once.
const SHOWN: i64 = 50;

/// What the page for asking asks for, as typed.
#[derive(Clone, Debug, Default)]
pub struct AskForm {
    /// Who is asked.
    pub to: String,
    pub amount: String,
    pub currency: String,
    pub note: String,
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestState {
    Open,
    Ended(RequestEnd),
    /// Nobody paid it in time.
    Lapsed,
}

/// What the viewer has to do with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestSide {
    /// Asked for the money.
    Asker,
    /// Is asked for it.
    Payer,
    /// Holds the link and has not said who they are.
    Visitor,
}

/// A request as somebody may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestShown {
    pub id: RequestId,
    pub side: RequestSide,
    /// Who asks.
    pub asker: Party,
    pub initial: String,
    /// Who is asked, for the asker: as they named them.
    pub asked: Option<String>,
    pub amount: Money,
    pub note: Option<String>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub state: RequestState,
}

impl Wallet {
    /// Asks somebody for money and tells them.
    ///
    /// # Errors
    /// Refused with what is wrong with each field, or when too many requests are open.
    pub async fn ask(&self, viewer: &Viewer, form: &AskForm) -> ServiceResult<RequestId> {
        self.ask_as(viewer, form, self.env.id(RequestId::from_uuid))
            .await
    }

    /// Asks under an id that was drawn before.
    pub(crate) async fn ask_as(
        &self,
        viewer: &Viewer,
        form: &AskForm,
        id: RequestId,
    ) -> ServiceResult<RequestId> {
        let person = &viewer.person;
        let mut problems = Problems::default();
        let amount = problems.amount(&form.amount, &form.currency, person.locale);
        let note = problems.take(Field::Note, Note::parse(&form.note));
        let payable = problems.gather(self.find_payee(viewer, &form.to).await)?;
        let (Some(amount), Some(note), Some(payable), true) =
            (amount, note, payable, problems.none())
        else {
            return problems.refuse();
        };
        let asked = match (payable, Payee::parse(&form.to)) {
            // By address it stays a request to that address, whoever has it.
            (Payable::Newcomer(address), _) | (Payable::Member(_), Ok(Payee::Address(address))) => {
                Asked::Address(address)
            }
            (Payable::Member(found), _) => Asked::Member(found.id),
        };
        let now = self.env.now();
        let request = Request {
            asker: person.id,
            id,
            asked,
            amount,
            note: (!note.is_empty()).then(|| note.as_str().to_owned()),
            created_at: now,
            expires_at: now + PAYABLE_FOR,
            ended: None,
        };
        let mut transaction = self.begin("ask for money").await?;
        if !requests::open(&mut transaction, &request, OPEN_AT_MOST).await? {
            return Err(Refusal::new(ErrorCode::RequestsTooMany).into());
        }
        let told = self.tell_asked(&mut transaction, person, &request).await?;
        self.commit(transaction, "ask for money").await?;
        self.hint_at(told.into_iter().collect());
        Ok(request.id)
    }

    /// Tells whoever is asked: a member as they chose, anybody else at the address. Returns the member.
    async fn tell_asked(
        &self,
        connection: &mut PgConnection,
        asker: &Person,
        request: &Request,
    ) -> ServiceResult<Option<PersonId>> {
        let body = MessageBody::Asked {
            amount: request.amount,
            from: asker.name.masked(),
            request: request.id,
        };
        let member = match &request.asked {
            Asked::Address(address) => {
                let known = people::find_by_address(&mut *connection, address).await?;
                if known.is_none() {
                    self.queue_message(connection, address, asker.locale, &body)
                        .await?;
                }
                known
            }
            Asked::Member(id) => people::find(&mut *connection, *id).await?,
        };
        if let Some(person) = &member {
            self.tell_person(connection, person, &body).await?;
        }
        Ok(member.map(|person| person.id))
    }

    /// A request as this viewer, or a visitor with its link, may see it.
    ///
    /// # Errors
    /// Refused when there is none, or when it is for another member.
    pub async fn request(
        &self,
        viewer: Option<&Viewer>,
        id: RequestId,
    ) -> ServiceResult<RequestShown> {
        let unknown = || Refusal::new(ErrorCode::RequestUnknown);
        let found = requests::find(&self.db, id).await?.ok_or_else(unknown)?;
        let side = match viewer {
            None => RequestSide::Visitor,
            Some(viewer) if viewer.person.id == found.asker => RequestSide::Asker,
            Some(viewer) if requests::is_for(&self.db, id, viewer.person.id).await? => {
                RequestSide::Payer
            }
            Some(_) => return Err(unknown().into()),
        };
        let asker = self.person(found.asker).await?;
        self.shown(found, side, &asker).await
    }

    /// The latest requests this person made, newest first.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn requests_made(&self, viewer: &Viewer) -> ServiceResult<Vec<RequestShown>> {
        let mut shown = Vec::new();
        for request in requests::made_by(&self.db, viewer.person.id, SHOWN).await? {
            shown.push(
                self.shown(request, RequestSide::Asker, &viewer.person)
                    .await?,
            );
        }
        Ok(shown)
    }

    /// What this person is asked for and can still pay, newest first, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn requests_to_pay(
        &self,
        viewer: &Viewer,
        limit: i64,
    ) -> ServiceResult<Vec<RequestShown>> {
        let mut shown = Vec::new();
        let now = self.env.now();
        for request in requests::open_for(&self.db, viewer.person.id, now, limit).await? {
            let asker = self.person(request.asker).await?;
            shown.push(self.shown(request, RequestSide::Payer, &asker).await?);
        }
        Ok(shown)
    }

    /// Prepares the payment of a request, to be looked at and confirmed like any other.
    ///
    /// # Errors
    /// Refused when the request is not this person's to pay, has ended, or cannot be paid from what there is.
    pub async fn pay_request(&self, viewer: &Viewer, id: RequestId) -> ServiceResult<IntentId> {
        let found = self.payable(viewer.person.id, id).await?;
        let asker = self.person(found.asker).await?;
        let sum = Sum::Plain(found.amount);
        let mut problems = Problems::default();
        let draw = Draw::payment(sum, Dividing::Wished);
        let parts = self.check_headroom(viewer, draw, &mut problems).await?;
        if !problems.none() {
            return problems.refuse();
        }
        let intent = NewIntent {
            recipient: Recipient::Member {
                party: Party::of(&asker),
                initial: asker.name.initial(),
            },
            sum,
            parts,
            request: Some(id),
            note: found.note,
        };
        self.put_intent(viewer, intent).await
    }

    /// Says no to a request.
    ///
    /// # Errors
    /// Refused when it is not for this person or has ended.
    pub async fn decline_request(&self, viewer: &Viewer, id: RequestId) -> ServiceResult<()> {
        const OPERATION: &str = "decline a request";
        let found = self.payable(viewer.person.id, id).await?;
        let body = MessageBody::Declined {
            amount: found.amount,
            by: self.asked_name(&found).await?,
        };
        let mut transaction = self.begin(OPERATION).await?;
        self.end_request(&mut transaction, id, RequestEnd::Declined)
            .await?;
        if let Some(asker) = people::find(&mut *transaction, found.asker).await? {
            self.tell_person(&mut transaction, &asker, &body).await?;
        }
        self.commit(transaction, OPERATION).await?;
        self.hint_at(vec![found.asker]);
        Ok(())
    }

    /// Takes a request back.
    ///
    /// # Errors
    /// Refused when this person made no such request, or when it has ended.
    pub async fn withdraw_request(&self, viewer: &Viewer, id: RequestId) -> ServiceResult<()> {
        let found = requests::find(&self.db, id)
            .await?
            .filter(|found| found.asker == viewer.person.id)
            .ok_or_else(|| Refusal::new(ErrorCode::RequestUnknown))?;
        self.check_open(&found)?;
        let mut connection = self.begin("withdraw a request").await?;
        self.end_request(&mut connection, id, RequestEnd::Withdrawn)
            .await?;
        self.commit(connection, "withdraw a request").await
    }

    /// Refuses a payment of a request that is no longer open, or not this person's to pay.
    pub(crate) async fn check_payable(&self, payer: PersonId, id: RequestId) -> ServiceResult<()> {
        self.payable(payer, id).await.map(drop)
    }

    async fn payable(&self, payer: PersonId, id: RequestId) -> ServiceResult<Request> {
        let unknown = || Refusal::new(ErrorCode::RequestUnknown);
        let found = requests::find(&self.db, id).await?.ok_or_else(unknown)?;
        if !requests::is_for(&self.db, id, payer).await? {
            return Err(unknown().into());
        }
        self.check_open(&found)?;
        Ok(found)
    }

    fn check_open(&self, request: &Request) -> ServiceResult<()> {
        match self.state_of(request) {
            RequestState::Open => Ok(()),
            RequestState::Ended(RequestEnd::Paid) => {
                Err(Refusal::new(ErrorCode::RequestPaid).into())
            }
            RequestState::Ended(_) | RequestState::Lapsed => {
                Err(Refusal::new(ErrorCode::RequestEnded).into())
            }
        }
    }

    fn state_of(&self, request: &Request) -> RequestState {
        match request.ended {
            Some((end, _)) => RequestState::Ended(end),
            None if request.expires_at <= self.env.now() => RequestState::Lapsed,
            None => RequestState::Open,
        }
    }

    async fn end_request(
        &self,
        connection: &mut PgConnection,
        id: RequestId,
        end: RequestEnd,
    ) -> ServiceResult<()> {
        if requests::end(connection, id, end, self.env.now()).await? {
            return Ok(());
        }
        // Somebody was quicker.
        Err(Refusal::new(ErrorCode::RequestEnded).into())
    }

    async fn shown(
        &self,
        request: Request,
        side: RequestSide,
        by: &Person,
    ) -> ServiceResult<RequestShown> {
        let state = self.state_of(&request);
        let asked = match side {
            RequestSide::Asker => Some(self.asked_name(&request).await?),
            RequestSide::Payer | RequestSide::Visitor => None,
        };
        Ok(RequestShown {
            id: request.id,
            side,
            asker: Party::of(by),
            initial: by.name.initial(),
            asked,
            amount: request.amount,
            // Words between two people are for the two.
            note: request.note.filter(|_| side != RequestSide::Visitor),
            created_at: request.created_at,
            expires_at: request.expires_at,
            state,
        })
    }

    /// Whoever is asked, as whoever asks named them.
    async fn asked_name(&self, request: &Request) -> ServiceResult<String> {
        match &request.asked {
            Asked::Address(address) => Ok(address.display()),
            Asked::Member(id) => Ok(self.person(*id).await?.name.masked()),
        }
    }

    async fn person(&self, id: PersonId) -> ServiceResult<Person> {
        people::find(&self.db, id)
            .await?
            .ok_or_else(|| ServiceError::fault("read a person", "they are not there"))
    }
}
