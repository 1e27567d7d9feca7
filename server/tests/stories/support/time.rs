//! Time and chance as a story sets them. Nothing here ever asks the machine what time it is.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use services::{Clock, Random, SystemRandom};

/// When every story begins: a Monday morning, long enough ago that every job it queues is due at once.
const BEGINNING_S: i64 = 1_772_442_000;

/// A clock that moves only when told to.
pub struct ManualClock(Mutex<DateTime<Utc>>);

impl ManualClock {
    /// At 09:00 UTC on 2 March 2026.
    pub fn new() -> Self {
        Self(Mutex::new(
            DateTime::from_timestamp(BEGINNING_S, 0).unwrap(),
        ))
    }

    /// Lets this much time pass.
    pub fn pass(&self, time: TimeDelta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += time;
    }

    /// Lets so many seconds pass.
    pub fn pass_seconds(&self, seconds: u32) {
        self.pass(TimeDelta::seconds(seconds.into()));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The system's chance, unless the story loads the dice.
#[derive(Default)]
pub struct Dice {
    number: Mutex<Option<u32>>,
    reference: Mutex<Option<[u8; 5]>>,
}

impl Dice {
    /// The next number that is drawn is this one.
    pub fn load(&self, number: u32) {
        *self.number.lock().unwrap_or_else(PoisonError::into_inner) = Some(number);
    }

    /// The next reference of a bank transfer is made of these.
    pub fn load_reference(&self, bytes: [u8; 5]) {
        *self
            .reference
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(bytes);
    }
}

impl Random for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        let loaded = match buffer.len() {
            4 => take(&self.number).map(|number| number.to_le_bytes().to_vec()),
            5 => take(&self.reference).map(|bytes| bytes.to_vec()),
            _ => None,
        };
        match loaded {
            Some(bytes) => buffer.copy_from_slice(&bytes),
            None => SystemRandom.fill(buffer),
        }
    }
}

fn take<T>(loaded: &Mutex<Option<T>>) -> Option<T> {
    loaded.lock().unwrap_or_else(PoisonError::into_inner).take()
}
