//! What the database says has happened. Only hints: they may be lost, repeated or late, and nothing may rest on them.

use std::collections::HashSet;

use domain::PersonId;
use sqlx::{
    PgPool,
    postgres::{PgListener, PgNotification},
};
use storage::{
    pool::{PoolConfig, connect_lazily},
    pulses,
};

/// What was hinted at since the last time.
#[derive(Debug, Default)]
pub struct Hint {
    /// Money has moved; whose, the ledger knows.
    pub money: bool,
    /// People of whom something has changed.
    pub people: HashSet<PersonId>,
}

/// One connection that listens, beside the pool: it would only hold one of the pool's for good.
pub struct Hints {
    pool: PgPool,
    listener: Option<PgListener>,
}

impl Hints {
    /// Not listening yet. `serving` is the pool that serves people.
    pub fn new(serving: &PgPool) -> Self {
        let bounds = PoolConfig {
            application_name: "okpay live".into(),
            connections_max: 1,
            ..PoolConfig::default()
        };
        Self {
            pool: connect_lazily((*serving.connect_options()).clone(), &bounds),
            listener: None,
        }
    }

    /// Begins to listen where it does not; what cannot be done now is tried again with the next look.
    pub async fn open(&mut self) {
        if self.listener.is_none() {
            self.listener = self.connect().await.ok();
        }
    }

    async fn connect(&self) -> Result<PgListener, sqlx::Error> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener
            .listen_all([ledger::EVENTS_CHANNEL, pulses::PEOPLE_CHANNEL])
            .await?;
        Ok(listener)
    }

    /// The next hint, and what else has come with it; waits for ever while nobody listens.
    pub async fn next(&mut self) -> Hint {
        let Some(listener) = &mut self.listener else {
            return std::future::pending().await;
        };
        let mut hint = Hint::default();
        match listener.recv().await {
            Ok(first) => {
                hint.take(&first);
                while let Some(more) = listener.next_buffered() {
                    hint.take(&more);
                }
            }
            Err(_) => self.listener = None,
        }
        hint
    }
}

impl Hint {
    fn take(&mut self, notification: &PgNotification) {
        if notification.channel() == ledger::EVENTS_CHANNEL {
            self.money = true;
        } else if let Ok(person) = notification.payload().parse() {
            self.people.insert(person);
        }
    }
}
