//! The journal of what commands meant, for readers that follow it: messages, streams, webhooks.
//! Reading must never change anything; a reader keeps its own place.

use chrono::{DateTime, Utc};
use domain::CommandId;
use serde_json::Value;
use uuid::Uuid;

use crate::{Ledger, LedgerError, OwnerId, error::failed};

/// A place in the order of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventCursor {
    /// When the database stored the event, by its own clock.
    pub stored_at: DateTime<Utc>,
    pub owner: OwnerId,
    pub command: CommandId,
}

impl EventCursor {
    /// The place just before everything stored at or after this moment.
    pub const fn before(stored_at: DateTime<Utc>) -> Self {
        Self {
            stored_at,
            owner: OwnerId::HOUSE,
            command: CommandId::from_uuid(Uuid::nil()),
        }
    }
}

/// What a posted command meant.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedEvent {
    pub cursor: EventCursor,
    pub owner: OwnerId,
    pub command: CommandId,
    pub kind: String,
    pub data: Value,
    pub recorded_at: DateTime<Utc>,
}

impl Ledger {
    /// At most `limit` events after this place, oldest first.
    ///
    /// An event becomes visible when its batch commits, which may be after a later one did. So a reader must not trust
    /// its last place alone: each sweep starts some time before it (longer than a statement may run, such as a minute)
    /// and what was seen already is recognised by owner and command.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn events_after(
        &self,
        place: EventCursor,
        limit: u32,
    ) -> Result<Vec<RecordedEvent>, LedgerError> {
        let rows = sqlx::query!(
            r#"SELECT owner_id, command_id, stored_at, kind AS "kind!", data, recorded_at
            FROM ledger.commands
            WHERE kind IS NOT NULL AND stored_at >= $1 AND (stored_at, owner_id, command_id) > ($1, $2, $3)
            ORDER BY stored_at, owner_id, command_id
            LIMIT $4"#,
            place.stored_at,
            place.owner.as_uuid(),
            place.command.as_uuid(),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("follow the events"))?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let (owner, command) = (
                    OwnerId::from_uuid(row.owner_id),
                    CommandId::from_uuid(row.command_id),
                );
                RecordedEvent {
                    cursor: EventCursor {
                        stored_at: row.stored_at,
                        owner,
                        command,
                    },
                    owner,
                    command,
                    kind: row.kind,
                    data: row.data,
                    recorded_at: row.recorded_at,
                }
            })
            .collect())
    }
}
