//! Mail to people: the trait, the message, and the two ways it goes (SMTP, or the sandbox's outbox).
//! It never composes a text and never puts an address, a code or a subject into a log or an error.

mod sandbox;
mod settings;
mod smtp;
mod subject;

use std::fmt;

use chrono::{DateTime, Utc};
use domain::{Email, MessageId};

use crate::{BoxFuture, MessageKind, RailError};
pub use sandbox::SandboxMailer;
pub use settings::{SmtpSettings, SmtpSettingsError};
pub use smtp::SmtpMailer;
pub use subject::SubjectLine;

/// One message to one person. `text` is complete; `code` and `link` repeat what stands in it, for
/// the sandbox's outbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: Email,
    pub subject: SubjectLine,
    pub text: String,
    pub kind: MessageKind,
    pub code: Option<String>,
    pub link: Option<String>,
    /// Stays the same when sending is tried again, so that the receiver can tell a repetition.
    pub message_id: MessageId,
    /// When the message was written: its `Date`.
    pub at: DateTime<Utc>,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("message_id", &self.message_id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Hands the mail over. `Ok` means that the next station has taken responsibility for it.
    ///
    /// A temporary error may come after the mail was taken (the answer got lost): sending again
    /// then repeats it under the same `Message-ID`.
    ///
    /// # Errors
    /// [`RailError`] with [`Operation::SendMail`](crate::Operation::SendMail).
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), RailError>>;
}
