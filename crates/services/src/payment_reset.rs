//! A forgotten payment password: a code to a verified address and the sign-in password together set a new one.
//! Neither of the two alone is ever enough, and a session alone is nothing.

use domain::{Address, ErrorCode, Field, Password, PaymentPassword, Refusal};
use storage::{
    codes::Purpose,
    credentials, people,
    sessions::{self, Viewer},
};

use crate::{
    Client, CodeSent, Wallet,
    error::{Problems, ServiceError, ServiceResult},
    messages::MessageBody,
};

/// What the reset asks for, as typed.
#[derive(Clone, Debug, Default)]
pub struct PaymentResetForm {
    pub code: String,
    pub password: String,
    pub payment_password: String,
}

impl Wallet {
    /// Sends a code with which a new payment password can be set.
    ///
    /// # Errors
    /// Refused when there is no payment password to reset, or a code was sent less than a minute ago.
    pub async fn request_payment_reset(
        &self,
        viewer: &Viewer,
        client: &Client,
    ) -> ServiceResult<CodeSent> {
        let person = &viewer.person;
        if !viewer.has_payment_password {
            return Err(Refusal::new(ErrorCode::PaymentPasswordNotSet).into());
        }
        let guard = self.person_guard("payment reset code", person.id, client);
        self.check_guard(&guard).await?;
        let address = self.reset_address(viewer).await?;
        let mut transaction = self.begin("send a reset code").await?;
        let code = self
            .draw_code(&mut transaction, Purpose::ResetPayment, &address)
            .await?;
        let body = MessageBody::PaymentResetCode { code };
        self.queue_message(&mut transaction, &address, person.locale, &body)
            .await?;
        self.commit(transaction, "send a reset code").await?;
        // Every code costs somebody's patience or a fee, so asking counts like a wrong try.
        self.count_failure(&guard).await?;
        Ok(CodeSent::to(address))
    }

    /// Sets a new payment password without the old one. Every other session ends.
    ///
    /// # Errors
    /// Refused with every problem of the form at once; the password is only tried when all else can be right, and the
    /// code only after the password was.
    pub async fn reset_payment_password(
        &self,
        viewer: &Viewer,
        form: &PaymentResetForm,
        client: &Client,
    ) -> ServiceResult<()> {
        let person = &viewer.person;
        let mut problems = Problems::default();
        let new = problems.take(
            Field::PaymentPassword,
            PaymentPassword::parse(&form.payment_password),
        );
        if form.code.trim().is_empty() {
            problems.note(Field::Code, ErrorCode::CodeEmpty);
        }
        if form.password.is_empty() {
            problems.note(Field::Password, ErrorCode::PasswordWrong);
        }
        let (Some(new), true) = (new, problems.none()) else {
            return problems.refuse();
        };
        let guard = self.person_guard("payment reset", person.id, client);
        self.check_guard(&guard).await?;
        let stored = self.credentials_of(person.id).await?;
        if stored.payment_hash.is_none() {
            return Err(Refusal::new(ErrorCode::PaymentPasswordNotSet).into());
        }
        let typed = Password::parse(&form.password).ok();
        let secret = typed.as_ref().map_or("", Password::expose).as_bytes();
        let right = self
            .hasher
            .verify(secret, Some(&stored.password_hash))
            .await?;
        if !right || typed.is_none() {
            self.count_failure(&guard).await?;
            return Err(Refusal::new(ErrorCode::PasswordWrong)
                .at(Field::Password)
                .into());
        }
        let address = self.reset_address(viewer).await?;
        let code = match self
            .check_code(Purpose::ResetPayment, &address, &form.code)
            .await
        {
            Err(refused @ ServiceError::Refused(_)) => {
                self.count_failure(&guard).await?;
                return Err(refused);
            }
            checked => checked?,
        };
        let hash = self.payment_hash(person.id, &new).await?;
        let now = self.env.now();
        let mut transaction = self.begin("reset the payment password").await?;
        self.use_code(&mut transaction, &code).await?;
        if !credentials::set_payment_password(
            &mut *transaction,
            person.id,
            stored.version,
            &hash,
            now,
        )
        .await?
        {
            return Err(Refusal::new(ErrorCode::CredentialsChanged).into());
        }
        sessions::end_all(&mut *transaction, person.id, Some(viewer.session), now).await?;
        self.tell_person(
            &mut transaction,
            person,
            &MessageBody::PaymentPasswordChanged { at: now },
        )
        .await?;
        self.commit(transaction, "reset the payment password")
            .await?;
        self.hint_at(vec![person.id]);
        self.clear_guard(&guard).await
    }

    /// Where reset codes go: the address the person has had longest.
    ///
    /// # Errors
    /// When the database cannot be reached, or the person has no address.
    pub async fn reset_address(&self, viewer: &Viewer) -> ServiceResult<Address> {
        people::addresses(&self.db, viewer.person.id)
            .await?
            .into_iter()
            .next()
            .ok_or_else(|| ServiceError::fault("find an address", "the person has none"))
    }
}
