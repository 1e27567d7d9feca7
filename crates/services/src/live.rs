//! For pages that are open: whether something of a person's has changed since they were drawn, asked for many people at
//! once. Whoever only watches must never keep a session alive.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{PersonId, SessionId, Standing};
use ledger::OwnerId;
use storage::{
    pulses::{self, Pulse},
    sessions::{self, Viewer},
};

use crate::{SESSION_IDLE, Wallet, error::ServiceResult};

/// What an open page is told of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub standing: Standing,
    /// Notifications that were not read.
    pub unread: u32,
}

impl Seen {
    fn new(money: u64, pulse: Pulse) -> Self {
        Self {
            standing: Standing {
                money,
                topups: pulse.topups,
                inbox: pulse.inbox,
            },
            unread: pulse.unread,
        }
    }
}

/// Who has moved money lately.
#[derive(Clone, Debug, Default)]
pub struct Movers {
    pub people: Vec<PersonId>,
    /// Where to go on.
    pub upto: Option<DateTime<Utc>>,
}

impl Wallet {
    /// How things stand for the viewer now; to be asked before the data of a page, so that a change in between is
    /// noticed.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn standing(&self, viewer: &Viewer) -> ServiceResult<Seen> {
        let owner = OwnerId::from(viewer.person.id);
        let marks = self.ledger.marks(&[owner]).await?;
        let money = marks.get(&owner).copied().unwrap_or_default();
        Ok(Seen::new(money, viewer.pulse))
    }

    /// How things stand for these people, each of whom is in the answer.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn standings(&self, people: &[PersonId]) -> ServiceResult<HashMap<PersonId, Seen>> {
        let owners: Vec<OwnerId> = people.iter().copied().map(OwnerId::from).collect();
        let marks = self.ledger.marks(&owners).await?;
        let pulses = pulses::of(&self.db, people).await?;
        Ok(people
            .iter()
            .map(|person| {
                let money = marks.get(&OwnerId::from(*person)).copied();
                let pulse = pulses.get(person).copied();
                let seen = Seen::new(money.unwrap_or_default(), pulse.unwrap_or_default());
                (*person, seen)
            })
            .collect())
    }

    /// Whose money has moved since `place`, payers and payees; of the last two seconds when there is no place yet.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn movers_since(&self, place: Option<DateTime<Utc>>) -> ServiceResult<Movers> {
        let moved = self.ledger.moved_since(place).await?;
        Ok(Movers {
            people: moved
                .owners
                .into_iter()
                .map(|owner| PersonId::from_uuid(owner.as_uuid()))
                .collect(),
            upto: moved.upto,
        })
    }

    /// Which of these sessions live. Asking is no use of them.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn living_sessions(
        &self,
        sessions: &[SessionId],
    ) -> ServiceResult<HashSet<SessionId>> {
        let now = self.env.now();
        Ok(sessions::living(&self.db, sessions, now, now - SESSION_IDLE).await?)
    }

    /// Lets all servers look at these people soon; after the commit of what has changed. It may get lost: servers look
    /// every few seconds anyway.
    pub(crate) fn hint_at(&self, people: Vec<PersonId>) {
        let db = self.db.clone();
        tokio::spawn(async move { pulses::hint(&db, &people).await });
    }
}
