//! Registration: a code proves the address, then person, credentials and first session come to be together.

use domain::{
    AccountNumber, Address, Currency, ErrorCode, Field, Locale, Password, PersonId, PersonName,
    Refusal,
};
use storage::{
    codes::Purpose,
    people::{self, Registered, Registration},
};

use crate::{
    Client, SignedIn, Wallet,
    codes::{RESEND_AFTER, VALID},
    error::{Problems, ServiceError, ServiceResult},
    messages::MessageBody,
    strength::OwnWords,
    unclaimed::left_to_followers,
};

/// Version of the user agreement in force; stored with every acceptance.
pub const TERMS_VERSION: &str = "2026-11-01";
/// Draws of an account number before giving up; a hundred million numbers make a second draw rare.
const ACCOUNT_DRAWS: usize = 20;

/// What the registration page asks for, as typed.
#[derive(Clone, Debug, Default)]
pub struct RegisterForm {
    pub address: String,
    pub name: String,
    pub password: String,
    pub confirm_password: String,
    pub code: String,
    pub accept_terms: bool,
}

/// A code is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSent {
    /// The address as it was understood.
    pub address: Address,
    pub resend_after_seconds: u32,
    pub valid_minutes: u32,
}

impl CodeSent {
    /// Just now, to this address.
    pub(crate) fn to(address: Address) -> Self {
        Self {
            address,
            resend_after_seconds: u32::try_from(RESEND_AFTER.num_seconds()).unwrap_or_default(),
            valid_minutes: u32::try_from(VALID.num_minutes()).unwrap_or_default(),
        }
    }
}

impl Wallet {
    /// Sends a registration code. An address that is taken gets a message that says so; the answer here is the same.
    ///
    /// # Errors
    /// Refused when the address is malformed or a code was sent less than a minute ago.
    pub async fn request_register_code(
        &self,
        address: &str,
        locale: Locale,
        client: &Client,
    ) -> ServiceResult<CodeSent> {
        let address =
            Address::parse(address).map_err(|error| Refusal::from(error).at(Field::Address))?;
        let guard = self.guard("register code", address.as_str(), client);
        self.check_guard(&guard).await?;

        let owner = people::find_by_address(&self.db, &address).await?;
        let mut transaction = self.begin("send a registration code").await?;
        let code = self
            .draw_code(&mut transaction, Purpose::Register, &address)
            .await?;
        // To the owner of a taken address the code is not sent, so that nobody can ever type it.
        let (locale, body) = match owner {
            Some(owner) => (owner.locale, MessageBody::AlreadyRegistered),
            None => (locale, MessageBody::RegisterCode { code }),
        };
        self.queue_message(&mut transaction, &address, locale, &body)
            .await?;
        self.commit(transaction, "send a registration code").await?;
        // Every code costs somebody's patience or a fee, so asking counts like a wrong try.
        self.count_failure(&guard).await?;
        Ok(CodeSent::to(address))
    }

    /// Registers a person and signs them in; the session of the `presented` token, if any, ends.
    ///
    /// # Errors
    /// Refused with every problem of the form at once; the code is only tried when all else is right.
    pub async fn register(
        &self,
        form: &RegisterForm,
        locale: Locale,
        client: &Client,
        presented: Option<&str>,
    ) -> ServiceResult<SignedIn> {
        let mut problems = Problems::default();
        let address = problems.take(Field::Address, Address::parse(&form.address));
        let name = problems.take(Field::Name, PersonName::parse(&form.name));
        let password = problems.take(Field::Password, Password::parse(&form.password));
        if form.password != form.confirm_password {
            problems.note(Field::ConfirmPassword, ErrorCode::PasswordsDiffer);
        }
        if let Some(password) = &password {
            let own = OwnWords::of(&form.address, &form.name);
            self.check_strength(&mut problems, Field::Password, password, own)
                .await?;
        }
        if !form.accept_terms {
            problems.note(Field::Agreement, ErrorCode::AgreementNotAccepted);
        }
        if form.code.trim().is_empty() {
            problems.note(Field::Code, ErrorCode::CodeEmpty);
        }
        let (Some(address), Some(name), Some(password), true) =
            (address, name, password, problems.none())
        else {
            return problems.refuse();
        };
        let guard = self.guard("register", address.as_str(), client);
        self.check_guard(&guard).await?;
        let code = match self
            .check_code(Purpose::Register, &address, &form.code)
            .await
        {
            Err(refused @ ServiceError::Refused(_)) => {
                self.count_failure(&guard).await?;
                return Err(refused);
            }
            checked => checked?,
        };
        let password_hash = self
            .hasher
            .hash(password.expose().as_bytes(), self.env.bytes())
            .await?;

        for _ in 0..ACCOUNT_DRAWS {
            let account_number = AccountNumber::from_body(self.env.below(100_000_000))
                .map_err(|error| ServiceError::fault("draw an account number", error))?;
            let person = Registration {
                id: self.env.id(PersonId::from_uuid),
                account_number: &account_number,
                name: &name,
                locale,
                display_currency: home_currency(locale),
                time_zone: home_time_zone(locale),
                address: &address,
                password_hash: &password_hash,
                terms_version: TERMS_VERSION,
                at: self.env.now(),
            };
            let mut transaction = self.begin("register").await?;
            match people::register(&mut transaction, &person).await? {
                Registered::AccountNumberTaken => continue,
                // Somebody registered the address after the code was sent.
                Registered::AddressTaken => {
                    return Err(Refusal::new(ErrorCode::CodeWrong).at(Field::Code).into());
                }
                Registered::Done => {}
            }
            self.use_code(&mut transaction, &code).await?;
            self.end_presented(&mut transaction, presented).await?;
            let token = self
                .open_session(&mut transaction, person.id, client)
                .await?;
            let found = people::find(&mut *transaction, person.id).await?;
            self.commit(transaction, "register").await?;
            let person =
                found.ok_or_else(|| ServiceError::fault("register", "the person is not there"))?;
            // What waits for this address is there at first sight; the sweep gives what could not be given now.
            left_to_followers(self.claim_for(&person).await);
            let device = self.device_for(person.id, client);
            return Ok(SignedIn {
                person,
                token,
                device,
            });
        }
        Err(ServiceError::fault(
            "register",
            "no free account number was drawn",
        ))
    }
}

/// The currency a total is first shown in.
fn home_currency(locale: Locale) -> Currency {
    match locale {
        Locale::ZhCn => Currency::CNY,
        Locale::En => Currency::USD,
    }
}

/// The time zone dates are first shown in, until the person says otherwise.
fn home_time_zone(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "Asia/Shanghai",
        Locale::En => "UTC",
    }
}
