//! Where a person is signed in, and ending one of these sessions.

mod user_agent;

use chrono::{DateTime, Utc};
use domain::{ErrorCode, Refusal, SessionId};
use storage::sessions::{self, Viewer};

pub use self::user_agent::Device;
use crate::{SESSION_IDLE, Wallet, error::ServiceResult};

/// Sessions listed at most; nobody has so many devices.
const LISTED_MAX: u32 = 50;

/// A browser in which the person is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInDevice {
    pub session: SessionId,
    pub device: Device,
    pub since: DateTime<Utc>,
    /// Noted once a minute at most.
    pub last_seen_at: DateTime<Utc>,
    /// The one that asks.
    pub is_this: bool,
}

impl Wallet {
    /// The viewer's sessions that live: this one first, then by their last use.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn devices(&self, viewer: &Viewer) -> ServiceResult<Vec<SignedInDevice>> {
        let now = self.env.now();
        let found = sessions::living_of(
            &self.db,
            viewer.person.id,
            now,
            now - SESSION_IDLE,
            LISTED_MAX,
        )
        .await?;
        let mut devices: Vec<SignedInDevice> = found
            .into_iter()
            .map(|session| SignedInDevice {
                session: session.id,
                device: Device::of(&session.user_agent),
                since: session.created_at,
                last_seen_at: session.last_seen_at,
                is_this: session.id == viewer.session,
            })
            .collect();
        // Stable: the others stay in their order.
        devices.sort_by_key(|device| !device.is_this);
        Ok(devices)
    }

    /// Ends one of the viewer's own sessions; true when it is the one that asks.
    ///
    /// # Errors
    /// Refused when the viewer has no such session that lives.
    pub async fn revoke_session(&self, viewer: &Viewer, session: SessionId) -> ServiceResult<bool> {
        let person = viewer.person.id;
        if !sessions::end_one(&self.db, person, session, self.env.now()).await? {
            return Err(Refusal::new(ErrorCode::NotFound).into());
        }
        self.hint_at(vec![person]);
        Ok(session == viewer.session)
    }
}
