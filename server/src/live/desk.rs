//! Who is listening in this process, and what each was told last. Does nothing by itself and waits for nobody: a stream
//! that does not keep up is closed, and its browser comes again.

use std::collections::{HashMap, HashSet};

use domain::{PersonId, SessionId, Standing};
use services::{Seen, Viewer};
use tokio::sync::mpsc;

use app::live::{News, Told};

/// Streams of one session: a browser needs one, and one without locks as many as it has tabs.
const PER_SESSION_MAX: usize = 6;
/// Streams of one person, in all their browsers.
const PER_PERSON_MAX: usize = 30;
/// News that wait for a stream to be written.
const WAITING_MAX: usize = 16;

/// What a stream says next.
#[derive(Debug)]
pub enum Word {
    News(News),
    /// The session has ended.
    Over,
}

/// A place among the listeners.
#[derive(Debug)]
pub struct Place {
    pub number: u64,
    pub words: mpsc::Receiver<Word>,
}

/// All listeners.
pub struct Desk {
    people: HashMap<PersonId, Watched>,
    streams: usize,
    streams_max: usize,
    numbers: u64,
}

struct Watched {
    /// Grouped, as pages know it.
    account: String,
    /// What was told last; none before the first look.
    standing: Option<Standing>,
    streams: Vec<Listener>,
}

struct Listener {
    number: u64,
    session: SessionId,
    words: mpsc::Sender<Word>,
}

impl Desk {
    /// Nobody yet; this many streams at most.
    pub fn new(streams_max: usize) -> Self {
        Self {
            people: HashMap::new(),
            streams: 0,
            streams_max,
            numbers: 0,
        }
    }

    /// Takes a stream in; none when there are too many. A session or a person who has too many loses the oldest of
    /// them: that one may be of a browser that is long gone.
    pub fn sit(&mut self, viewer: &Viewer) -> Option<Place> {
        let full = self.streams >= self.streams_max;
        let watched = match self.people.get_mut(&viewer.person.id) {
            Some(watched) => watched,
            None if full => return None,
            None => self
                .people
                .entry(viewer.person.id)
                .or_insert_with(|| Watched {
                    account: viewer.person.account_number.display(),
                    standing: None,
                    streams: Vec::new(),
                }),
        };
        let of_session = watched.of_session(viewer.session);
        let too_many = if of_session >= PER_SESSION_MAX {
            watched
                .streams
                .iter()
                .position(|stream| stream.session == viewer.session)
        } else if watched.streams.len() >= PER_PERSON_MAX {
            Some(0)
        } else {
            None
        };
        if let Some(oldest) = too_many {
            watched.streams.remove(oldest);
            self.streams -= 1;
        } else if full {
            return None;
        }
        let (sender, words) = mpsc::channel(WAITING_MAX);
        self.numbers += 1;
        watched.streams.push(Listener {
            number: self.numbers,
            session: viewer.session,
            words: sender,
        });
        self.streams += 1;
        Some(Place {
            number: self.numbers,
            words,
        })
    }

    /// What a person's first stream was told. What was told since stays.
    pub fn begin(&mut self, person: PersonId, seen: Seen) {
        if let Some(watched) = self.people.get_mut(&person) {
            watched.standing.get_or_insert(seen.standing);
        }
    }

    /// Lets a stream go.
    pub fn leave(&mut self, person: PersonId, number: u64) {
        self.keep(person, |stream| stream.number != number);
    }

    /// Nobody listens.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Everybody who listens.
    pub fn everybody(&self) -> Vec<PersonId> {
        self.people.keys().copied().collect()
    }

    /// Those of these people who listen, each once.
    pub fn among(&self, people: &HashSet<PersonId>) -> Vec<PersonId> {
        people
            .iter()
            .filter(|person| self.people.contains_key(person))
            .copied()
            .collect()
    }

    /// The sessions whose streams these people have.
    pub fn sessions(&self, people: &[PersonId]) -> Vec<SessionId> {
        people
            .iter()
            .filter_map(|person| self.people.get(person))
            .flat_map(|watched| watched.streams.iter().map(|stream| stream.session))
            .collect()
    }

    /// Tells the streams of these people whose session does not live that it is over, and lets them go.
    pub fn end_all_but(&mut self, people: &[PersonId], living: &HashSet<SessionId>) {
        for person in people {
            self.keep(*person, |stream| {
                let lives = living.contains(&stream.session);
                if !lives {
                    // Should it not keep up, it ends all the same.
                    drop(stream.words.try_send(Word::Over));
                }
                lives
            });
        }
    }

    /// Where each person stood whose standing is another now. Whoever has none yet has just come and is told by their
    /// own stream.
    pub fn changed(&self, seen: &HashMap<PersonId, Seen>) -> Vec<(PersonId, Standing)> {
        seen.iter()
            .filter_map(|(person, now)| {
                let before = self.people.get(person)?.standing?;
                (before != now.standing).then_some((*person, before))
            })
            .collect()
    }

    /// Tells all streams of a person.
    pub fn tell(&mut self, person: PersonId, seen: Seen, told: &[Told]) {
        let Some(watched) = self.people.get_mut(&person) else {
            return;
        };
        watched.standing = Some(seen.standing);
        let news = watched.news(seen, told.to_vec());
        self.keep(person, |stream| {
            stream.words.try_send(Word::News(news.clone())).is_ok()
        });
    }

    /// What a stream is told when it begins.
    pub fn first_news(&self, person: PersonId, seen: Seen, told: Vec<Told>) -> Option<News> {
        let watched = self.people.get(&person)?;
        Some(watched.news(seen, told))
    }

    fn keep(&mut self, person: PersonId, stays: impl Fn(&Listener) -> bool) {
        let Some(watched) = self.people.get_mut(&person) else {
            return;
        };
        let before = watched.streams.len();
        watched.streams.retain(stays);
        self.streams -= before - watched.streams.len();
        if watched.streams.is_empty() {
            self.people.remove(&person);
        }
    }
}

impl Watched {
    fn of_session(&self, session: SessionId) -> usize {
        let of_session = |stream: &&Listener| stream.session == session;
        self.streams.iter().filter(of_session).count()
    }

    fn news(&self, seen: Seen, told: Vec<Told>) -> News {
        News {
            of: self.account.clone(),
            standing: seen.standing,
            unread: seen.unread,
            told,
        }
    }
}

#[cfg(test)]
mod tests;
