//! One line of history as it crosses the wire, and how the services' activities become one.

use chrono::NaiveDateTime;
use domain::{Currency, InvitationEnd, Money, TopUpFailure};
use serde::{Deserialize, Serialize};

/// What happened, as far as a line of history tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    SentTo {
        name: String,
    },
    ReceivedFrom {
        name: String,
    },
    /// Waits, or waited, for somebody who had no account.
    Invited {
        to: String,
        /// None while it waits.
        #[serde(default)]
        ended: Option<InvitationEnd>,
    },
    /// Came back from there.
    Returned {
        to: String,
    },
    /// One side of a conversion between own balances.
    Converted {
        from: Currency,
        to: Currency,
    },
    AddedByCard {
        brand: String,
        last4: String,
    },
    AddedByBank,
    AddingByCard,
    AddingByBank,
    /// The card's bank wants to hear from its owner.
    NeedsAuthentication,
    AddFailed {
        why: TopUpFailure,
    },
    /// Known to a newer server only.
    Other,
}

/// A line of history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The last part of its page's address.
    pub id: String,
    pub kind: Kind,
    pub note: Option<String>,
    /// As it changed the balance: negative for money out.
    pub amount: Money,
    /// In the person's time zone.
    pub at: NaiveDateTime,
    /// What the person put on it for themselves.
    #[serde(default)]
    pub tags: Vec<String>,
}

impl Line {
    /// Whether the balance has changed by it.
    pub fn is_posted(&self) -> bool {
        match self.kind {
            Kind::SentTo { .. }
            | Kind::ReceivedFrom { .. }
            | Kind::Invited { .. }
            | Kind::Returned { .. }
            | Kind::Converted { .. }
            | Kind::AddedByCard { .. }
            | Kind::AddedByBank
            | Kind::Other => true,
            Kind::AddingByCard
            | Kind::AddingByBank
            | Kind::NeedsAuthentication
            | Kind::AddFailed { .. } => false,
        }
    }
}

#[cfg(feature = "ssr")]
mod from_services {
    use domain::TopUpState;
    use services::{Activity, ActivityId, Happened, Method, TopUpVia, Viewer, local_time};

    use super::{Kind, Line};

    impl Line {
        /// The line for this viewer, in their time zone.
        pub fn of(activity: Activity, viewer: &Viewer) -> Self {
            let (kind, note) = match activity.happened {
                Happened::SentTo { payee, note, .. } => (Kind::SentTo { name: payee.name }, note),
                Happened::ReceivedFrom { payer, note, .. } => {
                    (Kind::ReceivedFrom { name: payer.name }, note)
                }
                Happened::Invited {
                    to, note, ended, ..
                } => (
                    Kind::Invited {
                        to: to.display(),
                        ended: ended.map(|(how, _)| how),
                    },
                    note,
                ),
                Happened::Returned { to, .. } => (Kind::Returned { to: to.display() }, None),
                Happened::Converted { quote } => (
                    Kind::Converted {
                        from: quote.source.currency(),
                        to: quote.target.currency(),
                    },
                    None,
                ),
                Happened::Added {
                    via: TopUpVia::Card { brand, last4 },
                    ..
                } => (
                    Kind::AddedByCard {
                        brand: brand_name(&brand).to_owned(),
                        last4,
                    },
                    None,
                ),
                Happened::Added {
                    via: TopUpVia::Bank { .. },
                    ..
                } => (Kind::AddedByBank, None),
                Happened::Other => (Kind::Other, None),
                Happened::AddFailed { why, .. } => (Kind::AddFailed { why }, None),
                Happened::Adding { topup } => match (&topup.method, topup.state) {
                    (_, TopUpState::NeedsAuthentication) => (Kind::NeedsAuthentication, None),
                    (Method::Bank { .. }, _) => (Kind::AddingByBank, None),
                    (Method::Card { .. }, _) => (Kind::AddingByCard, None),
                },
            };
            Self {
                id: path_id(activity.id),
                kind,
                note,
                amount: activity.amount,
                at: local_time(&viewer.person, activity.at),
                tags: activity.tags,
            }
        }
    }

    /// A card scheme's name as its owner writes it.
    pub fn brand_name(brand: &str) -> &str {
        match brand {
            "visa" => "Visa",
            "mastercard" => "Mastercard",
            "american_express" => "American Express",
            "unionpay" => "UnionPay",
            "jcb" => "JCB",
            "discover" => "Discover",
            "diners_club" => "Diners Club",
            _ => "Card",
        }
    }

    /// The last part of its page's address: `USD-17` for an entry, the id itself for a request.
    pub fn path_id(id: ActivityId) -> String {
        id.to_string()
    }

    /// Reads what [`path_id`] wrote.
    pub fn parse_path_id(text: &str) -> Option<ActivityId> {
        if let Some((code, seq)) = text.split_once('-')
            && let (Ok(currency), Ok(seq)) = (domain::Currency::parse(code), seq.parse())
        {
            return Some(ActivityId::Entry { currency, seq });
        }
        text.parse().ok().map(ActivityId::TopUp)
    }
}

#[cfg(feature = "ssr")]
pub use from_services::{brand_name, parse_path_id, path_id};
