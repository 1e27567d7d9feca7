//! What people saw and may carry out once: stored before they confirm, used up by `ledger.execute` alone.
//! A stored intent must never change; another content is another intent.

use chrono::{DateTime, Utc};
use domain::{CommandId, IntentId};
use serde_json::Value;

use crate::{Ledger, LedgerError, OwnerId, error::failed};

/// What a person is about to confirm (invariant 6).
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    pub owner: OwnerId,
    pub id: IntentId,
    /// Such as `payment`.
    pub kind: String,
    /// Digest of all that the person sees.
    pub digest: [u8; 32],
    /// What the person sees, as facts.
    pub body: Value,
    pub created_at: DateTime<Utc>,
    /// From this moment on it cannot be carried out.
    pub expires_at: DateTime<Utc>,
}

/// An intent as the ledger has it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredIntent {
    pub intent: Intent,
    /// When it was used up.
    pub consumed_at: Option<DateTime<Utc>>,
    /// The command that used it up.
    pub consumed_by: Option<CommandId>,
}

impl Ledger {
    /// Stores an intent. Storing the same one again changes nothing.
    ///
    /// # Errors
    /// [`LedgerError::IntentTaken`] when the id stands for another digest; otherwise when the database cannot be reached.
    pub async fn put_intent(&self, intent: &Intent) -> Result<(), LedgerError> {
        let inserted = sqlx::query!(
            "INSERT INTO ledger.intents (owner_id, intent_id, kind, digest, body, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING",
            intent.owner.as_uuid(),
            intent.id.as_uuid(),
            intent.kind,
            &intent.digest,
            intent.body,
            intent.created_at,
            intent.expires_at,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("store an intent"))?
        .rows_affected();
        if inserted == 1 {
            return Ok(());
        }
        match self.intent(intent.owner, intent.id).await? {
            Some(stored) if stored.intent.digest == intent.digest => Ok(()),
            _ => Err(LedgerError::IntentTaken),
        }
    }

    /// The owner's intent with this id, if there is one.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn intent(
        &self,
        owner: OwnerId,
        id: IntentId,
    ) -> Result<Option<StoredIntent>, LedgerError> {
        const OPERATION: &str = "look up an intent";
        let row = sqlx::query!(
            "SELECT kind, digest, body, created_at, expires_at, consumed_at, consumed_by
            FROM ledger.intents
            WHERE owner_id = $1 AND intent_id = $2",
            owner.as_uuid(),
            id.as_uuid(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed(OPERATION))?;
        row.map(|row| {
            Ok(StoredIntent {
                intent: Intent {
                    owner,
                    id,
                    kind: row.kind,
                    digest: row.digest.try_into().map_err(|_| LedgerError::Corrupt {
                        operation: OPERATION,
                        what: "digest",
                    })?,
                    body: row.body,
                    created_at: row.created_at,
                    expires_at: row.expires_at,
                },
                consumed_at: row.consumed_at,
                consumed_by: row.consumed_by.map(CommandId::from_uuid),
            })
        })
        .transpose()
    }
}
