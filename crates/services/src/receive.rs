//! A personal link: whoever opens it and signs in finds the send form filled in. It moves nothing by itself and says
//! nothing that its owner does not tell others anyway.

use domain::{Currency, ErrorCode, Field, Money, Note, parse_amount};
use storage::sessions::Viewer;

use crate::{
    Wallet,
    error::{Problems, ServiceResult},
};

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
            let currency = Currency::parse(&form.currency)
                .ok()
                .filter(|known| known.is_held());
            if currency.is_none() {
                problems.note(Field::Currency, ErrorCode::CurrencyUnknown);
            }
            currency.and_then(|currency| {
                let parsed = parse_amount(&form.amount, currency, person.locale);
                problems.take(Field::Amount, parsed)
            })
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
            push_encoded(&mut url, note);
        }
        Ok(PersonalLink { url, amount, note })
    }
}

/// Everything but unreserved characters as bytes (RFC 3986, 2.1 and 2.3).
fn push_encoded(url: &mut String, text: &str) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |half: u8| HEX.get(usize::from(half)).copied().unwrap_or('0');
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::push_encoded;

    #[test]
    fn a_note_cannot_leave_its_place_in_the_link() {
        let mut url = String::new();
        push_encoded(&mut url, "茶 & cake?#=100%");
        assert_eq!(url, "%E8%8C%B6%20%26%20cake%3F%23%3D100%25");
    }
}
