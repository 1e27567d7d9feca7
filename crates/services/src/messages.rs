//! What people are told by mail and SMS: the facts here, the words in the app, the sending in a job.

use chrono::{DateTime, Utc};
use domain::{Address, InvitationId, Locale, MessageId, Money, RequestId};
use rails::MessageKind;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use storage::messages::{self, Message};

use crate::{
    Wallet,
    error::{ServiceError, ServiceResult},
};

/// The facts of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum MessageBody {
    /// The code that proves a new person's address.
    RegisterCode { code: String },
    /// The code with which a forgotten payment password is replaced.
    PaymentResetCode { code: String },
    /// Somebody tried to register an address that has an account.
    AlreadyRegistered,
    /// Money came from somebody.
    Received {
        amount: Money,
        from: String,
        note: Option<String>,
        at: DateTime<Utc>,
    },
    /// Money was added from outside.
    Added { amount: Money, at: DateTime<Utc> },
    /// Money was sent to somebody.
    Sent {
        /// What they got.
        amount: Money,
        /// What left the balance, when that was another currency.
        #[serde(default)]
        total: Option<Money>,
        to: String,
        note: Option<String>,
        at: DateTime<Utc>,
    },
    /// Money was sent to somebody who has no account yet, as its payer is told.
    Waiting {
        amount: Money,
        to: String,
        until: DateTime<Utc>,
    },
    /// Money waits for whoever reads this. It carries no words of its payer: a stranger's mailbox is no place for them.
    Invited {
        amount: Money,
        from: String,
        invitation: InvitationId,
        until: DateTime<Utc>,
    },
    /// Whoever was invited got the money, as its payer is told.
    Claimed { amount: Money, to: String },
    /// Money that nobody came for, or that was taken back, is in the balance again.
    Returned {
        amount: Money,
        to: String,
        cancelled: bool,
    },
    /// Somebody asks for money. Like an invitation without a word of theirs.
    Asked {
        amount: Money,
        from: String,
        request: RequestId,
    },
    /// Money was converted between own balances.
    Converted {
        total: Money,
        target: Money,
        at: DateTime<Utc>,
    },
    /// The sign-in password was changed.
    PasswordChanged { at: DateTime<Utc> },
    /// The payment password was set or changed.
    PaymentPasswordChanged { at: DateTime<Utc> },
}

impl MessageBody {
    /// The kind under which it is filed.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::RegisterCode { .. } => MessageKind::RegisterCode,
            Self::PaymentResetCode { .. } => MessageKind::Reset,
            Self::Received { .. } | Self::Added { .. } | Self::Returned { .. } => {
                MessageKind::MoneyIn
            }
            Self::Sent { .. }
            | Self::Converted { .. }
            | Self::Waiting { .. }
            | Self::Claimed { .. } => MessageKind::Receipt,
            Self::Invited { .. } | Self::Asked { .. } => MessageKind::Invite,
            Self::AlreadyRegistered
            | Self::PasswordChanged { .. }
            | Self::PaymentPasswordChanged { .. } => MessageKind::Security,
        }
    }
}

/// A message that is due.
#[derive(Clone, Debug)]
pub struct MessageToSend {
    pub id: MessageId,
    pub address: Address,
    pub locale: Locale,
    pub body: MessageBody,
    pub created_at: DateTime<Utc>,
}

impl Wallet {
    /// Queues a message in the transaction of its cause.
    pub(crate) async fn queue_message(
        &self,
        connection: &mut PgConnection,
        address: &Address,
        locale: Locale,
        body: &MessageBody,
    ) -> ServiceResult<()> {
        self.queue_message_as(
            connection,
            self.env.id(MessageId::from_uuid),
            address,
            locale,
            body,
        )
        .await
    }

    /// Queues a message under an id derived from its cause: telling the same thing twice does nothing.
    pub(crate) async fn queue_message_as(
        &self,
        connection: &mut PgConnection,
        id: MessageId,
        address: &Address,
        locale: Locale,
        body: &MessageBody,
    ) -> ServiceResult<()> {
        let message = Message {
            id,
            address: address.clone(),
            locale,
            kind: body.kind().as_str().to_owned(),
            body: serde_json::to_value(body)
                .map_err(|error| ServiceError::fault("write a message", error))?,
            created_at: self.env.now(),
        };
        messages::queue(connection, &message).await?;
        Ok(())
    }

    /// A message that still has to be sent; none when it was.
    ///
    /// # Errors
    /// When the database cannot be reached or the stored facts cannot be read.
    pub async fn message_to_send(&self, id: MessageId) -> ServiceResult<Option<MessageToSend>> {
        let Some(found) = messages::unsent(&self.db, id).await? else {
            return Ok(None);
        };
        let body = serde_json::from_value(found.body)
            .map_err(|error| ServiceError::fault("read a message", error))?;
        Ok(Some(MessageToSend {
            id,
            address: found.address,
            locale: found.locale,
            body,
            created_at: found.created_at,
        }))
    }

    /// Notes that a message was handed over, and forgets its facts.
    ///
    /// # Errors
    /// When the database cannot be reached; the message may then be sent again.
    pub async fn message_sent(&self, id: MessageId) -> ServiceResult<()> {
        Ok(messages::sent(&self.db, id, self.env.now()).await?)
    }
}
