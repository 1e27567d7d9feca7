//! What people can be told about and by which way, and what they have switched off. It must never know what is told,
//! nor send anything.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{address::AddressKind, serde_text::text_enum};

/// What a message is about, as far as a person chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Money came.
    MoneyIn,
    /// Money went, by the person's own word.
    Receipt,
    /// Somebody asks the person for money, or says no to what the person asked for.
    Request,
    /// Passwords, sessions, and what else keeps the account safe.
    Security,
}

text_enum!(Topic {
    MoneyIn => "money_in",
    Receipt => "receipt",
    Request => "request",
    Security => "security",
});

/// The way by which a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// By mail.
    Email,
    /// By SMS.
    Phone,
    /// In the wallet itself.
    Inbox,
}

text_enum!(Channel {
    Email => "email",
    Phone => "phone",
    Inbox => "inbox",
});

impl From<AddressKind> for Channel {
    fn from(kind: AddressKind) -> Self {
        match kind {
            AddressKind::Email => Self::Email,
            AddressKind::Phone => Self::Phone,
        }
    }
}

/// What a person has switched off. What is not in it is on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Choices(BTreeSet<(Topic, Channel)>);

impl Choices {
    /// Everything on but these.
    pub fn without(silences: impl IntoIterator<Item = (Topic, Channel)>) -> Self {
        Self(silences.into_iter().collect())
    }

    /// Whether this is told this way.
    pub fn is_on(&self, topic: Topic, channel: Channel) -> bool {
        !self.0.contains(&(topic, channel))
    }

    /// What is switched off.
    pub fn silences(&self) -> impl Iterator<Item = (Topic, Channel)> + '_ {
        self.0.iter().copied()
    }

    /// Whether somebody with these kinds of address hears of the topic at all. The inbox reaches everybody.
    pub fn reach(&self, topic: Topic, addresses: &[AddressKind]) -> bool {
        self.is_on(topic, Channel::Inbox)
            || addresses
                .iter()
                .any(|kind| self.is_on(topic, (*kind).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_on_until_it_is_switched_off() {
        let choices = Choices::without([(Topic::Receipt, Channel::Phone)]);
        for topic in Topic::ALL {
            for channel in Channel::ALL {
                let off = (*topic, *channel) == (Topic::Receipt, Channel::Phone);
                assert_eq!(choices.is_on(*topic, *channel), !off);
            }
        }
    }

    #[test]
    fn a_way_one_does_not_have_reaches_nobody() {
        let only_by_phone = Choices::without([
            (Topic::Security, Channel::Email),
            (Topic::Security, Channel::Inbox),
        ]);
        assert!(only_by_phone.reach(Topic::Security, &[AddressKind::Phone]));
        assert!(!only_by_phone.reach(Topic::Security, &[AddressKind::Email]));
        assert!(Choices::default().reach(Topic::Security, &[]));
    }

    #[test]
    fn choices_survive_json() {
        let choices = Choices::without([(Topic::MoneyIn, Channel::Email)]);
        let json = serde_json::to_string(&choices).unwrap();
        assert_eq!(json, r#"[["money_in","email"]]"#);
        assert_eq!(serde_json::from_str::<Choices>(&json).unwrap(), choices);
    }
}
