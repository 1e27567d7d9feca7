//! What an entry is found by: its kind, its words, and the hashes that lead the index to it. Whoever looks for something
//! makes the same hashes of it, so both are made here.

use domain::{
    Address, Currency, EntryStatus, EntryType, InvitationEnd, Money, PersonId, Quote,
    search::{fold, grams, grams_of_word, size},
};
use sha2::{Digest, Sha256};
use storage::{annotations::Annotation, search_index::Entry, topups::Method};

use super::{Activity, ActivityId, Happened};
use crate::{TopUpVia, events::Party};

/// The version of all rules in this file and of [`fold`]. Whoever changes what an entry is found by makes it larger, and
/// everybody's entries are taken in again, when they are next needed.
pub(super) const RULES: i32 = 2;

/// One thing an entry can be found by.
pub(super) enum Term<'a> {
    Kind(EntryType),
    Status(EntryStatus),
    Currency(Currency),
    /// Folded.
    Tag(&'a str),
    /// A sign, or two side by side.
    Gram(&'a str),
}

impl Term<'_> {
    /// The term as one number, which is this person's alone.
    pub fn hash(&self, person: PersonId) -> i64 {
        let (sort, text) = match self {
            Self::Kind(kind) => (b'k', kind.as_str()),
            Self::Status(status) => (b's', status.as_str()),
            Self::Currency(currency) => (b'c', currency.code()),
            Self::Tag(tag) => (b't', *tag),
            Self::Gram(gram) => (b'g', *gram),
        };
        let mut hash = Sha256::new();
        hash.update(person.as_uuid().as_bytes());
        hash.update([sort]);
        hash.update(text.as_bytes());
        let hash: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&hash[..8]);
        i64::from_be_bytes(bytes)
    }
}

/// The hashes that every entry with this folded word has.
pub(super) fn terms_of_word(person: PersonId, word: &str) -> Vec<i64> {
    let grams = grams_of_word(word);
    grams
        .iter()
        .map(|gram| Term::Gram(gram).hash(person))
        .collect()
}

/// The entry as the index has it, but for its block; see [`in_block`].
pub(super) fn entry_of(person: PersonId, activity: &Activity, annotation: &Annotation) -> Entry {
    let (kind, status) = kind_and_status(&activity.happened);
    let currency = activity.amount.currency();
    let tags: Vec<String> = annotation.tags.iter().map(|tag| fold(tag)).collect();
    let words = fold(&words(activity, annotation).join(" "));
    let mut terms = vec![
        Term::Kind(kind).hash(person),
        Term::Status(status).hash(person),
        Term::Currency(currency).hash(person),
    ];
    terms.extend(tags.iter().map(|tag| Term::Tag(tag).hash(person)));
    terms.extend(
        grams(&words)
            .iter()
            .map(|gram| Term::Gram(gram).hash(person)),
    );
    Entry {
        subject: activity.subject(),
        block: 0,
        at: activity.at,
        seq: match activity.id {
            ActivityId::Entry { seq, .. } => seq,
            ActivityId::TopUp(_) => 0,
        },
        currency,
        kind,
        status,
        size: size(activity.amount),
        words,
        tags,
        terms,
    }
}

/// The entry in this block: its hashes are mixed with the block's number, so that the index looks within one block.
pub(super) fn in_block(mut entry: Entry, block: i32) -> Entry {
    entry.block = block;
    for term in &mut entry.terms {
        *term ^= i64::from(block) << 32;
    }
    entry
}

/// How an activity is filtered. The one place that says so for each thing that can happen.
fn kind_and_status(happened: &Happened) -> (EntryType, EntryStatus) {
    match happened {
        Happened::SentTo { .. } => (EntryType::Sent, EntryStatus::Done),
        Happened::ReceivedFrom { .. } => (EntryType::Received, EntryStatus::Done),
        Happened::Invited { ended, .. } => {
            let status = match ended.map(|(how, _)| how) {
                None => EntryStatus::Pending,
                Some(InvitationEnd::Claimed) => EntryStatus::Done,
                Some(InvitationEnd::Cancelled | InvitationEnd::Lapsed) => EntryStatus::Failed,
            };
            (EntryType::Sent, status)
        }
        Happened::Returned { .. } => (EntryType::Returned, EntryStatus::Done),
        Happened::Converted { .. } => (EntryType::Converted, EntryStatus::Done),
        Happened::Added { .. } => (EntryType::Added, EntryStatus::Done),
        Happened::Adding { .. } => (EntryType::Added, EntryStatus::Pending),
        Happened::AddFailed { .. } => (EntryType::Added, EntryStatus::Failed),
        Happened::Other => (EntryType::Other, EntryStatus::Done),
    }
}

/// Everything of an activity that its owner may read and look for.
fn words(activity: &Activity, annotation: &Annotation) -> Vec<String> {
    let of_payment = |party: &Party, note: &Option<String>| {
        let mut words = vec![party.name.clone(), party.account.as_str().to_owned()];
        words.extend(note.clone());
        words
    };
    let mut words = match &activity.happened {
        Happened::SentTo {
            payee,
            exchange,
            note,
        } => {
            let mut words = of_payment(payee, note);
            words.extend(exchange.iter().flat_map(of_exchange));
            words
        }
        // What the payer gave for it is not theirs to read.
        Happened::ReceivedFrom { payer, note, .. } => of_payment(payer, note),
        Happened::Invited { to, note, .. } => {
            let mut words = of_address(to);
            words.extend(note.clone());
            words
        }
        Happened::Returned { to, .. } => of_address(to),
        Happened::Converted { quote } => of_exchange(quote),
        Happened::Added {
            via: TopUpVia::Card { brand, last4 },
            ..
        } => vec![brand.replace('_', " "), last4.clone()],
        Happened::Added {
            via: TopUpVia::Bank { reference },
            ..
        } => vec![reference.clone()],
        Happened::Adding { topup } | Happened::AddFailed { topup, .. } => match &topup.method {
            Method::Bank { reference } => vec![reference.clone()],
            Method::Card { .. } => Vec::new(),
        },
        Happened::Other => Vec::new(),
    };
    words.extend(of_money(activity.amount));
    words.push(activity.reference.clone());
    words.extend(annotation.tags.iter().cloned());
    words.push(annotation.note.clone());
    words
}

/// As it is shown, and as it is written without blanks.
fn of_address(address: &Address) -> Vec<String> {
    vec![address.display(), address.as_str().to_owned()]
}

/// Both sides of an exchange, and what it cost.
fn of_exchange(quote: &Quote) -> Vec<String> {
    [quote.source, quote.fee, quote.target]
        .into_iter()
        .flat_map(of_money)
        .collect()
}

/// How much, whichever way it went, and of what.
fn of_money(money: Money) -> [String; 2] {
    let amount = money.to_decimal_string();
    [
        amount.trim_start_matches('-').to_owned(),
        money.currency().code().to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_one_persons_and_of_one_sort() {
        let (ann, bob) = (
            PersonId::from_parts(1, [1; 10]),
            PersonId::from_parts(1, [2; 10]),
        );
        let hashes = [
            Term::Tag("rent").hash(ann),
            Term::Gram("rent").hash(ann),
            Term::Tag("rent").hash(bob),
            Term::Kind(EntryType::Sent).hash(ann),
        ];
        let unique: std::collections::BTreeSet<i64> = hashes.into_iter().collect();
        assert_eq!(unique.len(), hashes.len());
        assert_eq!(Term::Tag("rent").hash(ann), hashes[0]);
    }
}
