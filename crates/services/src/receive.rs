//! A personal link: whoever opens it and signs in finds the send form filled in. It moves nothing by itself and says
//! nothing that its owner does not tell others anyway.

use domain::{Field, Money, Note};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use storage::sessions::Viewer;

use crate::{
    Wallet,
    error::{Problems, ServiceResult},
};

/// Everything but unreserved characters (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What a personal link may say beyond the account number, as typed.
#[derive(Clone, Debug, Default)]
pub struct LinkForm {
    /// Empty for any amount.
    pub amount: String,
    pub currency: String,
    pub note: String,
}

/// A personal link and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalLink {
    pub url: String,
    pub amount: Option<Money>,
    pub note: Option<String>,
}

impl Wallet {
    /// The viewer's link, with what it asks for.
    ///
    /// # Errors
    /// Refused with what is wrong with each field.
    pub fn personal_link(&self, viewer: &Viewer, form: &LinkForm) -> ServiceResult<PersonalLink> {
        let person = &viewer.person;
        let mut problems = Problems::default();
        let amount = if form.amount.trim().is_empty() {
            None
        } else {
            problems.amount(&form.amount, &form.currency, person.locale)
        };
        let note = problems.take(Field::Note, Note::parse(&form.note));
        if !problems.none() {
            return problems.refuse();
        }
        let note = note
            .filter(|note| !note.is_empty())
            .map(|note| note.as_str().to_owned());
        let mut url = format!(
            "{}/send?to={}",
            self.config.public_url,
            person.account_number.as_str()
        );
        if let Some(amount) = amount {
            url.push_str("&amount=");
            url.push_str(&amount.to_decimal_string());
            url.push_str("&currency=");
            url.push_str(amount.currency().code());
        }
        if let Some(note) = &note {
            url.push_str("&note=");
            url.extend(utf8_percent_encode(note, RESERVED));
        }
        Ok(PersonalLink { url, amount, note })
    }
}

#[cfg(test)]
mod tests {
    use super::{RESERVED, utf8_percent_encode};

    #[test]
    fn a_note_cannot_leave_its_place_in_the_link() {
        let url = utf8_percent_encode("茶 & cake?#=100%", RESERVED).to_string();
        assert_eq!(url, "%E8%8C%B6%20%26%20cake%3F%23%3D100%25");
    }
}
