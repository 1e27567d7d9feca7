//! How money that waits for somebody ends, and how money that is asked for does.
//! It must never say that something has ended which has not: what still waits has no value here.

use crate::serde_text::text_enum;

/// How money that waited for somebody without an account went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvitationEnd {
    /// The address was proved, and its owner got the money.
    Claimed,
    /// The payer took it back.
    Cancelled,
    /// Nobody came for it in time, and the payer got it back.
    Lapsed,
}

text_enum!(InvitationEnd { Claimed => "claimed", Cancelled => "cancelled", Lapsed => "lapsed" });

/// How a request for money ended before its time was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestEnd {
    /// The money was sent.
    Paid,
    /// Whoever was asked said no.
    Declined,
    /// Whoever asked took it back.
    Withdrawn,
}

text_enum!(RequestEnd { Paid => "paid", Declined => "declined", Withdrawn => "withdrawn" });
