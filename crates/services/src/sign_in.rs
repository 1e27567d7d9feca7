//! Signing in with e-mail, phone or account number and password. Nobody learns whether an account exists.

use domain::{ErrorCode, Field, Password, Payee, Refusal};
use storage::{credentials, people};

use crate::{Client, DeviceToken, SessionToken, Wallet, error::ServiceResult};

/// Somebody who has just proved who they are.
pub struct SignedIn {
    pub person: people::Person,
    pub token: SessionToken,
    /// By which this browser is known from now on.
    pub device: DeviceToken,
}

impl Wallet {
    /// Signs a person in and opens a new session; the one of the `presented` token, if any, ends.
    ///
    /// # Errors
    /// One refusal for everything that does not fit together; `TooManyTries` while guessing is slowed down.
    pub async fn sign_in(
        &self,
        identifier: &str,
        password: &str,
        client: &Client,
        presented: Option<&str>,
    ) -> ServiceResult<SignedIn> {
        let wrong = || Refusal::new(ErrorCode::SignInWrong);
        if identifier.trim().is_empty() {
            return Err(Refusal::new(ErrorCode::AddressEmpty)
                .at(Field::Address)
                .into());
        }
        let parsed = Payee::parse(identifier).ok();
        let person = match &parsed {
            Some(Payee::Address(address)) => people::find_by_address(&self.db, address).await?,
            Some(Payee::Account(account)) => people::find_by_account(&self.db, account).await?,
            None => None,
        };
        // Counted by the person once there is one, so that another spelling of the same one is no further try.
        let guard = match (&person, &parsed) {
            (Some(person), _) => self.person_guard("sign in", person.id, client),
            (None, Some(payee)) => self.guard("sign in", payee.as_str(), client),
            (None, None) => self.guard("sign in", identifier, client),
        };
        self.check_guard(&guard).await?;
        let stored = match &person {
            Some(person) => credentials::find(&self.db, person.id).await?,
            None => None,
        };
        // A text that cannot be a password is checked all the same: it must take as long as a wrong one.
        let typed = Password::parse(password).ok();
        let secret = typed.as_ref().map_or("", Password::expose);
        let right = self
            .hasher
            .verify(
                secret.as_bytes(),
                stored.as_ref().map(|found| found.password_hash.as_str()),
            )
            .await?;
        let (Some(person), Some(stored), true) = (person, stored, right && typed.is_some()) else {
            self.count_failure(&guard).await?;
            return Err(wrong().into());
        };

        let mut transaction = self.begin("sign in").await?;
        // The password may have been changed while the hash was computed.
        if !credentials::is_current(&mut *transaction, person.id, stored.version).await? {
            return Err(wrong().into());
        }
        self.end_presented(&mut transaction, presented).await?;
        let token = self
            .open_session(&mut transaction, person.id, client)
            .await?;
        self.commit(transaction, "sign in").await?;
        self.clear_guard(&guard).await?;
        let device = self.device_for(person.id, client);
        Ok(SignedIn {
            person,
            token,
            device,
        })
    }
}
