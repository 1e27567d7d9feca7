//! Hands mail to a real mail server (RFC 5321), one connection for each message.
//! It never speaks unencrypted to another machine and never repeats what the server said, only its code.

#[cfg(test)]
mod peer;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tls_tests;

use std::{
    error::Error as _,
    io,
    time::{Duration, SystemTime},
};

use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
    transport::smtp::{
        Error as SmtpError,
        authentication::DEFAULT_MECHANISMS,
        client::{AsyncSmtpConnection, TlsParameters},
        extension::ClientId,
    },
};
use tokio::time::timeout;

use super::{Mail, Mailer, SmtpSettings, SmtpSettingsError, settings::Encryption};
use crate::{BoxFuture, Cause, Operation, RailError};

/// How long one address of the server may take to accept a connection, so that the next is tried.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// How long a polite farewell may take; the mail is delivered by then.
const FAREWELL_MAX: Duration = Duration::from_secs(1);

/// Replies that speak about us or our configuration rather than about the message (RFC 4954,
/// section 6): authentication required, mechanism too weak, credentials invalid, encryption needed.
const SIGN_IN_REPLIES: [u16; 4] = [530, 534, 535, 538];

/// Sends through the mail server of [`SmtpSettings`].
pub struct SmtpMailer {
    settings: SmtpSettings,
    hello: ClientId,
    tls: TlsParameters,
}

impl SmtpMailer {
    /// Prepares the connections; opens none yet.
    ///
    /// # Errors
    /// [`SmtpSettingsError::Authorities`] when TLS cannot be prepared.
    pub fn new(settings: SmtpSettings) -> Result<Self, SmtpSettingsError> {
        let tls = TlsParameters::new(settings.host.clone())
            .map_err(|_| SmtpSettingsError::Authorities)?;
        Ok(Self::with_tls(settings, tls))
    }

    fn with_tls(settings: SmtpSettings, tls: TlsParameters) -> Self {
        let hello = ClientId::Domain(settings.from.email.domain().to_owned());
        Self {
            settings,
            hello,
            tls,
        }
    }

    async fn deliver(&self, mail: &Mail) -> Result<(), RailError> {
        let message = self.compose(mail)?;
        let mut connection = timeout(self.settings.timeout, self.hand_over(&message))
            .await
            .unwrap_or_else(|_| Err(temporary(Cause::TimedOut)))?;
        // The mail is taken: whatever becomes of the farewell must not have it sent again.
        let wait = FAREWELL_MAX.min(self.settings.timeout);
        drop(timeout(wait, connection.quit()).await);
        Ok(())
    }

    fn compose(&self, mail: &Mail) -> Result<Message, RailError> {
        let address = mail.to.as_str().parse::<Address>();
        let to = Mailbox::new(None, address.map_err(|_| permanent(Cause::Address))?);
        let sender_domain = self.settings.from.email.domain();
        // RFC 3834: keeps holiday notices and other robots from answering.
        let automatic = HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        );
        Message::builder()
            .from(self.settings.from.clone())
            .to(to)
            .subject(mail.subject.as_str())
            .date(date(mail))
            .message_id(Some(format!("<{}@{sender_domain}>", mail.message_id)))
            .raw_header(automatic)
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(|_| permanent(Cause::Message))
    }

    /// The connection comes back once the server has taken responsibility for the message.
    async fn hand_over(&self, message: &Message) -> Result<AsyncSmtpConnection, RailError> {
        let mut connection = self
            .connect()
            .await
            .map_err(|error| before_the_mail(&error))?;
        if let Some(credentials) = &self.settings.credentials {
            connection
                .auth(DEFAULT_MECHANISMS, credentials)
                .await
                .map_err(|error| during_sign_in(&error))?;
        }
        connection
            .send(message.envelope(), &message.formatted())
            .await
            .map_err(|error| about_the_mail(&error))?;
        Ok(connection)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let settings = &self.settings;
        let implicit = (settings.encryption == Encryption::Implicit).then(|| self.tls.clone());
        let server = (settings.host.as_str(), settings.port);
        let wait = Some(CONNECT_MAX.min(settings.timeout));
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, wait, &self.hello, implicit, None).await?;
        if settings.encryption == Encryption::StartTls {
            connection.starttls(self.tls.clone(), &self.hello).await?;
        }
        Ok(connection)
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), RailError>> {
        Box::pin(self.deliver(mail))
    }
}

fn date(mail: &Mail) -> SystemTime {
    let seconds = u64::try_from(mail.at.timestamp()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Nothing of this mail was said yet, so no refusal can be about it: it is worth another try.
fn before_the_mail(error: &SmtpError) -> RailError {
    temporary(match error.status() {
        Some(code) => Cause::Reply(code.into()),
        // No STARTTLS on offer is the client's own refusal to go on.
        None if error.is_client() => Cause::Tls,
        // How a failed handshake comes out of the connection.
        None if io_kind(error) == Some(io::ErrorKind::InvalidData) => Cause::Tls,
        None => connection_cause(error),
    })
}

/// A wrong password is the operator's to mend; the mail waits for it.
fn during_sign_in(error: &SmtpError) -> RailError {
    temporary(match error.status() {
        Some(_) => Cause::SignIn,
        None if error.is_client() => Cause::SignIn,
        None => connection_cause(error),
    })
}

fn about_the_mail(error: &SmtpError) -> RailError {
    match error.status().map(u16::from) {
        Some(code) if SIGN_IN_REPLIES.contains(&code) => temporary(Cause::SignIn),
        Some(code) if error.is_permanent() => permanent(Cause::Reply(code)),
        Some(code) => temporary(Cause::Reply(code)),
        // The client itself refuses when the address or text needs what the server cannot do.
        None if error.is_client() => permanent(Cause::Address),
        None => temporary(connection_cause(error)),
    }
}

fn connection_cause(error: &SmtpError) -> Cause {
    match io_kind(error) {
        Some(io::ErrorKind::TimedOut) => Cause::TimedOut,
        Some(io::ErrorKind::InvalidData) => Cause::Protocol,
        _ if error.is_tls() => Cause::Tls,
        _ if error.is_response() => Cause::Protocol,
        _ => Cause::Unreachable,
    }
}

fn io_kind(error: &SmtpError) -> Option<io::ErrorKind> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            return Some(io.kind());
        }
        source = cause.source();
    }
    None
}

const fn temporary(cause: Cause) -> RailError {
    RailError::temporary(Operation::SendMail, cause)
}

const fn permanent(cause: Cause) -> RailError {
    RailError::permanent(Operation::SendMail, cause)
}
