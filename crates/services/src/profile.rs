//! What a person says of themselves: shown to nobody but them.

use domain::{ErrorCode, Field, Region, parse_birthday, parse_postal_line};
use storage::{
    profiles::{self, Profile},
    sessions::Viewer,
};

use crate::{
    Wallet, account,
    error::{Problems, ServiceResult},
};

/// Most characters of a street or city.
const LINE_CHARS_MAX: usize = 140;
/// Most characters of a postal code.
const POSTAL_CODE_CHARS_MAX: usize = 20;

/// The profile form, as typed. Everything may be left empty.
#[derive(Clone, Debug, Default)]
pub struct ProfileForm {
    pub birthday: String,
    pub country: String,
    pub street: String,
    pub city: String,
    pub postal_code: String,
}

impl Wallet {
    /// What this person said of themselves.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn profile(&self, viewer: &Viewer) -> ServiceResult<Profile> {
        Ok(profiles::find(&self.db, viewer.person.id).await?)
    }

    /// Writes what this person says of themselves.
    ///
    /// # Errors
    /// Refused with what is wrong with each field.
    pub async fn set_profile(&self, viewer: &Viewer, form: &ProfileForm) -> ServiceResult<()> {
        let mut problems = Problems::default();
        let now = self.env.now();
        let today = account::local_time(&viewer.person, now).date();
        let birthday = problems.take(Field::Birthday, parse_birthday(&form.birthday, today));
        let country = if form.country.is_empty() {
            None
        } else {
            let known = Region::parse(&form.country).ok();
            if known.is_none() {
                problems.note(Field::Country, ErrorCode::CountryUnknown);
            }
            known
        };
        let mut line = |field, text: &str, most| {
            problems
                .take(field, parse_postal_line(text, most))
                .flatten()
        };
        let profile = Profile {
            street: line(Field::Street, &form.street, LINE_CHARS_MAX),
            city: line(Field::City, &form.city, LINE_CHARS_MAX),
            postal_code: line(Field::PostalCode, &form.postal_code, POSTAL_CODE_CHARS_MAX),
            birthday: birthday.flatten(),
            country,
        };
        if !problems.none() {
            return problems.refuse();
        }
        profiles::set(&self.db, viewer.person.id, &profile, now).await?;
        Ok(())
    }
}
