//! What went wrong outside, told by operation, cause and whether a later try may work.
//! It never carries text from the other side: a mail server's refusal quotes the address it refuses.

use std::fmt;

use crate::fx::FileError;

/// A rail could not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RailError {
    /// The same request may work later: keep the job and try again.
    #[error("cannot {operation} now: {cause}")]
    Temporary { operation: Operation, cause: Cause },
    /// The same request will never work: give up, and tell whoever has to know.
    #[error("cannot {operation}: {cause}")]
    Permanent { operation: Operation, cause: Cause },
}

impl RailError {
    pub(crate) const fn temporary(operation: Operation, cause: Cause) -> Self {
        Self::Temporary { operation, cause }
    }

    pub(crate) const fn permanent(operation: Operation, cause: Cause) -> Self {
        Self::Permanent { operation, cause }
    }

    /// For whoever implements [`OutboxSink`](crate::OutboxSink)
    /// ([`Operation::DeliverToOutbox`]) or [`SandboxStore`](crate::card::SandboxStore)
    /// ([`Operation::KeepSandboxRecord`]): the store could not be used. The store's own error stays
    /// with the implementer, because it may quote the row.
    pub const fn store(operation: Operation) -> Self {
        Self::temporary(operation, Cause::Store)
    }

    /// Whether the same request may work later.
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary { .. })
    }

    pub const fn operation(&self) -> Operation {
        match *self {
            Self::Temporary { operation, .. } | Self::Permanent { operation, .. } => operation,
        }
    }

    pub const fn cause(&self) -> Cause {
        match *self {
            Self::Temporary { cause, .. } | Self::Permanent { cause, .. } => cause,
        }
    }
}

/// What was being done; reads after "cannot".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    SendMail,
    SendSms,
    TokenizeCard,
    ChargeCard,
    AuthenticateCharge,
    LookUpCharge,
    DeliverToOutbox,
    KeepSandboxRecord,
    ReadShippedRates,
    FetchRates,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SendMail => "send mail",
            Self::SendSms => "send SMS",
            Self::TokenizeCard => "tokenize the card",
            Self::ChargeCard => "charge the card",
            Self::AuthenticateCharge => "authenticate the charge",
            Self::LookUpCharge => "look the charge up",
            Self::DeliverToOutbox => "deliver to the sandbox outbox",
            Self::KeepSandboxRecord => "keep the sandbox's record",
            Self::ReadShippedRates => "read the shipped rates",
            Self::FetchRates => "fetch rates",
        })
    }
}

/// Why it went wrong, in a form that is safe to log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// No connection, or it broke off.
    Unreachable,
    /// The other side did not answer in time; what it did with the request is unknown.
    TimedOut,
    /// The connection could not be encrypted, or the other side is not who it should be.
    Tls,
    /// The other side does not let us in: our credentials or its configuration are wrong.
    SignIn,
    /// The other side refused with this reply code of its protocol.
    Reply(u16),
    /// The other side said something its protocol does not know.
    Protocol,
    /// The receiver's address cannot be used on this rail.
    Address,
    /// The message cannot be put into the form the rail needs.
    Message,
    /// The sandbox's store could not be read or written.
    Store,
    /// What the store holds is not what the sandbox wrote.
    Record,
    /// The idempotency key was used before for another card or amount.
    KeyReused,
    /// The token is not one of this rail's.
    UnknownToken,
    /// No charge waits for this challenge.
    UnknownChallenge,
    /// Only an amount above zero can be charged.
    Amount,
    /// The data cannot be read at this line, counted from 1.
    Line(usize),
    /// The file of rates is damaged, partial or absurd.
    Rates(FileError),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreachable => "no connection",
            Self::TimedOut => "no answer in time",
            Self::Tls => "no trustworthy encryption",
            Self::SignIn => "our credentials were refused",
            Self::Reply(code) => return write!(f, "refused with {code}"),
            Self::Protocol => "an answer that makes no sense",
            Self::Address => "the address cannot be used",
            Self::Message => "the message cannot be encoded",
            Self::Store => "the store cannot be used",
            Self::Record => "the stored record cannot be read",
            Self::KeyReused => "the idempotency key belongs to another request",
            Self::UnknownToken => "the token is unknown",
            Self::UnknownChallenge => "the challenge is unknown",
            Self::Amount => "the amount is not above zero",
            Self::Line(line) => return write!(f, "line {line} cannot be read"),
            Self::Rates(error) => return error.fmt(f),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_was_tried_why_it_failed_and_whether_to_try_again() {
        let later = RailError::temporary(Operation::SendMail, Cause::Reply(451));
        let never = RailError::permanent(Operation::SendMail, Cause::Reply(550));
        assert_eq!(later.to_string(), "cannot send mail now: refused with 451");
        assert_eq!(never.to_string(), "cannot send mail: refused with 550");
        assert!(later.is_temporary() && !never.is_temporary());
    }
}
