//! The payment password: asked for every movement of money out. It has few digits, so it is keyed with a secret that is
//! not in the database before it is hashed, and tries are counted before they are checked.

use chrono::TimeDelta;
use domain::{ErrorCode, Facts, Field, PaymentPassword, PersonId, Refusal};
use storage::{
    credentials::{self, Credentials},
    sessions::{self, Viewer},
};

use crate::{
    Wallet,
    crypto::Use,
    error::{Problems, ServiceError, ServiceResult},
    messages::MessageBody,
    throttle::wait,
};

/// Wrong tries before the payment password is blocked.
const TRIES: i32 = 5;
/// How long it is then blocked.
pub(crate) const BLOCKED_FOR: TimeDelta = TimeDelta::minutes(15);

impl Wallet {
    /// Sets the first payment password, or changes it when the current one is given.
    ///
    /// # Errors
    /// Refused when the new one is too simple, the current one is wrong or tried too often.
    pub async fn set_payment_password(
        &self,
        viewer: &Viewer,
        current: Option<&str>,
        new: &str,
    ) -> ServiceResult<()> {
        let mut problems = Problems::default();
        let Some(new) = problems.take(Field::PaymentPassword, PaymentPassword::parse(new)) else {
            return problems.refuse();
        };
        let person = viewer.person.id;
        let stored = self.credentials_of(person).await?;
        if stored.payment_hash.is_some() {
            let typed = current.unwrap_or_default();
            self.check_payment_password(person, &stored, typed, Field::CurrentPaymentPassword)
                .await?;
        }
        let hash = self.payment_hash(person, &new).await?;
        let now = self.env.now();
        let mut transaction = self.begin("set the payment password").await?;
        if !credentials::set_payment_password(&mut *transaction, person, stored.version, &hash, now)
            .await?
        {
            return Err(Refusal::new(ErrorCode::CredentialsChanged).into());
        }
        if stored.payment_hash.is_some() {
            // Whoever else was signed in may have known the old one.
            sessions::end_all(&mut *transaction, person, Some(viewer.session), now).await?;
        }
        self.tell_person(
            &mut transaction,
            &viewer.person,
            &MessageBody::PaymentPasswordChanged { at: now },
        )
        .await?;
        self.commit(transaction, "set the payment password").await?;
        self.hint_at(vec![person]);
        Ok(())
    }

    /// Checks a typed payment password; returns the credential version it was proved under.
    pub(crate) async fn prove_payment(&self, person: PersonId, typed: &str) -> ServiceResult<i32> {
        let stored = self.credentials_of(person).await?;
        if stored.payment_hash.is_none() {
            return Err(Refusal::new(ErrorCode::PaymentPasswordNotSet)
                .at(Field::PaymentPassword)
                .into());
        }
        self.check_payment_password(person, &stored, typed, Field::PaymentPassword)
            .await?;
        Ok(stored.version)
    }

    async fn check_payment_password(
        &self,
        person: PersonId,
        stored: &Credentials,
        typed: &str,
        field: Field,
    ) -> ServiceResult<()> {
        let now = self.env.now();
        if typed.is_empty() {
            return Err(Refusal::new(ErrorCode::PaymentPasswordEmpty)
                .at(field)
                .into());
        }
        let until = now + BLOCKED_FOR;
        let Some(used) = credentials::take_payment_try(&self.db, person, TRIES, now, until).await?
        else {
            let blocked = stored.payment_blocked_until.unwrap_or(until);
            return Err(wait(ErrorCode::PaymentPasswordLocked, now, blocked)
                .at(field)
                .into());
        };
        let right = match PaymentPassword::parse(typed) {
            Ok(typed) => {
                let secret = self.payment_secret(person, &typed);
                self.hasher
                    .verify(&secret, stored.payment_hash.as_deref())
                    .await?
            }
            // What could not be set cannot be it either.
            Err(_) => false,
        };
        if right {
            credentials::clear_payment_tries(&self.db, person).await?;
            return Ok(());
        }
        let left = u32::try_from(TRIES - used).unwrap_or_default();
        if left == 0 {
            return Err(wait(ErrorCode::PaymentPasswordLocked, now, until)
                .at(field)
                .into());
        }
        let facts = Facts {
            tries_left: Some(left),
            ..Facts::default()
        };
        Err(Refusal::new(ErrorCode::PaymentPasswordWrong)
            .with(facts)
            .at(field)
            .into())
    }

    pub(crate) async fn credentials_of(&self, person: PersonId) -> ServiceResult<Credentials> {
        credentials::find(&self.db, person)
            .await?
            .ok_or_else(|| ServiceError::fault("read credentials", "the person has none"))
    }

    /// What is stored of a payment password.
    pub(crate) async fn payment_hash(
        &self,
        person: PersonId,
        new: &PaymentPassword,
    ) -> ServiceResult<String> {
        self.hasher
            .hash(&self.payment_secret(person, new), self.env.bytes())
            .await
    }

    fn payment_secret(&self, person: PersonId, password: &PaymentPassword) -> [u8; 32] {
        self.keys.mac(
            Use::PaymentPassword,
            &[person.as_uuid().as_bytes(), password.expose().as_bytes()],
        )
    }
}
