//! Watches for all streams of this process at once: on hints of the database for those they are about, and every few
//! seconds for everybody, which is what makes it sure. Each look is a few questions, however many streams there are;
//! while nobody listens there are none.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::live::{News, Told};
use chrono::{DateTime, Utc};
use domain::{PersonId, Standing};
use services::{Notification, ServiceResult, Viewer, Wallet};
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval, sleep},
};
use tokio_util::sync::CancellationToken;

use super::{
    desk::{Desk, Place, Word},
    hints::{Hint, Hints},
};

/// How soon what no hint told of is seen, and the end of a session noticed.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// Between two looks on hints: many payments at once are one look.
const REST: Duration = Duration::from_millis(150);
/// Streams of this process; half of its connections stay free for everything else.
const STREAMS_MAX: usize = 4_096;
/// People asked about in one question.
const ASKED_AT_ONCE: usize = 500;

/// The hub of this process. Clones are the same hub.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    wallet: Wallet,
    stop: CancellationToken,
    desk: Mutex<Desk>,
    /// Whether the task below runs; changed under the desk's lock, so that nobody sits down unwatched.
    is_watching: Mutex<bool>,
}

/// A stream's place; given up when dropped.
pub struct Seat {
    hub: Hub,
    person: PersonId,
    number: u64,
    words: mpsc::Receiver<Word>,
}

impl Hub {
    /// Idle until somebody listens; ends with `stop`.
    pub fn new(wallet: Wallet, stop: CancellationToken) -> Self {
        Self(Arc::new(Inner {
            wallet,
            stop,
            desk: Mutex::new(Desk::new(STREAMS_MAX)),
            is_watching: Mutex::new(false),
        }))
    }

    /// A place for a stream of this viewer, and what it says first: how things stand, and what was told since `after`.
    /// None when there are too many streams.
    pub async fn join(
        &self,
        viewer: &Viewer,
        after: Option<Standing>,
    ) -> ServiceResult<Option<(Seat, News)>> {
        let person = viewer.person.id;
        let Some(Place { number, words }) = self.sit(viewer) else {
            return Ok(None);
        };
        // From here on the place is given up, however this ends.
        let seat = Seat {
            hub: self.clone(),
            person,
            number,
            words,
        };
        let wallet = &self.0.wallet;
        let seen = wallet.standings(&[person]).await?;
        let seen = seen.get(&person).copied().unwrap_or_default();
        self.desk().begin(person, seen);
        let missed = after.filter(|after| after.inbox < seen.standing.inbox);
        let told = match missed {
            Some(after) => {
                let found = wallet.notifications_after(&[(person, after.inbox)]).await?;
                by_person(found).remove(&person).unwrap_or_default()
            }
            None => Vec::new(),
        };
        let first = self.desk().first_news(person, seen, told);
        Ok(first.map(|first| (seat, first)))
    }

    fn sit(&self, viewer: &Viewer) -> Option<Place> {
        let place = self.desk().sit(viewer)?;
        let mut is_watching = lock(&self.0.is_watching);
        if !std::mem::replace(&mut *is_watching, true) {
            tokio::spawn(self.clone().watch());
        }
        Some(place)
    }

    async fn watch(self) {
        let inner = &self.0;
        let mut hints = Hints::new(inner.wallet.database());
        let mut ticks = interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut place = None;
        let mut was_well = true;
        loop {
            let looked = tokio::select! {
                () = inner.stop.cancelled() => return,
                _ = ticks.tick() => {
                    if self.rests() {
                        return;
                    }
                    hints.open().await;
                    let everybody = self.desk().everybody();
                    self.look(&everybody).await
                }
                hint = hints.next() => self.look_on(hint, &mut place).await,
            };
            if let Err(error) = &looked
                && was_well
            {
                tracing::warn!(
                    error = error as &dyn std::error::Error,
                    "open pages are not told what happens until the database answers"
                );
            }
            was_well = looked.is_ok();
            tokio::select! {
                () = inner.stop.cancelled() => return,
                () = sleep(REST) => {}
            }
        }
    }

    /// Whether nobody listens any more; then the next one to come starts the watch again.
    fn rests(&self) -> bool {
        let desk = self.desk();
        let is_empty = desk.is_empty();
        if is_empty {
            *lock(&self.0.is_watching) = false;
        }
        is_empty
    }

    async fn look_on(&self, hint: Hint, place: &mut Option<DateTime<Utc>>) -> ServiceResult<()> {
        let mut people = hint.people;
        if hint.money {
            let movers = self.0.wallet.movers_since(*place).await?;
            *place = movers.upto;
            people.extend(movers.people);
        }
        let here = self.desk().among(&people);
        self.look(&here).await
    }

    /// Looks at these people: whose sessions have ended, what has changed, what they were told.
    async fn look(&self, people: &[PersonId]) -> ServiceResult<()> {
        for some in people.chunks(ASKED_AT_ONCE) {
            let wallet = &self.0.wallet;
            let sessions = self.desk().sessions(some);
            let living = wallet.living_sessions(&sessions).await?;
            self.desk().end_all_but(some, &living);

            let seen = wallet.standings(some).await?;
            let changed = self.desk().changed(&seen);
            let told_since: Vec<(PersonId, u64)> = changed
                .iter()
                .filter(|(person, before)| {
                    seen.get(person)
                        .is_some_and(|now| now.standing.inbox > before.inbox)
                })
                .map(|(person, before)| (*person, before.inbox))
                .collect();
            let mut told = if told_since.is_empty() {
                HashMap::new()
            } else {
                by_person(wallet.notifications_after(&told_since).await?)
            };
            let mut desk = self.desk();
            for (person, _) in changed {
                if let Some(now) = seen.get(&person) {
                    let told = told.remove(&person).unwrap_or_default();
                    desk.tell(person, *now, &told);
                }
            }
        }
        Ok(())
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        lock(&self.0.desk)
    }
}

impl Seat {
    /// The next word; none when the place was taken away.
    pub async fn next(&mut self) -> Option<Word> {
        self.words.recv().await
    }

    /// Differs between streams, so that browsers do not all come back in one moment.
    pub fn number(&self) -> u64 {
        self.number
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.desk().leave(self.person, self.number);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn by_person(found: Vec<(PersonId, Notification)>) -> HashMap<PersonId, Vec<Told>> {
    let mut told: HashMap<PersonId, Vec<Told>> = HashMap::new();
    for (person, notification) in found {
        told.entry(person).or_default().push(Told {
            seq: notification.seq,
            what: notification.body.into(),
        });
    }
    told
}
