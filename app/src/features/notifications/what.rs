//! One thing a person was told, as it crosses the wire, and its words.

use domain::{Money, format_money};
use serde::{Deserialize, Serialize};

use crate::{texts::Texts, ui::IconName};

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Received {
        amount: Money,
        /// Masked.
        from: String,
        note: Option<String>,
    },
    Added {
        amount: Money,
    },
    Sent {
        amount: Money,
        /// What left the balance, when that was another currency.
        #[serde(default)]
        total: Option<Money>,
        /// Masked.
        to: String,
        note: Option<String>,
    },
    Converted {
        total: Money,
        target: Money,
    },
    /// Sent to somebody who has no account yet.
    Waiting {
        amount: Money,
        to: String,
    },
    /// Whoever was invited got it.
    Claimed {
        amount: Money,
        /// Masked.
        to: String,
    },
    /// Nobody claimed it, or it was taken back.
    Returned {
        amount: Money,
        to: String,
        cancelled: bool,
    },
    /// Somebody asks for money.
    Asked {
        amount: Money,
        /// Masked.
        from: String,
        request: String,
    },
    /// Whoever was asked said no.
    Declined {
        amount: Money,
        by: String,
    },
    PasswordChanged,
    PaymentPasswordChanged,
    /// Messages about safety no longer come by mail or SMS.
    SecurityMessagesReduced,
    /// Known to a newer server only.
    Other,
}

impl What {
    /// Whether it is worth saying while the person does something else.
    #[cfg(feature = "hydrate")]
    pub fn is_worth_saying(&self) -> bool {
        match self {
            Self::Received { .. }
            | Self::Added { .. }
            | Self::Claimed { .. }
            | Self::Returned { .. }
            | Self::Asked { .. }
            | Self::Declined { .. } => true,
            Self::Sent { .. }
            | Self::Converted { .. }
            | Self::Waiting { .. }
            | Self::PasswordChanged
            | Self::PaymentPasswordChanged
            | Self::SecurityMessagesReduced
            | Self::Other => false,
        }
    }

    /// What happened, in a sentence.
    pub(crate) fn title(&self, t: Texts) -> String {
        let money = |amount: &Money| format_money(*amount, t.0);
        // A name is not broken where the line is full.
        let name = |name: &str| name.replace(' ', "\u{a0}");
        match self {
            Self::Received { amount, from, .. } => t.notice_received(money(amount), name(from)),
            Self::Added { amount } => t.notice_added(money(amount)),
            Self::Sent { amount, to, .. } => t.notice_sent(money(amount), name(to)),
            Self::Converted { total, target } => t.notice_converted(money(target), money(total)),
            Self::Waiting { amount, to } => t.notice_waiting(money(amount), to),
            Self::Claimed { amount, to } => t.notice_claimed(money(amount), name(to)),
            Self::Returned {
                amount,
                to,
                cancelled: true,
            } => t.notice_taken_back(money(amount), to),
            Self::Returned {
                amount,
                to,
                cancelled: false,
            } => t.notice_returned(money(amount), to),
            Self::Asked { amount, from, .. } => t.notice_asked(money(amount), name(from)),
            Self::Declined { amount, by } => t.notice_declined(money(amount), name(by)),
            Self::PasswordChanged => t.notice_password().to_owned(),
            Self::PaymentPasswordChanged => t.notice_payment_password().to_owned(),
            Self::SecurityMessagesReduced => t.notice_reduced().to_owned(),
            Self::Other => t.notice_other().to_owned(),
        }
    }

    /// What it took from another balance, where that is not in the title.
    pub(crate) fn cost(&self, t: Texts) -> Option<String> {
        match self {
            Self::Sent { total, .. } => {
                total.map(|total| t.notice_sent_exchange(format_money(total, t.0)))
            }
            Self::Received { .. }
            | Self::Added { .. }
            | Self::Converted { .. }
            | Self::Waiting { .. }
            | Self::Claimed { .. }
            | Self::Returned { .. }
            | Self::Asked { .. }
            | Self::Declined { .. }
            | Self::PasswordChanged
            | Self::PaymentPasswordChanged
            | Self::SecurityMessagesReduced
            | Self::Other => None,
        }
    }

    /// The page it is about, where that is no transaction.
    pub(crate) fn page(&self) -> Option<String> {
        match self {
            Self::Asked { request, .. } => Some(format!("/request/{request}")),
            Self::Declined { .. } => Some("/receive".to_owned()),
            Self::Received { .. }
            | Self::Added { .. }
            | Self::Sent { .. }
            | Self::Converted { .. }
            | Self::Waiting { .. }
            | Self::Claimed { .. }
            | Self::Returned { .. }
            | Self::PasswordChanged
            | Self::PaymentPasswordChanged
            | Self::SecurityMessagesReduced
            | Self::Other => None,
        }
    }

    /// What somebody wrote to it.
    pub(crate) fn note(&self) -> Option<&str> {
        match self {
            Self::Received { note, .. } | Self::Sent { note, .. } => note.as_deref(),
            Self::Added { .. }
            | Self::Converted { .. }
            | Self::Waiting { .. }
            | Self::Claimed { .. }
            | Self::Returned { .. }
            | Self::Asked { .. }
            | Self::Declined { .. }
            | Self::PasswordChanged
            | Self::PaymentPasswordChanged
            | Self::SecurityMessagesReduced
            | Self::Other => None,
        }
    }

    /// The drawing beside it.
    pub(crate) fn icon(&self) -> IconName {
        match self {
            Self::Received { .. } | Self::Returned { .. } => IconName::Receive,
            Self::Added { .. } => IconName::Add,
            Self::Sent { .. } => IconName::Send,
            Self::Converted { .. } => IconName::Convert,
            Self::Waiting { .. } => IconName::Clock,
            Self::Claimed { .. } => IconName::Check,
            Self::Asked { .. } => IconName::Mail,
            Self::Declined { .. } => IconName::Close,
            Self::PasswordChanged
            | Self::PaymentPasswordChanged
            | Self::SecurityMessagesReduced => IconName::Shield,
            Self::Other => IconName::Bell,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<Option<services::MessageBody>> for What {
    fn from(body: Option<services::MessageBody>) -> Self {
        use services::MessageBody as Body;
        match body {
            Some(Body::Received {
                amount, from, note, ..
            }) => Self::Received { amount, from, note },
            Some(Body::Added { amount, .. }) => Self::Added { amount },
            Some(Body::Sent {
                amount,
                total,
                to,
                note,
                at: _,
            }) => Self::Sent {
                amount,
                total,
                to,
                note,
            },
            Some(Body::Converted { total, target, .. }) => Self::Converted { total, target },
            Some(Body::Waiting { amount, to, .. }) => Self::Waiting { amount, to },
            Some(Body::Claimed { amount, to }) => Self::Claimed { amount, to },
            Some(Body::Returned {
                amount,
                to,
                cancelled,
            }) => Self::Returned {
                amount,
                to,
                cancelled,
            },
            Some(Body::Asked {
                amount,
                from,
                request,
            }) => Self::Asked {
                amount,
                from,
                request: request.to_string(),
            },
            Some(Body::Declined { amount, by }) => Self::Declined { amount, by },
            Some(Body::PasswordChanged { .. }) => Self::PasswordChanged,
            Some(Body::PaymentPasswordChanged { .. }) => Self::PaymentPasswordChanged,
            Some(Body::SecurityMessagesReduced { .. }) => Self::SecurityMessagesReduced,
            // Codes and invitations are never kept; the rest is of a newer server.
            Some(
                Body::RegisterCode { .. }
                | Body::PaymentResetCode { .. }
                | Body::Invited { .. }
                | Body::AlreadyRegistered,
            )
            | None => Self::Other,
        }
    }
}
