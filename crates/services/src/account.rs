//! A person's own settings: name, language, display currency, password.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::{ErrorCode, Field, Locale, Password, PersonName, Refusal};
use storage::{
    credentials,
    people::{self, Person},
    sessions::{self, Viewer},
};

use crate::{
    Client, SessionToken, Wallet,
    error::{Problems, ServiceResult},
    messages::MessageBody,
};

impl Wallet {
    /// The viewer's verified addresses.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn addresses(&self, viewer: &Viewer) -> ServiceResult<Vec<domain::Address>> {
        Ok(people::addresses(&self.db, viewer.person.id).await?)
    }

    /// Changes the name others see.
    ///
    /// # Errors
    /// Refused when the name cannot be shown safely.
    pub async fn set_name(&self, viewer: &Viewer, name: &str) -> ServiceResult<()> {
        let name = PersonName::parse(name).map_err(|error| Refusal::from(error).at(Field::Name))?;
        people::set_name(&self.db, viewer.person.id, &name).await?;
        Ok(())
    }

    /// Changes the language of pages, mails and SMS.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn set_locale(&self, viewer: &Viewer, locale: Locale) -> ServiceResult<()> {
        let person = &viewer.person;
        people::set_preferences(
            &self.db,
            person.id,
            locale,
            person.display_currency,
            &person.time_zone,
        )
        .await?;
        Ok(())
    }

    /// Changes the currency totals are shown in and the time zone of dates.
    ///
    /// # Errors
    /// Refused when the currency is not one the wallet holds or the zone is not known.
    pub async fn set_preferences(
        &self,
        viewer: &Viewer,
        currency: &str,
        time_zone: &str,
    ) -> ServiceResult<()> {
        let mut problems = Problems::default();
        let currency = problems.currency(Field::Currency, currency);
        if time_zone.parse::<Tz>().is_err() {
            problems.note(Field::TimeZone, ErrorCode::TimeZoneUnknown);
        }
        let (Some(currency), true) = (currency, problems.none()) else {
            return problems.refuse();
        };
        people::set_preferences(
            &self.db,
            viewer.person.id,
            viewer.person.locale,
            currency,
            time_zone,
        )
        .await?;
        Ok(())
    }

    /// Changes the sign-in password, ends every session and opens a new one for the person who is here.
    ///
    /// # Errors
    /// Refused when the current password is wrong or the new one does not do.
    pub async fn change_password(
        &self,
        viewer: &Viewer,
        current: &str,
        new: &str,
        confirm: &str,
        client: &Client,
    ) -> ServiceResult<SessionToken> {
        let mut problems = Problems::default();
        let parsed = problems.take(Field::NewPassword, Password::parse(new));
        if new != confirm {
            problems.note(Field::ConfirmPassword, ErrorCode::PasswordsDiffer);
        }
        if current.is_empty() {
            problems.note(Field::CurrentPassword, ErrorCode::PasswordWrong);
        }
        if parsed.is_some() && new == current {
            problems.note(Field::NewPassword, ErrorCode::PasswordUnchanged);
        } else if let Some(new) = &parsed {
            let own = self.own_words(viewer).await?;
            self.check_strength(&mut problems, Field::NewPassword, new, own)
                .await?;
        }
        let (Some(new), true) = (parsed, problems.none()) else {
            return problems.refuse();
        };
        let person = &viewer.person;
        let guard = self.person_guard("change password", person.id, client);
        self.check_guard(&guard).await?;
        let stored = self.credentials_of(person.id).await?;
        let typed = Password::parse(current).ok();
        let secret = typed.as_ref().map_or("", Password::expose).as_bytes();
        if !self
            .hasher
            .verify(secret, Some(&stored.password_hash))
            .await?
            || typed.is_none()
        {
            self.count_failure(&guard).await?;
            return Err(Refusal::new(ErrorCode::PasswordWrong)
                .at(Field::CurrentPassword)
                .into());
        }
        let hash = self
            .hasher
            .hash(new.expose().as_bytes(), self.env.bytes())
            .await?;
        let now = self.env.now();
        let mut transaction = self.begin("change the password").await?;
        if !credentials::set_password(&mut *transaction, person.id, stored.version, &hash, now)
            .await?
        {
            return Err(Refusal::new(ErrorCode::CredentialsChanged).into());
        }
        sessions::end_all(&mut *transaction, person.id, None, now).await?;
        let token = self
            .open_session(&mut transaction, person.id, client)
            .await?;
        self.tell_person(
            &mut transaction,
            person,
            &MessageBody::PasswordChanged { at: now },
        )
        .await?;
        self.commit(transaction, "change the password").await?;
        self.hint_at(vec![person.id]);
        Ok(token)
    }
}

/// A moment as this person's clock shows it.
pub fn local_time(person: &Person, at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&person.time_zone.parse::<Tz>().unwrap_or(Tz::UTC))
        .naive_local()
}
