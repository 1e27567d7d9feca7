//! Heavy computing off the async threads: a little at once, with a short queue, so that a storm of it can neither
//! exhaust memory nor starve the movement of money.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::Semaphore;

use crate::error::{ServiceError, ServiceResult};

/// Pieces of work that may be under way or wait; one more is told that we are busy.
const QUEUE: usize = 64;

/// One kind of work. Cheap to clone.
#[derive(Clone)]
pub(crate) struct WorkQueue {
    what: &'static str,
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl WorkQueue {
    /// With as many pieces at once as `permits`, at least one.
    pub fn new(what: &'static str, permits: usize) -> Self {
        Self {
            what,
            permits: Arc::new(Semaphore::new(permits.max(1))),
            waiting: Arc::default(),
        }
    }

    /// Does this piece on a blocking thread when its turn comes.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> ServiceResult<T> {
        let _place = Place::take(&self.waiting).ok_or(ServiceError::Busy(self.what))?;
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|error| ServiceError::fault(self.what, error))?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(|error| ServiceError::fault(self.what, error))
    }
}

/// A place in the queue, given back when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>) -> Option<Self> {
        let place = Self(Arc::clone(waiting));
        (waiting.fetch_add(1, Ordering::AcqRel) < QUEUE).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
